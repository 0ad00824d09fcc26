"""The demonstration as it is imagined, before any of it is written to the database.

Nothing here knows the database; the same seed and day give the same world.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lms.attendance.rules import Value
from lms.courses.states import EnrolmentState, LeavingReason, Level, Outcome, Priority
from lms.courses.timetable import PlannedLesson, Slot
from lms.learners.models import Meets, PartOfWeek
from lms.learners.rules import Facts


class SittingState(enum.Enum):
    """How far a person is with their placement."""

    STARTED = enum.auto()
    FINISHED = enum.auto()
    DECIDED = enum.auto()


@dataclass(frozen=True)
class Habits:
    """How a person comes to lessons."""

    comes: float
    """The share of lessons they would come to if nothing spoke against it."""
    late: float
    """How often they come late when they come."""


@dataclass(frozen=True, eq=False)
class Person:
    """A person as they really are: the level is the course they belong in, known or not."""

    centre: str
    facts: Facts
    level: Level
    registered_on: date
    habits: Habits
    accompanied: bool
    """Whether a mediator accompanies them."""


@dataclass(frozen=True)
class Group:
    """A cohort with its lessons laid out, those that make up for cancelled ones included."""

    key: str
    code: str
    centre: str
    programme: Mapping[str, Any]
    teacher: str
    """The part of the teacher's e-mail before @example.org."""
    room: str | None
    slots: tuple[Slot, ...]
    starts_on: date
    lessons: tuple[PlannedLesson, ...]
    cancelled: Mapping[int, str]
    """Why lessons did not take place, by number."""
    plan: Mapping[str, Any]

    @property
    def ends_on(self) -> date:
        """The day of the last lesson."""
        return self.lessons[-1].day

    def held_before(self, day: date) -> list[PlannedLesson]:
        """The lessons before a day whose roll was called."""
        past = [one for one in self.lessons if one.day < day and one.number not in self.cancelled]
        return past[:-1] if self.plan.get("forget_last_roll") else past


@dataclass(frozen=True)
class Said:
    """One touch of a mark: what was said, and how long after the lesson's start."""

    value: Value
    after: timedelta


@dataclass(eq=False)
class Stay:
    """A person in a cohort from day to day."""

    person: Person
    group: Group
    starts_on: date
    ends_on: date | None = None
    state: EnrolmentState = EnrolmentState.ACTIVE
    leaving: tuple[LeavingReason, str] | None = None
    """Why they left, and what the coordinator noted."""
    moved: str | None = None
    """Why they moved to another cohort."""
    drifts_from: date | None = None
    """From when on they come less and less."""
    continues: "Stay | None" = None
    touches: dict[int, tuple[Said, ...]] = field(default_factory=dict)
    """What was said in each roll call, by the lesson's number."""
    final_score: int | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Wait:
    """A person's time on the waiting list."""

    person: Person
    level: Level
    since: date
    available: frozenset[PartOfWeek]
    meets: Meets
    note: str | None = None
    priority: Priority | None = None
    ended: tuple[date, str] | None = None
    """When and in which cohort they found a place."""


@dataclass(frozen=True)
class Sitting:
    """A person's placement: when they sat down to it and how far it has come."""

    person: Person
    on: date
    state: SittingState


@dataclass(frozen=True)
class World:
    """Everything that is to be written down."""

    today: date
    groups: tuple[Group, ...]
    people: tuple[Person, ...]
    stays: tuple[Stay, ...]
    waits: tuple[Wait, ...]
    sittings: tuple[Sitting, ...]
    newcomers: tuple[Person, ...]
    """People who have only been registered."""
