"""Devices that mark one lesson without knowing of each other, and the lesson on the server they send to.

What a mark must come to is worked out here from what each author had seen, without version numbers and without the
rule of the application.
"""

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.attendance.actions import Answer, Arrival, call_roll
from lms.attendance.models import Entry
from lms.attendance.recount import Finding, findings
from lms.attendance.roll import RollLine, roll_of
from lms.attendance.rules import OPENS_BEFORE, Value
from lms.attendance.set_aside_models import SetAside
from lms.courses.history_models import LessonChange, TimetableChange
from lms.courses.models import Enrolment, Lesson
from lms.courses.replanning import Act
from lms.courses.states import LessonState, Wish
from lms.database import db
from lms.learners.models import Learner
from tests.attendance.conftest import DAY
from tests.factories import at, enrol, make_cohort, make_lesson

FAR = timedelta(days=60)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Made:
    """An entry as it was made, with all its author had seen of the mark by name."""

    number: int
    """Stands for the identifier; where two were made at one moment, the larger one wins."""
    device: int
    person: int
    value: Value
    made_at: datetime
    based_on: int
    follows: int | None
    seen: frozenset[int]


@dataclass
class Device:
    """A phone with its own clock: what it has seen, and what it has not heard of since it sent it."""

    by: Account
    wrong_by: timedelta
    outbox: list[Made] = field(default_factory=list)
    seen: dict[int, list[int]] = field(default_factory=dict)
    """The entries of each person's mark, as they stood when it last looked."""
    last: dict[int, int] = field(default_factory=dict)
    """The entry it made last for each person, until it sees it on the server."""

    def look(self, taken: Mapping[int, Sequence[Made]]) -> None:
        """See what the server has."""
        self.seen = {person: [made.number for made in marks] for person, marks in taken.items()}
        self.last = {person: one for person, one in self.last.items() if one not in self.seen[person]}

    def mark(self, number: int, which: int, person: int, value: Value, now: datetime) -> None:
        """Make an entry, to be sent later."""
        seen, before = self.seen.get(person, []), self.last.get(person)
        made = Made(number, which, person, value, now + self.wrong_by, len(seen), before, frozenset(seen))
        self.outbox.append(made)
        self.last[person] = number


class Server:
    """One lesson of a cohort of its own, its people, and what has arrived."""

    def __init__(self, teachers: list[Account], learners: Sequence[Learner], like: Lesson) -> None:
        self.run = next(_numbers)
        cohort = make_cohort(like.cohort.centre, like.cohort.programme, teachers[0], teachers=list(teachers))
        self.lesson = make_lesson(cohort, at(DAY, 18))
        self.people: list[Enrolment] = [enrol(learner, cohort) for learner in learners]
        self.taken: dict[int, list[Made]] = {person: [] for person in range(len(learners))}
        self.received: dict[int, datetime] = {}

    def name(self, number: int) -> str:
        """The identifier an entry has here; in their order."""
        return f"{self.run:08x}-0000-4000-8000-{number:012x}"

    def receive(self, by: Viewer, parcel: Sequence[Made], now: datetime) -> list[Answer]:
        """Let a parcel arrive, as the application answers it."""
        arrivals = [
            Arrival(
                self.name(made.number),
                self.people[made.person].id,
                made.value,
                made.made_at,
                made.based_on,
                self.name(made.follows) if made.follows is not None else None,
            )
            for made in parcel
        ]
        answers = call_roll(by, self.lesson, arrivals)
        for made, answer in zip(parcel, answers, strict=True):
            if answer.kind in ("applied", "conflict"):
                self.taken[made.person].append(made)
                self.received[made.number] = now
        return answers

    def change(self, what: str, person: int) -> None:
        """What a coordinator does meanwhile; a lesson whose roll was called is neither moved nor cancelled."""
        planned = self.lesson.state is not LessonState.HELD
        if what == "leaves":
            self.people[person].ends_on = DAY - timedelta(days=1)
        elif what == "returns":
            self.people[person].ends_on = None
        elif planned and what == "cancelled":
            self.lesson.state, self.lesson.cancel_reason = LessonState.CANCELLED, "празник"
        elif planned and what == "reopened":
            self.lesson.state, self.lesson.cancel_reason = LessonState.PLANNED, None
        elif planned and what in ("moved", "moved back"):
            self._move(at(DAY, 18) + (FAR if what == "moved" else timedelta()))
        db.session.flush()

    def _move(self, to: datetime) -> None:
        lesson, length = self.lesson, self.lesson.ends_at - self.lesson.starts_at
        line = LessonChange(lesson_id=lesson.id, act=Act.MOVED, was_starts_at=lesson.starts_at, starts_at=to)
        db.session.add(TimetableChange(cohort_id=lesson.cohort_id, wish=Wish.MOVE, reason="зала", lessons=[line]))
        lesson.starts_at, lesson.ends_at = to, to + length

    def line(self, person: int) -> RollLine:
        """The mark of a person as the application reads it."""
        db.session.expire_all()
        found = roll_of(self.lesson, self.lesson.cohort.teachers[0].viewer).of(self.people[person].id)
        assert found is not None
        return found

    def standing(self, person: int) -> set[int]:
        """Which entries stand side by side, by the application."""
        return {self.number_of(entry.id) for entry in self.line(person).contenders}

    def number_of(self, identifier: str) -> int:
        """The entry that has this identifier here."""
        return int(identifier[-12:], 16)

    def kept(self) -> tuple[list[int], list[int]]:
        """The entries that were taken and those set aside, each as often as it is there."""
        of_lesson = [select(model).where(model.lesson_id == self.lesson.id) for model in (Entry, SetAside)]
        taken = [self.number_of(one.id) for one in db.session.scalars(of_lesson[0])]
        return sorted(taken), sorted(self.number_of(one.entry_id) for one in db.session.scalars(of_lesson[1]))

    def differences(self) -> list[Finding]:
        """What recounting finds."""
        return findings([self.lesson.cohort_id])

    def counts_as_made(self, made: Made) -> datetime:
        """When an entry counts as made here."""
        return min(max(made.made_at, self.lesson.starts_at - OPENS_BEFORE), self.received[made.number])

    def clock_ahead(self, numbers: Collection[int], person: int) -> bool:
        """Whether one of these entries was made later than it arrived, by its device."""
        return any(made.made_at > self.received[made.number] for made in self.taken[person] if made.number in numbers)


def left_standing(taken: Collection[Made]) -> list[Made]:
    """The entries nobody replaced who had seen them or had made them."""
    replaced = {number for made in taken for number in (*made.seen, made.follows)}
    return [made for made in taken if made.number not in replaced]


def differ(standing: Collection[Made]) -> bool:
    """Whether these do not count the same."""
    return len({(made.value.kind, made.value.minutes) for made in standing}) > 1
