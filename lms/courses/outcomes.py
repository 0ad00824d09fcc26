"""The end of an enrolment: the score of the final exam and the outcome that a coordinator confirms."""

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
}
"""The state in which an enrolment with an outcome ends. A transfer is an act of its own."""


def record_final_score(by: Viewer, enrolment: Enrolment, score: int | None, on: date) -> None:
    """Write down the result of the final exam, of 100.

    Raises DomainError when the score is not between 0 and 100 or the day is in the future.
    """
    if score is not None and not 0 <= score <= 100:
        raise DomainError(_l("A score is a whole number from 0 to 100."))
    if on > clock.today(enrolment.cohort.centre.time_zone):
        raise DomainError(_l("The exam cannot have been in the future."))
    if enrolment.final_score == score:
        return
    enrolment.final_score, enrolment.final_on = score, on if score is not None else None
    db.session.flush()
    record(by, "enrolment.score", "enrolment", enrolment.id)


def confirm_outcome(by: Viewer, enrolment: Enrolment, outcome: Outcome, proposed: Outcome, reason: str = "") -> None:
    """Confirm how an enrolment ended.

    Raises DomainError when the outcome is another than the rule proposed and no reason is given, when the
    enrolment was transferred, or when the cohort has not ended and the person is not leaving it.
    """
    if enrolment.state is EnrolmentState.TRANSFERRED or outcome not in ENDS_AS:
        raise DomainError(_l("A transferred person's outcome belongs to the cohort they went to."))
    if outcome is not proposed and not reason.strip():
        raise DomainError(_l("The rule proposes another outcome. Say why you decide differently."))
    today = clock.today(enrolment.cohort.centre.time_zone)
    last_day = enrolment.cohort.ends_on
    if ENDS_AS[outcome] is EnrolmentState.COMPLETED and last_day and last_day > today:
        raise DomainError(_l("The course is still running. Outcomes are confirmed after its last lesson."))
    before = enrolment.state
    enrolment.state, enrolment.outcome = ENDS_AS[outcome], outcome
    enrolment.outcome_on, enrolment.outcome_by_id = today, by.account_id
    enrolment.ends_on = enrolment.ends_on or max(enrolment.starts_on, min(last_day or today, today))
    change = EnrolmentChange(by_id=by.account_id, from_state=before, to_state=enrolment.state)
    change.reason = reason.strip()[:400] or None
    enrolment.changes.append(change)
    db.session.flush()
    record(by, "enrolment.outcome", "enrolment", enrolment.id, outcome=outcome, proposed=proposed)
