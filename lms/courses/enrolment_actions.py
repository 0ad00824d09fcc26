"""What is done with enrolments: enrolling people, letting them leave, moving them to another cohort.

Each step leaves a line in the enrolment's history and one in the audit trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.scope import holds
from lms.access.viewer import Viewer
from lms.courses.enrolment_queries import place_of, stays_of
from lms.courses.enrolment_rules import Refusal, Why, leaving_span, refusal
from lms.courses.models import Cohort, Enrolment, EnrolmentChange
from lms.courses.offer_actions import expire_offers
from lms.courses.states import ClosedReason, EnrolmentState, LeavingReason
from lms.courses.waiting_actions import close_waiting, open_entry
from lms.courses.words import refusal_words
from lms.database import db
from lms.learners.models import Learner


@dataclass(frozen=True)
class Answer:
    """What became of one person who was to be enrolled."""

    learner: Learner
    enrolment: Enrolment | None = None
    refusal: Refusal | None = None


class WrongDay(DomainError):
    """An enrolment cannot end on this day."""


def enrol(
    by: Viewer, cohort: Cohort, learners: Sequence[Learner], starts_on: date, beyond: str | None = None
) -> list[Answer]:
    """Enrol people from starts_on, in the order given; each is enrolled or refused with why.

    Whoever is enrolled no longer waits for the cohort's level. `beyond` is the reason for which somebody who holds
    “cohorts.overfill” lets in more people than there are places; from anybody else it changes nothing.
    """
    hold([cohort.id], [learner.id for learner in learners])
    expire_offers(by, cohort.id)
    today = clock.today(cohort.centre.time_zone)
    place, stays = place_of(cohort), stays_of([learner.id for learner in learners])
    answers = []
    for learner in learners:
        why = refusal(place, learner.centre_id, stays[learner.id], starts_on, today)
        over = beyond if why and why.why is Why.FULL and holds(by.role, "cohorts.overfill") else None
        if why and not over:
            answers.append(Answer(learner, refusal=why))
            continue
        enrolment = _begin(by, cohort, learner, starts_on, reason=over)
        if over:
            record(by, "enrolment.overfill", "enrolment", enrolment.id, capacity=place.capacity, taken=place.taken + 1)
        answers.append(Answer(learner, enrolment))
        place = replace(place, taken=place.taken + 1)
    return answers


def withdraw(by: Viewer, enrolment: Enrolment, reason: LeavingReason, last_day: date, note: str | None = None) -> None:
    """End an enrolment on last_day, the last day that counts, for a reason.

    Raises DomainError when the person is not in the cohort any more or the day is not possible.
    """
    hold([enrolment.cohort_id], [enrolment.learner_id])
    enrolment.starts_on, enrolment.ends_on = _span(enrolment, last_day)
    enrolment.leaving_reason = reason
    _change(by, enrolment, EnrolmentState.WITHDRAWN, note or reason.value)
    record(by, "enrolment.withdraw", "enrolment", enrolment.id, reason=reason)
    db.session.flush()


def transfer(by: Viewer, enrolment: Enrolment, to: Cohort, last_day: date) -> Enrolment:
    """End an enrolment on last_day and continue it in another cohort of the level from the day after.

    Returns the enrolment there, which remembers the one it continues. Raises DomainError when the person
    is not in the cohort any more, the day is not possible, or the other cohort refuses them.
    """
    hold([enrolment.cohort_id, to.id], [enrolment.learner_id])
    expire_offers(by, to.id)
    if to.programme.level != enrolment.cohort.programme.level:
        raise DomainError(_l("A transfer stays within the level. For another level, let the person leave here."))
    span = _span(enrolment, last_day)
    _refuse_move(enrolment, to, starts_on := max(last_day + timedelta(days=1), to.starts_on))
    enrolment.starts_on, enrolment.ends_on = span
    _change(by, enrolment, EnrolmentState.TRANSFERRED, to.code)
    there = _begin(by, to, enrolment.learner, starts_on, enrolment)
    record(by, "enrolment.transfer", "enrolment", enrolment.id, to=there.id)
    db.session.flush()
    return there


def hold(cohort_ids: Sequence[int], learner_ids: Sequence[int]) -> None:
    """Let nobody else fill these cohorts or place these people until this request is done."""
    # Always in the same order, so that two requests never wait for each other. On SQLite the whole
    # transaction is alone already, and FOR UPDATE says nothing.
    # The cohorts are read anew: somebody may have called one off, or changed its places, while we waited.
    cohorts = select(Cohort).where(Cohort.id.in_(cohort_ids)).order_by(Cohort.id).with_for_update(key_share=True)
    db.session.scalars(cohorts.execution_options(populate_existing=True)).all()
    learners = select(Learner.id).where(Learner.id.in_(learner_ids)).order_by(Learner.id)
    db.session.execute(learners.with_for_update(key_share=True)).all()


def _begin(
    by: Viewer,
    cohort: Cohort,
    learner: Learner,
    starts_on: date,
    earlier: Enrolment | None = None,
    reason: str | None = None,
) -> Enrolment:
    enrolment = Enrolment(
        learner=learner,
        cohort=cohort,
        starts_on=starts_on,
        transferred_from_id=earlier.id if earlier else None,
    )
    db.session.add(enrolment)
    db.session.flush()
    _history(by, enrolment, None, earlier.cohort.code if earlier else reason)
    record(by, "enrolment.create", "enrolment", enrolment.id, cohort=cohort.id)
    if entry := open_entry(learner.id, cohort.programme.level):
        close_waiting(by, entry, ClosedReason.ENROLLED, cohort.code)
    return enrolment


def _span(enrolment: Enrolment, last_day: date) -> tuple[date, date]:
    """First and last day of an enrolment that ends. Raises DomainError when it cannot end so."""
    db.session.refresh(enrolment)
    if enrolment.state is not EnrolmentState.ACTIVE:
        raise DomainError(_l("This person is not in the cohort any more."))
    today = clock.today(enrolment.cohort.centre.time_zone)
    span = leaving_span(enrolment.starts_on, last_day, today)
    if span is None:
        raise WrongDay(_l("Choose a day on which the person was in the cohort, today at the latest."))
    return span


def _refuse_move(enrolment: Enrolment, to: Cohort, starts_on: date) -> None:
    """Raise DomainError, saying why, unless the person may continue there from starts_on."""
    stays = stays_of([enrolment.learner_id])[enrolment.learner_id]
    elsewhere = [stay for stay in stays if stay.cohort_id != enrolment.cohort_id]
    today = clock.today(to.centre.time_zone)
    if why := refusal(place_of(to), enrolment.learner.centre_id, elsewhere, starts_on, today):
        raise DomainError(refusal_words(why))


def _change(by: Viewer, enrolment: Enrolment, to: EnrolmentState, reason: str | None) -> None:
    before, enrolment.state = enrolment.state, to
    _history(by, enrolment, before, reason)


def _history(by: Viewer, enrolment: Enrolment, before: EnrolmentState | None, reason: str | None) -> None:
    line = EnrolmentChange(
        by_id=by.account_id, from_state=before, to_state=enrolment.state, reason=reason, at=clock.now()
    )
    enrolment.changes.append(line)
