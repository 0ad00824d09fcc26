"""The outcomes of a cohort: one row an enrolment, what was typed into it, and what is written of it."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import Cohort, Enrolment
from lms.courses.outcomes import STAYED, confirm_outcome, outcomes_open_to, record_final_score
from lms.courses.states import Outcome
from lms.progress.frames import COUNTED, load_course
from lms.progress.hours import with_earlier_hours
from lms.progress.queries import earlier_cohorts, shown_enrolments
from lms.progress.rules import Standing

WRONG = -1
"""Stands for a score that is no number: it is as wrong as one out of range, and is answered alike."""


@dataclass
class OutcomeRow:
    """One enrolment: where it stands, and what somebody typed for it.

    `seen` is the proposal the person saw who chose; `outcome` is empty for confirming what is proposed.
    """

    enrolment: Enrolment
    enrolment_id: int
    name: str
    name_bg: str
    standing: Standing
    confirmed: Outcome | None
    came_from: str | None
    score: str
    day: str
    chosen: bool = False
    seen: str = ""
    outcome: str = ""
    reason: str = ""
    error: object = None

    @property
    def examined(self) -> bool:
        """Whether the person has a final exam here."""
        return self.standing.state in STAYED

    @property
    def choices(self) -> Sequence[Outcome]:
        """What can be confirmed besides the proposal."""
        open_to = outcomes_open_to(self.standing.state)
        return [outcome for outcome in open_to if outcome is not self.standing.proposed]


def rows_of(cohort: Cohort, by: Viewer) -> list[OutcomeRow]:
    """Where everybody who was ever active in a cohort stands, with hours brought along by transfer.

    The viewer must hold a permission over the cohort.
    """
    hours = with_earlier_hours(load_course(cohort)).set_index("enrolment_id")
    earlier = earlier_cohorts(cohort)
    shown = shown_enrolments(cohort, by)
    rows = [
        _row(one, cohort, hours.loc[one.id].to_dict(), earlier.get(one.id))
        for one in cohort.enrolments
        if one.state in COUNTED and one.id in shown
    ]
    return sorted(rows, key=lambda row: row.name_bg)


def _row(enrolment: Enrolment, cohort: Cohort, hours: Mapping[Hashable, Any], came_from: str | None) -> OutcomeRow:
    standing = Standing(
        state=enrolment.state,
        attended_hours=float(hours["attended_hours"]),
        excused_hours=float(hours["excused_hours"]),
        held_hours=float(hours["held_hours"]),
        threshold_percent=cohort.programme.threshold_percent,
        pass_mark=cohort.programme.pass_mark,
        excused_counts=cohort.programme.excused_counts,
        final_score=enrolment.final_score,
        unmarked_hours=float(hours["unmarked_hours"]),
    )
    return OutcomeRow(
        enrolment,
        enrolment.id,
        enrolment.learner.name,
        enrolment.learner.name_bg,
        standing,
        enrolment.outcome,
        came_from,
        score="" if enrolment.final_score is None else str(enrolment.final_score),
        day=enrolment.final_on.isoformat() if enrolment.final_on else "",
    )


def read(rows: list[OutcomeRow], form: Mapping[str, str]) -> None:
    """Put what was typed into the rows. A field that was not sent stays as it is."""
    for row in rows:
        row.score = form.get(f"score-{row.enrolment_id}", row.score).strip()
        # The page offers a day for whoever has no score yet; it says nothing by itself.
        row.day = form.get(f"day-{row.enrolment_id}", row.day).strip() if row.score else ""
        row.seen = form.get(f"seen-{row.enrolment_id}", "")
        row.outcome = form.get(f"outcome-{row.enrolment_id}", "")
        row.reason = form.get(f"reason-{row.enrolment_id}", "").strip()
        row.chosen = f"confirm-{row.enrolment_id}" in form
        row.standing = replace(row.standing, final_score=_number(row.score))


def apply(by: Viewer, rows: list[OutcomeRow], confirming: bool) -> int:
    """Write the scores and, when confirming, the outcomes of the chosen rows; returns how many outcomes.

    What is wrong in a row is put into its `error`; the caller then keeps nothing.
    """
    done = 0
    for row in rows:
        try:
            record_final_score(by, row.enrolment, row.standing.final_score, _day(row.day))
            if confirming and row.chosen:
                confirm_outcome(by, row.enrolment, _outcome(row), row.standing.proposed, row.reason)
                done += 1
        except DomainError as refusal:
            row.error = refusal.message
    return done


def _number(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else WRONG


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DomainError(_l("Enter the day of the exam as a date.")) from None


def _outcome(row: OutcomeRow) -> Outcome:
    if row.outcome:
        known = {outcome.value: outcome for outcome in Outcome}
        if row.outcome not in known:
            raise DomainError(_l("Choose an outcome of the list."))
        return known[row.outcome]
    if row.seen != row.standing.proposed:
        raise DomainError(_l("The rule now proposes another outcome than before. Look at it and confirm once more."))
    return row.standing.proposed
