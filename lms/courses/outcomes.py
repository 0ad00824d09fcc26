"""The end of an enrolment: the score of the final exam and the outcome that a coordinator confirms.

Each step leaves a line in the enrolment's history and one in the audit trail.
"""

from datetime import date

from flask_babel import lazy_gettext as _l

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import Enrolment, EnrolmentChange
from lms.courses.states import EnrolmentState, Outcome
from lms.database import db

ENDS_AS = {
    Outcome.COMPLETED: EnrolmentState.COMPLETED,
    Outcome.ATTENDED: EnrolmentState.COMPLETED,
    Outcome.WITHDREW: EnrolmentState.WITHDRAWN,
    Outcome.MOVED_ON: EnrolmentState.WITHDRAWN,
    Outcome.TRANSFERRED: EnrolmentState.TRANSFERRED,
}
"""The state in which an enrolment with an outcome ends."""
STAYED = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
"""The states of people who were in the cohort to its end, or still are."""
_SCORE_REASON = "final exam: {score} of 100, {day}"


def outcomes_open_to(state: EnrolmentState) -> tuple[Outcome, ...]:
    """How an enrolment in this state can end. Leaving and moving are acts of their own, which ask why and when."""
    ends = EnrolmentState.COMPLETED if state in STAYED else state
    return tuple(outcome for outcome, end in ENDS_AS.items() if end is ends)


def record_final_score(by: Viewer, enrolment: Enrolment, score: int | None, on: date | None) -> None:
    """Write down the result of the final exam, of 100, and its day; both empty takes a result back.

    Raises DomainError when only one of them is given, the score is not between 0 and 100, the day is in the
    future or before the enrolment, or the person was not in the cohort to its end.
    """
    if (enrolment.final_score, enrolment.final_on) == (score, on):
        return
    if enrolment.state not in STAYED:
        raise DomainError(_l("Only who is in the cohort to its end has a final exam."))
    if (score is None) != (on is None):
        raise DomainError(_l("Enter both the score and the day of the exam."))
    if score is not None and not 0 <= score <= 100:
        raise DomainError(_l("A score is a whole number from 0 to 100."))
    if on is not None and not enrolment.starts_on <= on <= clock.today(enrolment.cohort.centre.time_zone):
        raise DomainError(_l("The exam cannot have been before the enrolment or in the future."))
    enrolment.final_score, enrolment.final_on = score, on
    _history(by, enrolment, enrolment.state, _SCORE_REASON.format(score="–" if score is None else score, day=on or "–"))
    record(by, "enrolment.score", "enrolment", enrolment.id)
    db.session.flush()


def confirm_outcome(by: Viewer, enrolment: Enrolment, outcome: Outcome, proposed: Outcome, reason: str = "") -> None:
    """Confirm how an enrolment ended.

    Raises DomainError when the enrolment cannot end so, when the outcome is another than the rule proposed and
    no reason is given, or when the cohort's last lesson is still to come.
    """
    if outcome not in outcomes_open_to(enrolment.state):
        raise DomainError(_l("Note on the cohort's page that the person leaves or moves; then confirm the outcome."))
    if outcome is not proposed and not reason.strip():
        raise DomainError(_l("The rule proposes another outcome. Say why you decide differently."))
    today, last_day = clock.today(enrolment.cohort.centre.time_zone), enrolment.cohort.ends_on
    if enrolment.state in STAYED and (last_day is None or last_day > today):
        raise DomainError(_l("The course is still running. Outcomes are confirmed from the day of its last lesson."))
    before, enrolment.state = enrolment.state, ENDS_AS[outcome]
    enrolment.outcome, enrolment.outcome_on, enrolment.outcome_by_id = outcome, today, by.account_id
    enrolment.ends_on = enrolment.ends_on or max(enrolment.starts_on, last_day or today)
    _history(by, enrolment, before, reason.strip()[:400] or outcome.value)
    record(by, "enrolment.outcome", "enrolment", enrolment.id, outcome=outcome, proposed=proposed)
    db.session.flush()


def _history(by: Viewer, enrolment: Enrolment, before: EnrolmentState, reason: str) -> None:
    line = EnrolmentChange(by_id=by.account_id, from_state=before, to_state=enrolment.state, at=clock.now())
    line.reason = reason
    enrolment.changes.append(line)
