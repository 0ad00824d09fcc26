"""What the forming of groups speaks of: waiting people, forms a group could have, groups, and why somebody is in none.

Pure: no database, no request.
"""

import enum
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from lms.courses.states import Route
from lms.courses.timetable import PlannedLesson, Slot
from lms.learners.models import Meets, PartOfWeek

NOON, EVENING = time(12), time(17)


class Why(enum.StrEnum):
    """Why somebody is in no group."""

    ENROLLED = "enrolled"
    OFFERED = "offered"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    BY_HAND = "by_hand"
    NOT_ASKED = "not_asked"
    MODE = "mode"
    TIME = "time"
    READING_UNKNOWN = "reading_unknown"
    READING = "reading"
    FULL = "full"
    NOTHING_FREE = "nothing_free"
    TOO_FEW = "too_few"
    ENOUGH_GROUPS = "enough_groups"


@dataclass(frozen=True)
class Obstacle:
    """A place somebody holds or is offered already, in which cohort."""

    why: Why
    cohort_code: str


@dataclass(frozen=True)
class Waiter:
    """A waiting person as the forming of groups sees them; `position` is theirs in the list of the level."""

    entry_id: int
    position: int
    available: frozenset[PartOfWeek] | None
    meets: Meets | None
    reads_cyrillic: bool | None
    obstacle: Obstacle | None = None


@dataclass(frozen=True)
class Form:
    """A form a group could have: when in the week, online or in person, and for whom."""

    parts: frozenset[PartOfWeek]
    online: bool = False
    route: Route = Route.MIXED

    def suits(self, waiter: Waiter) -> bool:
        """Whether somebody can take part in every lesson of such a group."""
        return self.why_not(waiter) is None

    def why_not(self, waiter: Waiter) -> Why | None:
        """The first thing that keeps somebody from such a group; None when nothing does."""
        if not self.mode_suits(waiter):
            return Why.MODE
        if waiter.available is None:
            return Why.NOT_ASKED
        if not self.time_suits(waiter):
            return Why.TIME
        if not self.reading_suits(waiter):
            return Why.READING_UNKNOWN if waiter.reads_cyrillic is None else Why.READING
        return None

    def mode_suits(self, waiter: Waiter) -> bool:
        """Whether they come in person or learn online; who was not asked comes in person."""
        wanted = Meets.ONLINE if self.online else Meets.IN_PERSON
        return (waiter.meets or Meets.IN_PERSON) in (wanted, Meets.EITHER)

    def time_suits(self, waiter: Waiter) -> bool:
        """Whether they can come to every part of the week in which there are lessons."""
        return waiter.available is not None and self.parts <= waiter.available

    def reading_suits(self, waiter: Waiter) -> bool:
        """Whether the group goes the way they need."""
        if self.route is Route.MIXED:
            return True
        return waiter.reads_cyrillic is (self.route is Route.READS)


def parts_of(slots: Iterable[Slot]) -> frozenset[PartOfWeek]:
    """The parts of the week of a pattern: a lesson belongs to the one in which it begins."""
    return frozenset(_part(slot.weekday >= 5, slot.starts_at) for slot in slots)


def _part(weekend: bool, at: time) -> PartOfWeek:
    if at < NOON:
        return PartOfWeek.WEEKEND_MORNING if weekend else PartOfWeek.MORNING
    if at < EVENING:
        return PartOfWeek.WEEKEND_AFTERNOON if weekend else PartOfWeek.AFTERNOON
    return PartOfWeek.WEEKEND_EVENING if weekend else PartOfWeek.EVENING


@dataclass(frozen=True)
class Course:
    """A pattern laid out from one possible first day."""

    starts_on: date
    lessons: tuple[PlannedLesson, ...]


@dataclass(frozen=True)
class Candidate:
    """A form with the pattern it stands for and the courses it could run, the earliest first."""

    form: Form
    pattern: int
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class RoomChoice:
    """A room and how many people it seats."""

    room_id: int
    seats: int


@dataclass
class Diary:
    """When rooms and teachers are taken, in order of time; lessons of proposed groups are added."""

    taken: dict[tuple[str, int], list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def is_free(self, who: tuple[str, int], lessons: Sequence[PlannedLesson]) -> bool:
        """Whether a room or teacher is free during all lessons; ending when another begins is no overlap."""
        busy = self.taken.get(who, [])
        for lesson in lessons:
            after = bisect_left(busy, (lesson.ends_at,))
            if after and busy[after - 1][1] > lesson.starts_at:
                return False
        return True

    def take(self, who: tuple[str, int], lessons: Sequence[PlannedLesson]) -> None:
        """Note that a room or teacher is taken during the lessons."""
        spans = [(lesson.starts_at, lesson.ends_at) for lesson in lessons]
        self.taken[who] = sorted([*self.taken.get(who, []), *spans])


@dataclass(frozen=True)
class Wish:
    """What a coordinator asks for: how large, how many (None: as many as make sense), where and by whom."""

    size: int
    least: int
    most_groups: int | None
    rooms: tuple[RoomChoice, ...]
    teachers: tuple[int, ...]


@dataclass(frozen=True)
class Frame:
    """A proposed group without its people: form, pattern, first day, place, teacher, and what was changed by hand."""

    form: Form
    pattern: int
    starts_on: date
    room_id: int | None
    teacher_id: int
    capacity: int
    taken_in: frozenset[int] = frozenset()
    """Entries taken in by hand."""


@dataclass(frozen=True)
class LeftOut:
    """Somebody in no group, and why; `number` is the group that is full, or how many could come where too few can."""

    waiter: Waiter
    why: Why
    number: int | None = None


@dataclass(frozen=True)
class Proposal:
    """Groups with their people in the order of the list, and everybody else with why."""

    frames: tuple[Frame, ...]
    people: tuple[tuple[Waiter, ...], ...]
    left_out: tuple[LeftOut, ...]
