"""The ledger of a lesson while entries are taken: who is enrolled, what is known, what the marks say."""

from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import or_, select

from lms.access.viewer import Viewer
from lms.attendance import totals
from lms.attendance.arrivals import Arrival
from lms.attendance.folding import Touch, answer_to, facts_of, fold, touch_of, value_in
from lms.attendance.models import Entry, Mark
from lms.attendance.queries import enrolments_at, window_of
from lms.attendance.rules import length_of
from lms.attendance.totals import counts_of
from lms.courses.models import Lesson
from lms.database import db


class Ledger:
    """A lesson's entries and marks, read once and kept in step while entries are taken."""

    def __init__(self, lesson: Lesson, identifiers: Collection[str], by: Viewer) -> None:
        """Read the lesson's own entries and whichever entries bear the identifiers that have come."""
        self.lesson = lesson
        self.window = window_of(lesson)
        self.length = length_of(lesson.starts_at, lesson.ends_at)
        self.enrolled = frozenset(enrolment.id for enrolment in enrolments_at(lesson, by))
        entries = select(Entry).where(or_(Entry.lesson_id == lesson.id, Entry.id.in_(identifiers)))
        self.known = {entry.id: entry for entry in db.session.scalars(entries)}
        # Another process may have changed the marks since the page read them.
        marks = select(Mark).where(Mark.lesson_id == lesson.id).execution_options(populate_existing=True)
        self._marks = {mark.enrolment_id: mark for mark in db.session.scalars(marks)}
        self._counted = {enrolment_id: counts_of(mark) for enrolment_id, mark in self._marks.items()}
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
        """Write a new entry, answer it, and let the mark say what its entries now add up to."""
        touch = touch_of(entry, self.window.opens_at)
        touches = self._touches[entry.enrolment_id]
        touches.append(touch)
        entry.answer = answer_to(touch, fold(touches))
        self.known[entry.id] = entry
        db.session.add(entry)
        mark = self._mark_of(entry.enrolment_id)
        facts = facts_of(touches, self.length)
        mark.entry = self.known[facts.pop("entry_id")]
        for name, value in facts.items():
            setattr(mark, name, value)

    def count(self) -> None:
        """Bring the totals into step with what the marks say now."""
        after = {enrolment_id: counts_of(mark) for enrolment_id, mark in self._marks.items()}
        before = self._counted
        totals.add(self.lesson.id, {one: totals.difference(after[one], before.get(one, Counter())) for one in after})
        self._counted = after

    def _mark_of(self, enrolment_id: int) -> Mark:
        if enrolment_id not in self._marks:
            mark = Mark(lesson_id=self.lesson.id, enrolment_id=enrolment_id)
            db.session.add(mark)
            self._marks[enrolment_id] = mark
        return self._marks[enrolment_id]
