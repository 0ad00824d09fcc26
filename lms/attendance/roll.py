"""The roll of a lesson as it stands: people, their marks, conflicts, and the history of each mark."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from lms.access.viewer import Viewer
from lms.attendance import folding
from lms.attendance.folding import Touch, fold, touch_of
from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.queries import called_at, enrolments_at, window_of
from lms.attendance.rules import Value
from lms.courses.models import Enrolment, Lesson
from lms.database import db
from lms.learners.models import Learner

WORTH_SAYING = timedelta(minutes=2)
"""How long an entry is on its way before its history says so."""


@dataclass(frozen=True)
class Change:
    """One step in the history of a mark: an entry, and what the mark said before it came."""

    entry: Entry
    before: Value | None
    touch: Touch

    @property
    def after(self) -> Value:
        """What the entry says."""
        return self.touch.value

    @property
    def kept_since(self) -> datetime | None:
        """When it was made on a device that kept it for a while; None if it came at once, or its clock was wrong."""
        at = self.touch.made_at
        return at if at == self.entry.made_at and self.entry.received_at - at >= WORTH_SAYING else None


@dataclass(frozen=True)
class MarkLine:
    """The mark of one enrolment, if called, and the entries it is made of, as they arrived."""

    enrolment_id: int
    mark: Mark | None
    entries: tuple[Entry, ...]
    touches: tuple[Touch, ...]

    @property
    def version(self) -> int:
        """The version of the mark: how many entries it is made of."""
        return len(self.entries)

    @property
    def in_conflict(self) -> bool:
        """Whether somebody has to say which of several values is right."""
        return self.mark is not None and self.mark.in_conflict

    @property
    def standing(self) -> tuple[Touch, ...]:
        """The entries that stand side by side, the one made last at the end."""
        return fold(self.touches).side_by_side if self.touches else ()

    @property
    def contenders(self) -> list[Entry]:
        """Who has to be heard to settle a conflict: the entries that stand side by side."""
        entries = {entry.id: entry for entry in self.entries}
        return [entries[touch.id] for touch in self.standing]

    def shown_at(self, version: int) -> Value | None:
        """What a page made at this version of the mark had chosen."""
        return folding.shown_at(self.touches, version)

    def history(self) -> Iterator[Change]:
        """How the mark came to be, in the order in which entries arrived."""
        before: Value | None = None
        for count, (entry, touch) in enumerate(zip(self.entries, self.touches, strict=True), start=1):
            yield Change(entry, before, touch)
            before = fold(self.touches[:count]).wins.value


@dataclass(frozen=True)
class RollLine(MarkLine):
    """One person of a roll, with their mark."""

    enrolment: Enrolment

    @property
    def learner(self) -> Learner:
        """The person."""
        return self.enrolment.learner


@dataclass(frozen=True)
class Roll:
    """All people of a lesson."""

    lesson: Lesson
    lines: tuple[RollLine, ...]

    @property
    def counts(self) -> dict[MarkKind, int]:
        """How many people have a mark of each kind."""
        found = Counter(line.mark.kind for line in self.lines if line.mark)
        return {kind: found[kind] for kind in MarkKind}

    @property
    def uncalled(self) -> int:
        """How many people are not called yet."""
        return sum(line.mark is None for line in self.lines)

    @property
    def conflicts(self) -> int:
        """How many marks wait for somebody to settle them."""
        return sum(line.in_conflict for line in self.lines)

    @property
    def saved_at(self) -> datetime | None:
        """When the last entry arrived."""
        return max((entry.received_at for line in self.lines for entry in line.entries), default=None)

    def of(self, enrolment_id: int | None) -> RollLine | None:
        """The line of an enrolment, if it is called in this lesson."""
        return next((line for line in self.lines if line.enrolment.id == enrolment_id), None)


def roll_of(lesson: Lesson, by: Viewer) -> Roll:
    """The roll of a lesson as the viewer calls it, called or not."""
    line_of = _lines(lesson, joinedload(Entry.made_by))
    lines = ((enrolment, line_of(enrolment.id)) for enrolment in enrolments_at(lesson, by))
    return Roll(
        lesson,
        tuple(RollLine(line.enrolment_id, line.mark, line.entries, line.touches, one) for one, line in lines),
    )


def marks_of(lesson: Lesson, by: Viewer, only: Collection[int] | None = None) -> list[MarkLine]:
    """The same without the people: of all enrolments of the roll, or of those among `only`, in no order of names."""
    line_of, called = _lines(lesson), called_at(lesson, by)
    return [line_of(one) for one in sorted(called if only is None else called.intersection(only))]


def _lines(lesson: Lesson, *options: ExecutableOption) -> Callable[[int], MarkLine]:
    """Read all marks and entries of a lesson; what comes back makes of them the line of an enrolment."""
    opens_at = window_of(lesson).opens_at
    # Another request may have changed a mark since this one has read it.
    of_lesson = select(Mark).where(Mark.lesson_id == lesson.id).execution_options(populate_existing=True)
    marks = {mark.enrolment_id: mark for mark in db.session.scalars(of_lesson)}
    entries: dict[int, list[Entry]] = defaultdict(list)
    statement = select(Entry).where(Entry.lesson_id == lesson.id).options(*options)
    for entry in db.session.scalars(statement.order_by(Entry.version)):
        entries[entry.enrolment_id].append(entry)

    def line_of(enrolment_id: int) -> MarkLine:
        made_of = tuple(entries[enrolment_id])
        touches = tuple(touch_of(entry, opens_at) for entry in made_of)
        return MarkLine(enrolment_id, marks.get(enrolment_id), made_of, touches)

    return line_of
