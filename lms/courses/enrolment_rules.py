"""Decisions about enrolments: who may join a cohort, and from which day a person may leave one.

Pure: no database, no request. Words for refusals are in words.py.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.courses.states import ENDED, EnrolmentState


class Why(enum.Enum):
    """Why a person cannot join a cohort."""

    OTHER_CENTRE = enum.auto()
    CALLED_OFF = enum.auto()
    FINISHED = enum.auto()
    OUTSIDE = enum.auto()
    ALREADY_IN = enum.auto()
    OVERLAPPING = enum.auto()
    OFFERED = enum.auto()
    FULL = enum.auto()


@dataclass(frozen=True)
class Refusal:
    """A refusal, with the cohort in the way and until when it lasts, where there is one."""

    why: Why
    cohort_code: str | None = None
    until: date | None = None


@dataclass(frozen=True)
class Place:
    """A cohort as somebody who wants to join sees it."""

    cohort_id: int
    centre_id: int
    starts_on: date
    ends_on: date | None
    capacity: int
    taken: int
    called_off: bool = False

    @property
    def free(self) -> int:
        """Places left."""
        return max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class Stay:
    """An enrolment a person already has; `ends_on` is its own last day or, while it runs, its cohort's."""

    cohort_id: int
    cohort_code: str
    state: EnrolmentState
    starts_on: date
    ends_on: date | None


def refusal(
    place: Place, learner_centre_id: int, stays: Sequence[Stay], starts_on: date, today: date
) -> Refusal | None:
    """Why a person may not join a cohort on starts_on; None when they may."""
    if learner_centre_id != place.centre_id:
        return Refusal(Why.OTHER_CENTRE)
    if place.called_off:
        return Refusal(Why.CALLED_OFF)
    if place.ends_on is not None and place.ends_on < today:
        return Refusal(Why.FINISHED, until=place.ends_on)
    if starts_on < place.starts_on or (place.ends_on is not None and starts_on > place.ends_on):
        return Refusal(Why.OUTSIDE, until=place.ends_on)
    for stay in stays:
        if stay.cohort_id == place.cohort_id and _still_counts(stay, starts_on):
            return Refusal(Why.ALREADY_IN, stay.cohort_code)
    for stay in stays:
        if stay.cohort_id != place.cohort_id and _in_the_way(stay, starts_on, place.ends_on):
            why = Why.OFFERED if stay.state is EnrolmentState.OFFERED else Why.OVERLAPPING
            return Refusal(why, stay.cohort_code, stay.ends_on)
    return Refusal(Why.FULL) if place.free == 0 else None


def _still_counts(stay: Stay, starts_on: date) -> bool:
    """Whether an enrolment in the same cohort keeps a second one from beginning then."""
    if stay.state not in ENDED or stay.state is EnrolmentState.COMPLETED:
        return True
    return stay.ends_on is None or stay.ends_on >= starts_on


def _in_the_way(stay: Stay, first: date, last: date | None) -> bool:
    """Whether an enrolment elsewhere runs on any of the days."""
    if stay.state not in (EnrolmentState.ACTIVE, EnrolmentState.OFFERED):
        return False
    begins_before_end = last is None or stay.starts_on <= last
    return begins_before_end and (stay.ends_on is None or stay.ends_on >= first)


def leaving_span(starts_on: date, last_day: date, today: date) -> tuple[date, date] | None:
    """First and last day of an enrolment that ends on last_day; None when that day is not possible.

    Somebody who leaves before the first day was never there: both days are then the day they left, which
    lies before the cohort's lessons, so that no lesson is counted for them.
    """
    if last_day > today:
        return None
    if starts_on > today:
        return last_day, last_day
    return (starts_on, last_day) if last_day >= starts_on else None
