"""Writing attendance: calling the roll and correcting it, one entry at a time, each answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms import clock
from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.attendance.arrivals import TAKEN, Answer, AnswerKind, Arrival
from lms.attendance.ledger import Ledger
from lms.attendance.queries import day_of
from lms.attendance.rules import Refusal, Window, impossible_minutes, wrong_minutes
from lms.attendance.shelf import Shelf
from lms.courses.models import Lesson
from lms.courses.states import LessonState
from lms.database import db

__all__ = ["TAKEN", "Answer", "AnswerKind", "Arrival", "call_roll", "enter"]


def call_roll(by: Viewer, lesson: Lesson, arrivals: Sequence[Arrival], reason: str | None = None) -> list[Answer]:
    """Take entries into the marks of a lesson, in the order given, and answer each of them.

    An identifier that is already known is one entry, however often it comes. What cannot be taken is set
    aside where its author could not know or cannot mend it, and refused otherwise, each with why; it does
    not keep the rest from being taken. A conflict is settled by an entry of somebody who has seen it.
    `reason` is needed, and kept with each entry, when the time for corrections is over. The first entry
    taken makes the lesson held.
    """
    return _Call.of(by, lesson, arrivals, reason, keeps=True).answers(arrivals)


def enter(by: Viewer, lesson: Lesson, arrivals: Sequence[Arrival], reason: str | None = None) -> list[Answer]:
    """Take entries like call_roll, but set nothing aside: what cannot be taken is refused with why."""
    return _Call.of(by, lesson, arrivals, reason, keeps=False).answers(arrivals)


@dataclass(frozen=True)
class _Call:
    """One parcel of entries being taken into one lesson."""

    by: Viewer
    ledger: Ledger
    shelf: Shelf
    closed: Refusal | None
    """Why nobody can be marked in this lesson now."""
    reason: str | None
    keeps: bool

    @classmethod
    def of(cls, by: Viewer, lesson: Lesson, arrivals: Sequence[Arrival], reason: str | None, keeps: bool) -> "_Call":
        # One roll call of a lesson at a time, by what the database says now of the lesson itself: its cohort and
        # centre give no more than a time zone here.
        db.session.refresh(lesson, Lesson.__mapper__.column_attrs.keys(), with_for_update=True)
        ledger = Ledger(lesson, [arrival.id for arrival in arrivals], by)
        closed = _closed(by, ledger.window, reason)
        return cls(by, ledger, Shelf(by, lesson, arrivals), closed, reason, keeps)

    def answers(self, arrivals: Sequence[Arrival]) -> list[Answer]:
        answers = [self._answer(arrival) for arrival in arrivals]
        taken = [answer for answer in answers if answer.kind in TAKEN]
        aside = sum(answer.kind is AnswerKind.SET_ASIDE for answer in answers)
        lesson = self.ledger.lesson
        if taken:
            _hold(lesson)
            _leave_line(self.by, lesson, taken)
            self.ledger.write()
        if aside:
            record(self.by, "roll.set_aside", "lesson", lesson.id, entries=aside)
        if taken or aside:
            db.session.flush()
        return answers

    def _answer(self, arrival: Arrival) -> Answer:
        kind, why = AnswerKind.ALREADY_KNOWN, None
        if not self.ledger.has(arrival) and not self.shelf.has(arrival):
            kind, why = self._new(arrival)
        return Answer(arrival.id, arrival.enrolment_id, kind, why)

    def _new(self, arrival: Arrival) -> tuple[AnswerKind, Refusal | None]:
        why = self._refusal(arrival)
        if why is None:
            return AnswerKind(self.ledger.take(arrival, self.reason)), None
        if not self.keeps or not self.shelf.takes(arrival, why):
            return AnswerKind.REFUSED, why
        if wrong := impossible_minutes(arrival.value):
            return AnswerKind.REFUSED, wrong
        self.shelf.keep(arrival, why, self.ledger.seen_by(arrival), self.reason)
        return AnswerKind.SET_ASIDE, why

    def _refusal(self, arrival: Arrival) -> Refusal | None:
        if self.ledger.knows(arrival.id) or arrival.id in self.shelf.known:
            return Refusal.IDENTIFIER_USED
        if self.closed:
            return self.closed
        if arrival.enrolment_id not in self.ledger.enrolled:
            return Refusal.NOT_ENROLLED
        return wrong_minutes(arrival.value, self.ledger.length)


def _closed(by: Viewer, window: Window, reason: str | None) -> Refusal | None:
    now = clock.now()
    if closed := window.closed_to(by.role, now):
        return closed
    return Refusal.REASON_MISSING if window.needs_reason(now) and not reason else None


def _hold(lesson: Lesson) -> None:
    if lesson.state is LessonState.PLANNED:
        lesson.state = LessonState.HELD
        lesson.held_at = clock.now()


def _leave_line(by: Viewer, lesson: Lesson, taken: Sequence[Answer]) -> None:
    later = clock.today(lesson.cohort.centre.time_zone) > day_of(lesson)
    conflicts = sum(answer.kind is AnswerKind.CONFLICT for answer in taken)
    act = "roll.correct" if later else "roll.call"
    record(by, act, "lesson", lesson.id, entries=len(taken), conflicts=conflicts)
