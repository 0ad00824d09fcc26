"""Decisions about cohorts: where they stand in time, how many they hold, and when a room or teacher is taken.

Pure: no database, no request.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

LARGEST_COHORT = 15
"""People in a cohort at most, however large the room."""


class Phase(enum.StrEnum):
    """Where a cohort stands in time."""

    COMING = "coming"
    RUNNING = "running"
    FINISHED = "finished"


def phase_of(starts_on: date, ends_on: date | None, today: date, called_off: bool = False) -> Phase:
    """Coming before its first day, finished after its last or once it is called off, otherwise running."""
    if called_off:
        return Phase.FINISHED
    if starts_on > today:
        return Phase.COMING
    return Phase.FINISHED if ends_on is not None and ends_on < today else Phase.RUNNING


def largest_capacity(seats: int | None) -> int:
    """How many people a cohort may take: fifteen, or as many as its room seats if that is fewer."""
    return LARGEST_COHORT if seats is None else min(LARGEST_COHORT, seats)


class Span(Protocol):
    """Anything that begins and ends."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True)
class Busy:
    """A lesson as what it takes: a time, a room and a teacher; its cohort (code None: not to be named)."""

    starts_at: datetime
    ends_at: datetime
    cohort_code: str | None
    cohort_id: int = 0
    room_id: int | None = None
    teacher_id: int = 0


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a moment; ending when the other begins is no overlap."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashes(lessons: Sequence[Span], busy: Sequence[Busy]) -> list[Busy]:
    """What of `busy` overlaps a lesson, in the order of time."""
    found = (taken for taken in busy if any(overlap(taken, lesson) for lesson in lessons))
    return sorted(found, key=lambda taken: taken.starts_at)
