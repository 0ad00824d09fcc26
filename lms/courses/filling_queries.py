"""Reading free places: in which cohorts there are some to be filled, and who is next for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.courses.cohort_queries import places_taken, unfinished
from lms.courses.filling_rules import Line, line_for, still_filled
from lms.courses.forming_queries import entries_of, waiters
from lms.courses.forming_terms import Form, LeftOut, Waiter, Why, parts_of
from lms.courses.models import Cohort, Lesson, WaitingEntry
from lms.courses.offer_models import Offer, OfferState
from lms.courses.states import LessonState, Level
from lms.courses.timetable import Slot
from lms.database import db

SPARE = 3
"""How many people more than places are shown, for when somebody of the first cannot be reached."""
ANSWERED = {OfferState.DECLINED: Why.DECLINED, OfferState.EXPIRED: Why.UNANSWERED}
Entries = Mapping[int, tuple[int, WaitingEntry]]


@dataclass(frozen=True)
class Opening:
    """The free places of a cohort, from which day somebody could come, and who is next."""

    cohort: Cohort
    free: int
    hours_held: int
    """Academic hours."""
    first: date
    line: Sequence[tuple[Waiter, WaitingEntry]]
    """In the order of the list: as many people as places, and some more."""
    passed: Sequence[tuple[LeftOut, WaitingEntry]]
    """Who stands before the last of them, and why they are not asked."""


def openings(by: Viewer, centre: Centre, today: date) -> list[Opening]:
    """The cohorts of a centre with free places that are still filled, the one that begins first on top."""
    statement = (
        scoped(select(Cohort), "cohorts.enrol", by)
        .where(Cohort.centre_id == centre.id, unfinished(today))
        .options(joinedload(Cohort.programme), selectinload(Cohort.slots))
        .order_by(Cohort.starts_on, Cohort.code)
    )
    return _openings(by, db.session.scalars(statement).all(), today)


def opening_of(by: Viewer, cohort: Cohort, today: date) -> Opening | None:
    """The free places of one cohort; None when it has none, is over, or has come too far for somebody to join."""
    return next(iter(_openings(by, [cohort], today)), None)


def _openings(by: Viewer, cohorts: Sequence[Cohort], today: date) -> list[Opening]:
    ids = [cohort.id for cohort in cohorts]
    taken, held, answered = places_taken(ids), _hours_held(ids), _answered(ids)

    @cache
    def waiting(centre_id: int, level: Level) -> Entries:
        return entries_of(by, centre_id, level)

    found = []
    for cohort in cohorts:
        free = cohort.capacity - taken[cohort.id]
        called_off = cohort.called_off_on is not None
        programme, over = cohort.programme, called_off or (cohort.ends_on is not None and cohort.ends_on < today)
        if free < 1 or over or not still_filled(held[cohort.id], programme.hours, programme.late_join_percent):
            continue
        first, entries = max(cohort.starts_on, today), waiting(cohort.centre_id, programme.level)
        line = line_for(waiters(entries, first), form_of(cohort), answered[cohort.id], free + SPARE)
        found.append(_opening(cohort, free, held[cohort.id], first, line, entries))
    return found


def _opening(cohort: Cohort, free: int, held: int, first: date, line: Line, entries: Entries) -> Opening:
    return Opening(
        cohort,
        free,
        held,
        first,
        [(waiter, entries[waiter.entry_id][1]) for waiter in line.next],
        [(left, entries[left.waiter.entry_id][1]) for left in line.passed],
    )


def form_of(cohort: Cohort) -> Form:
    """A cohort as the forming of groups sees one: when in the week, online or in person, for whom."""
    pattern = [Slot(slot.weekday, slot.starts_at, slot.hours) for slot in cohort.slots]
    return Form(parts_of(pattern), cohort.online, cohort.route)


def _hours_held(cohort_ids: Sequence[int]) -> dict[int, int]:
    statement = (
        select(Lesson.cohort_id, func.sum(Lesson.hours))
        .where(Lesson.cohort_id.in_(cohort_ids), Lesson.state == LessonState.HELD)
        .group_by(Lesson.cohort_id)
    )
    return dict.fromkeys(cohort_ids, 0) | dict(iter(db.session.execute(statement)))


def _answered(cohort_ids: Sequence[int]) -> dict[int, dict[int, Why]]:
    """Who was offered a place in each cohort before and did not take it, by waiting entry."""
    found: dict[int, dict[int, Why]] = {cohort_id: {} for cohort_id in cohort_ids}
    states = (*ANSWERED, OfferState.OPEN)
    statement = select(Offer).where(Offer.cohort_id.in_(cohort_ids), Offer.state.in_(states)).order_by(Offer.id)
    for offer in db.session.scalars(statement):
        if offer.state is not OfferState.OPEN or offer.overdue:
            found[offer.cohort_id][offer.entry_id] = ANSWERED.get(offer.state, Why.UNANSWERED)
    return found
