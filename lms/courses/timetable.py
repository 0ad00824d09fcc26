"""Laying out the lessons of a cohort: a weekly pattern, from a first day, to the programme's hours.

Pure: which days are closed is given. A lesson keeps its wall-clock time across the clock change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.clock import to_utc

EARLIEST_START = time(6)
"""Clocks change at night: from this hour on, every wall-clock time exists once a day."""
MINUTES_IN_DAY = 24 * 60
LONGEST = timedelta(days=3 * 365)
"""A cohort that would take longer is a slip of the hand."""


@dataclass(frozen=True)
class Slot:
    """One line of a weekly pattern."""

    weekday: int
    """Monday is 0."""
    starts_at: time
    hours: int
    """Academic hours."""

    def minutes(self, hour_minutes: int) -> tuple[int, int]:
        """Start and end in minutes from midnight."""
        start = self.starts_at.hour * 60 + self.starts_at.minute
        return start, start + self.hours * hour_minutes


@dataclass(frozen=True)
class PlannedLesson:
    """A lesson as laid out, before it is written down."""

    number: int
    day: date
    starts_at: datetime
    ends_at: datetime
    hours: int


@dataclass(frozen=True)
class Skipped:
    """A day the pattern would have used, and why it is not used."""

    day: date
    reason: str


@dataclass(frozen=True)
class Timetable:
    """The lessons of a cohort and the days that were skipped for them."""

    lessons: tuple[PlannedLesson, ...]
    skipped: tuple[Skipped, ...]

    @property
    def starts_on(self) -> date:
        """The day of the first lesson."""
        return self.lessons[0].day

    @property
    def ends_on(self) -> date:
        """The day of the last lesson."""
        return self.lessons[-1].day


class PatternRefused(DomainError):
    """A weekly pattern that cannot be laid out; `slot` is the index of the line to look at, if it is one."""

    def __init__(self, message: object, slot: int | None = None) -> None:
        super().__init__(message)
        self.slot = slot


def check_pattern(slots: Sequence[Slot], hour_minutes: int) -> None:
    """Refuse a pattern without lines, at impossible times, or with lines that overlap.

    Raises PatternRefused.
    """
    if not slots:
        raise PatternRefused(_l("Enter at least one day of the week."))
    for index, slot in enumerate(slots):
        if slot.starts_at < EARLIEST_START:
            raise PatternRefused(_l("A lesson begins at 06:00 at the earliest."), index)
        if slot.minutes(hour_minutes)[1] > MINUTES_IN_DAY:
            raise PatternRefused(_l("This lesson would end after midnight. Begin earlier or make it shorter."), index)
    order = sorted(range(len(slots)), key=lambda index: (slots[index].weekday, slots[index].starts_at))
    for before, after in pairwise(order):
        ends = slots[before].minutes(hour_minutes)[1]
        same_day = slots[before].weekday == slots[after].weekday
        if same_day and slots[after].minutes(hour_minutes)[0] < ends:
            raise PatternRefused(
                _l("This lesson begins before another one on the same day is over."), max(before, after)
            )


def lay_out(
    slots: Sequence[Slot],
    starts_on: date,
    hours: int,
    hour_minutes: int,
    zone: str,
    closed: Mapping[date, str],
) -> Timetable:
    """The lessons from starts_on until they add up to `hours` academic hours of `hour_minutes` minutes.

    The last lesson is shortened so that the hours add up exactly. `closed` names, for each day without
    lessons, the reason. Raises PatternRefused as check_pattern does, and when it would take over three years.
    """
    check_pattern(slots, hour_minutes)
    lessons: list[PlannedLesson] = []
    skipped: dict[date, Skipped] = {}
    left = hours
    for day, slot in _meetings(slots, starts_on):
        if day in closed:
            skipped[day] = Skipped(day, closed[day])
            continue
        taken = min(slot.hours, left)
        lessons.append(_lesson(len(lessons) + 1, day, slot.starts_at, taken, hour_minutes, zone))
        left -= taken
        if not left:
            return Timetable(tuple(lessons), tuple(skipped.values()))
    raise PatternRefused(_l("At this pace the course would take more than three years. Add days or hours."))


def _meetings(slots: Sequence[Slot], first: date) -> Iterator[tuple[date, Slot]]:
    """Every meeting of the pattern in the order of time, closed days included, while it makes sense."""
    ordered = sorted(slots, key=lambda slot: slot.starts_at)
    for step in range(LONGEST.days + 1):
        day = first + timedelta(days=step)
        for slot in ordered:
            if slot.weekday == day.weekday():
                yield day, slot


def _lesson(number: int, day: date, at: time, hours: int, hour_minutes: int, zone: str) -> PlannedLesson:
    starts = to_utc(day, at, zone)
    return PlannedLesson(number, day, starts, starts + timedelta(minutes=hours * hour_minutes), hours)
