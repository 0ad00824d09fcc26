"""The outcomes of a cohort: one row an enrolment, what was typed into it, and what is written of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lms import clock
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import Cohort, Enrolment
from lms.courses.outcomes import confirm_outcome, record_final_score
from lms.courses.states import EnrolmentState, Outcome
from lms.progress import frames, statistics
from lms.progress.frames import COUNTED
from lms.progress.rules import Standing


@dataclass
class OutcomeRow:
    """One enrolment: where it stands, and what somebody typed for it."""

    enrolment: Enrolment
    enrolment_id: int
    name: str
    name_bg: str
    standing: Standing
    confirmed: Outcome | None
    chosen: bool = False
    score: str = ""
    outcome: str = ""
    reason: str = ""
    error: object = None

    @property
    def open(self) -> bool:
        """Whether something can still be decided here."""
        return self.standing.state is not EnrolmentState.TRANSFERRED


def rows_of(by: Viewer, cohort: Cohort) -> list[OutcomeRow]:
    """Where everybody who was ever active in the cohort stands, with hours brought along by transfer."""
    hours = statistics.with_earlier_hours(frames.load(by, "outcomes.view", cohort.id)).set_index("enrolment_id")
    counted = [one for one in cohort.enrolments if one.state in COUNTED]
    rows = [_row(one, cohort, hours.loc[one.id]) for one in counted]
    return sorted(rows, key=lambda row: row.name_bg)


def _row(enrolment: Enrolment, cohort: Cohort, hours: "Mapping[str, float]") -> OutcomeRow:
    standing = Standing(
        state=enrolment.state,
        attended_hours=float(hours["attended_hours"]),
        excused_hours=float(hours["excused_hours"]),
        held_hours=float(hours["held_hours"]),
        threshold_percent=cohort.programme.threshold_percent,
        pass_mark=cohort.programme.pass_mark,
        excused_counts=cohort.programme.excused_counts,
        final_score=enrolment.final_score,
    )
    return OutcomeRow(
        enrolment,
        enrolment.id,
        enrolment.learner.name,
        enrolment.learner.name_bg,
        standing,
        enrolment.outcome,
        score="" if enrolment.final_score is None else str(enrolment.final_score),
        outcome=(enrolment.outcome or standing.proposed).value,
    )


def read(rows: list[OutcomeRow], form: Mapping[str, str]) -> None:
    """Put what was typed into the rows. A field that was not sent stays as it is."""
    for row in rows:
        row.score = form.get(f"score-{row.enrolment_id}", row.score).strip()
        row.outcome = form.get(f"outcome-{row.enrolment_id}", row.outcome)
        row.reason = form.get(f"reason-{row.enrolment_id}", "").strip()
        row.chosen = f"confirm-{row.enrolment_id}" in form


def apply(by: Viewer, cohort: Cohort, rows: list[OutcomeRow], confirming: bool) -> int:
    """Write the scores and, when confirming, the outcomes of the chosen rows; returns how many outcomes.

    What is wrong in a row is put into its `error`; the caller then keeps nothing.
    """
    day = min(clock.today(cohort.centre.time_zone), cohort.ends_on or clock.today(cohort.centre.time_zone))
    done = 0
    for row in filter(lambda row: row.open, rows):
        try:
            score = _score(row.score)
            record_final_score(by, row.enrolment, score, day)
            if confirming and row.chosen:
                proposed = replace(row.standing, final_score=score).proposed
                confirm_outcome(by, row.enrolment, _outcome(row.outcome), proposed, row.reason)
                done += 1
        except DomainError as refusal:
            row.error = refusal.message
    return done


def _score(text: str) -> int | None:
    if not text:
        return None
    # A score that is no number is as wrong as one out of range, and is answered alike.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1


def _outcome(text: str) -> Outcome:
    return Outcome(text) if text in set(Outcome) else Outcome.TRANSFERRED
