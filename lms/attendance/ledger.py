"""The ledger of a lesson while entries are taken: who is enrolled, what is known, what the marks say."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, or_, select

from lms.access.viewer import Viewer
from lms.attendance.arrivals import Arrival
from lms.attendance.folding import Touch, answer_to, facts_of, fold, touch_of, value_in
from lms.attendance.models import Entry, Mark
from lms.attendance.queries import called_at, window_of
from lms.attendance.rules import length_of
from lms.attendance.totals import Counts, add, counts_of, difference
from lms.courses.models import Lesson
from lms.database import db


class Ledger:
    """A lesson's entries and marks, read once and kept in step while entries are taken."""

    def __init__(self, lesson: Lesson, identifiers: Collection[str], by: Viewer) -> None:
        """Read the lesson's own entries and whichever entries bear the identifiers that have come."""
        self.lesson = lesson
        self.window = window_of(lesson)
        self.length = length_of(lesson.starts_at, lesson.ends_at)
        self.enrolled = called_at(lesson, by)
        entries = select(Entry).where(or_(Entry.lesson_id == lesson.id, Entry.id.in_(identifiers)))
        self.known = {entry.id: entry for entry in db.session.scalars(entries)}
        # Another process may have changed the marks since the page read them.
        marks = select(Mark).where(Mark.lesson_id == lesson.id).execution_options(populate_existing=True)
        self._marks = {mark.enrolment_id: mark for mark in db.session.scalars(marks)}
        self._taken: list[Entry] = []
        self._touches: dict[int, list[Touch]] = defaultdict(list)
        for entry in self.known.values():
            if entry.lesson_id == lesson.id:
                self._touches[entry.enrolment_id].append(touch_of(entry, self.window.opens_at))

    def version_of(self, enrolment_id: int) -> int:
        """How many entries the mark of an enrolment is made of; 0 before the first."""
        return len(self._touches[enrolment_id])

    def has(self, arrival: Arrival) -> bool:
        """Whether this very entry is known: the same identifier for the same person, saying the same."""
        entry = self.known.get(arrival.id)
        return entry is not None and (entry.lesson_id, entry.enrolment_id, value_in(entry)) == (
            self.lesson.id,
            arrival.enrolment_id,
            arrival.value,
        )

    def take(self, entry: Entry) -> None:
        """Take a new entry and answer it; write() brings the mark into step."""
        touch = touch_of(entry, self.window.opens_at)
        touches = self._touches[entry.enrolment_id]
        touches.append(touch)
        entry.answer = answer_to(touch, fold(touches))
        self.known[entry.id] = entry
        self._taken.append(entry)

    def write(self) -> None:
        """Write the entries that were taken, the marks as they now add up, and their totals."""
        # In one statement each; the session would keep fifteen new entries in step for nothing.
        db.session.execute(insert(Entry), [_columns(entry) for entry in self._taken])
        touched = sorted({entry.enrolment_id for entry in self._taken})
        facts = {one: facts_of(self._touches[one], self.length) for one in touched}
        changes = {one: difference(_counts(facts[one]), self._counts_before(one)) for one in touched}
        self._write_marks(facts)
        add(self.lesson.id, changes)

    def _write_marks(self, facts: dict[int, dict[str, Any]]) -> None:
        owner, new = {"lesson_id": self.lesson.id}, []
        for enrolment_id, said in facts.items():
            mark = self._marks.get(enrolment_id)
            if mark is None:
                new.append(owner | {"enrolment_id": enrolment_id} | said)
                continue
            for name, value in said.items():
                setattr(mark, name, value)
            db.session.expire(mark, ["entry"])
        if new:
            db.session.execute(insert(Mark), new)
        db.session.flush()

    def _counts_before(self, enrolment_id: int) -> Counts:
        mark = self._marks.get(enrolment_id)
        return counts_of(mark.kind, mark.minutes_attended, mark.in_conflict) if mark else Counter()


def _columns(entry: Entry) -> dict[str, Any]:
    return {column.key: getattr(entry, column.key) for column in Entry.__table__.columns}


def _counts(facts: dict[str, Any]) -> Counts:
    return counts_of(facts["kind"], facts["minutes_attended"], facts["in_conflict"])
