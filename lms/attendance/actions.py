"""Writing attendance: calling the roll and correcting it, one entry at a time, each answered."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.attendance.ledger import Ledger
from lms.attendance.models import Entry
from lms.attendance.queries import day_of
from lms.attendance.rules import Refusal, Value, Window, wrong_minutes
from lms.courses.models import Lesson
from lms.courses.states import LessonState
from lms.database import db


class AnswerKind(enum.StrEnum):
    """What became of an entry a device sent."""

    APPLIED = "applied"
    ALREADY_KNOWN = "already_known"
    CONFLICT = "conflict"
    REFUSED = "refused"


TAKEN = frozenset({AnswerKind.APPLIED, AnswerKind.CONFLICT})


@dataclass(frozen=True)
class Arrival:
    """An entry as it comes from a device."""

    id: str
    """A UUID in its usual form, made on the device."""
    enrolment_id: int
    value: Value
    made_at: datetime
    based_on: int = 0
    """The version of the mark the device had seen; 0 if none."""
    follows: str | None = None
    """The entry the device had made before this one for the same mark, if any."""


@dataclass(frozen=True)
class Answer:
    """What became of one entry, and why if it was refused."""

    entry_id: str
    enrolment_id: int
    kind: AnswerKind
    why: Refusal | None = None


def call_roll(by: Viewer, lesson: Lesson, arrivals: Sequence[Arrival], reason: str | None = None) -> list[Answer]:
    """Take entries into the marks of a lesson, in the order given, and answer each of them.

    An identifier that is already known is one entry, however often it comes. What cannot be taken is
    refused with why, and does not keep the rest from being taken. A conflict is settled by an entry of
    somebody who has seen it. `reason` is needed, and kept with each entry, when the time for corrections
    is over. The first entry taken makes the lesson held.
    """
    # One roll call of a lesson at a time, by what the database says now.
    locked = select(Lesson).where(Lesson.id == lesson.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    ledger = Ledger(lesson, [arrival.id for arrival in arrivals], by)
    closed = _closed(by, ledger.window, reason)
    answers = [_answer(by, ledger, arrival, closed, reason) for arrival in arrivals]
    taken = [answer for answer in answers if answer.kind in TAKEN]
    if taken:
        _hold(lesson)
        _leave_line(by, lesson, taken)
        db.session.flush()
    return answers


def _closed(by: Viewer, window: Window, reason: str | None) -> Refusal | None:
    now = clock.now()
    if closed := window.closed_to(by.role, now):
        return closed
    return Refusal.REASON_MISSING if window.needs_reason(now) and not reason else None


def _answer(by: Viewer, ledger: Ledger, arrival: Arrival, closed: Refusal | None, reason: str | None) -> Answer:
    if ledger.has(arrival.id, arrival.enrolment_id, arrival.value):
        return Answer(arrival.id, arrival.enrolment_id, AnswerKind.ALREADY_KNOWN)
    if why := _refusal(ledger, arrival, closed):
        return Answer(arrival.id, arrival.enrolment_id, AnswerKind.REFUSED, why)
    entry = _entry(by, ledger, arrival, reason)
    ledger.take(entry)
    return Answer(arrival.id, arrival.enrolment_id, AnswerKind(entry.answer))


def _refusal(ledger: Ledger, arrival: Arrival, closed: Refusal | None) -> Refusal | None:
    if arrival.id in ledger.known:
        return Refusal.IDENTIFIER_USED
    if closed:
        return closed
    if arrival.enrolment_id not in ledger.enrolled:
        return Refusal.NOT_ENROLLED
    return wrong_minutes(arrival.value, ledger.length)


def _entry(by: Viewer, ledger: Ledger, arrival: Arrival, reason: str | None) -> Entry:
    there = ledger.version_of(arrival.enrolment_id)
    return Entry(
        id=arrival.id,
        lesson_id=ledger.lesson.id,
        enrolment_id=arrival.enrolment_id,
        kind=arrival.value.kind,
        minutes=arrival.value.minutes,
        reason=arrival.value.reason,
        note=reason,
        version=there + 1,
        # A device cannot have seen more than there is; after a restored backup it may say so.
        based_on=min(arrival.based_on, there),
        follows=arrival.follows,
        made_at=arrival.made_at,
        received_at=clock.now(),
        made_by_id=by.account_id,
    )


def _hold(lesson: Lesson) -> None:
    if lesson.state is LessonState.PLANNED:
        lesson.state = LessonState.HELD
        lesson.held_at = clock.now()


def _leave_line(by: Viewer, lesson: Lesson, taken: Sequence[Answer]) -> None:
    later = clock.today(lesson.cohort.centre.time_zone) > day_of(lesson)
    conflicts = sum(answer.kind is AnswerKind.CONFLICT for answer in taken)
    act = "roll.correct" if later else "roll.call"
    record(by, act, "lesson", lesson.id, entries=len(taken), conflicts=conflicts)
