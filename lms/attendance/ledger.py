"""The ledger of a lesson while entries are taken: who is enrolled, what is known, what the marks say."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, insert, or_, select

from lms import clock
from lms.access.viewer import Viewer
from lms.attendance.arrivals import Arrival
from lms.attendance.folding import Touch, answer_to, facts_of, fold, touch_of, trusted_moment, value_in
from lms.attendance.models import Entry, EntryAnswer, Mark
from lms.attendance.queries import called_at, window_of
from lms.attendance.rules import Value, length_of
from lms.attendance.totals import Counts, add, counts_of, difference
from lms.courses.models import Lesson
from lms.database import Base, db

ENTRIES: Table = Base.metadata.tables[Entry.__tablename__]
MARKS: Table = Base.metadata.tables[Mark.__tablename__]


class Ledger:
    """A lesson's entries and marks, read once and kept in step while entries are taken."""

    def __init__(self, lesson: Lesson, identifiers: Collection[str], by: Viewer) -> None:
        """Read the lesson's own entries and whichever entries bear the identifiers that have come."""
        self.lesson, self._by = lesson, by
        self.window = window_of(lesson)
        self.length = length_of(lesson.starts_at, lesson.ends_at)
        self.enrolled = called_at(lesson, by)
        self._known: dict[str, tuple[int, int, Value]] = {}
        self._touches: dict[int, list[Touch]] = defaultdict(list)
        entries = select(Entry).where(or_(Entry.lesson_id == lesson.id, Entry.id.in_(identifiers)))
        for entry in db.session.scalars(entries):
            self._known[entry.id] = (entry.lesson_id, entry.enrolment_id, value_in(entry))
            if entry.lesson_id == lesson.id:
                self._touches[entry.enrolment_id].append(touch_of(entry, self.window.opens_at))
        # Another process may have changed the marks since the page read them.
        marks = select(Mark).where(Mark.lesson_id == lesson.id).execution_options(populate_existing=True)
        self._marks = {mark.enrolment_id: mark for mark in db.session.scalars(marks)}
        self._taken: list[dict[str, Any]] = []

    def version_of(self, enrolment_id: int) -> int:
        """How many entries the mark of an enrolment is made of; 0 before the first."""
        return len(self._touches[enrolment_id])

    def knows(self, identifier: str) -> bool:
        """Whether an entry, of any lesson, bears this identifier already."""
        return identifier in self._known

    def has(self, arrival: Arrival) -> bool:
        """Whether this very entry is known: the same identifier for the same person, saying the same."""
        return self._known.get(arrival.id) == self._said(arrival)

    def seen_by(self, arrival: Arrival) -> int:
        """The version of the mark that the author of an entry had seen."""
        # A device cannot have seen more than there is; after a restored backup it may say so.
        return min(arrival.based_on, self.version_of(arrival.enrolment_id))

    def take(self, arrival: Arrival, note: str | None) -> EntryAnswer:
        """Take a new entry and answer it; write() keeps it and brings the mark into step."""
        touches, now = self._touches[arrival.enrolment_id], clock.now()
        made_at = trusted_moment(arrival.made_at, now, self.window.opens_at)
        touch = Touch(arrival.id, arrival.value, made_at, len(touches) + 1, self.seen_by(arrival), arrival.follows)
        touches.append(touch)
        answer = answer_to(touch, fold(touches))
        self._known[arrival.id] = self._said(arrival)
        received = {"received_at": now, "made_by_id": self._by.account_id, "note": note, "answer": answer}
        self._taken.append({"lesson_id": self.lesson.id} | _columns(arrival, touch) | received)
        return answer

    def write(self) -> None:
        """Write the entries that were taken, the marks as they now add up, and their totals."""
        # In one statement each; the session would keep fifteen new entries in step for nothing.
        db.session.execute(insert(ENTRIES), self._taken)
        touched = sorted({entry["enrolment_id"] for entry in self._taken})
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
            db.session.execute(insert(MARKS), new)
        db.session.flush()

    def _said(self, arrival: Arrival) -> tuple[int, int, Value]:
        return self.lesson.id, arrival.enrolment_id, arrival.value

    def _counts_before(self, enrolment_id: int) -> Counts:
        mark = self._marks.get(enrolment_id)
        return counts_of(mark.kind, mark.minutes_attended, mark.in_conflict) if mark else Counter()


def _counts(facts: dict[str, Any]) -> Counts:
    return counts_of(facts["kind"], facts["minutes_attended"], facts["in_conflict"])


def _columns(arrival: Arrival, touch: Touch) -> dict[str, Any]:
    return {
        "id": arrival.id,
        "enrolment_id": arrival.enrolment_id,
        "kind": arrival.value.kind,
        "minutes": arrival.value.minutes,
        "reason": arrival.value.reason,
        "made_at": arrival.made_at,  # as the device said it; the touch holds what it counts as
        "version": touch.version,
        "based_on": touch.based_on,
        "follows": touch.follows,
    }
