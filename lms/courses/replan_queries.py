"""Reading what a change of a timetable begins from: the lessons as they stand, and what binds the course."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.centres.models import Room
from lms.centres.queries import days_closed
from lms.courses.cohort_rules import clashes
from lms.courses.conflicts import Wanted, busy_between, people_elsewhere
from lms.courses.history_models import LessonChange, TimetableChange
from lms.courses.models import Cohort
from lms.courses.replanning import Course, Meeting, Replan, Standing
from lms.courses.timetable import LONGEST, Slot
from lms.database import db

AROUND = timedelta(days=8)


def standing_of(cohort: Cohort) -> tuple[Standing, ...]:
    """The lessons of a cohort as they stand, in the order of time."""
    return tuple(
        Standing(
            lesson.id,
            lesson.number,
            lesson.state,
            Meeting(lesson.starts_at, lesson.ends_at, lesson.hours, lesson.teacher_id, lesson.room_id),
        )
        for lesson in cohort.lessons
    )


def fingerprint(*things: Sequence[Standing] | Replan) -> str:
    """A short text that differs when anything about the lessons, or a change of them, does."""
    return hashlib.sha256(repr(things).encode()).hexdigest()[:16]


def course_of(cohort: Cohort, first: date) -> Course:
    """What a cohort's timetable is bound to; closed days are known from `first` on, for three years."""
    first = min(first, cohort.starts_on)
    return Course(
        cohort.starts_on,
        cohort.programme.hours,
        cohort.programme.hour_minutes,
        cohort.centre.time_zone,
        days_closed(cohort.centre, first, first + 2 * LONGEST),
    )


def pattern_of(cohort: Cohort) -> list[Slot]:
    """The cohort's weekly pattern."""
    return [Slot(slot.weekday, slot.starts_at, slot.hours) for slot in cohort.slots]


def fitting(by: Viewer, cohort: Cohort, wish: Meeting, lesson_id: int | None) -> Callable[[Meeting], bool]:
    """A question: could this meeting, near the wish, be held? Room, teacher, cohort and people are free then."""
    ignoring = () if lesson_id is None else (lesson_id,)
    wanted = Wanted(cohort.centre, [wish], cohort.capacity, cohort, ignoring)
    first, last = wish.starts_at - AROUND, wish.ends_at + AROUND
    near = [
        one
        for one in busy_between(by, wanted, first, last)
        if one.cohort_id == cohort.id
        or one.teacher_id == wish.teacher_id
        or (wish.room_id is not None and one.room_id == wish.room_id)
    ]
    whole = Meeting(first, last, 0, wish.teacher_id, wish.room_id)
    near += [busy for _who, busy in people_elsewhere(by, cohort, [whole])]
    return lambda meeting: not clashes([meeting], near)


@dataclass(frozen=True)
class Named:
    """What the teachers and rooms of a change are called."""

    teachers: Mapping[int, str]
    rooms: Mapping[int, str]


def named(replan: Replan) -> Named:
    """The names of the teachers and rooms a change is about."""
    meetings = [meeting for step in replan.steps for meeting in (step.before, step.after) if meeting]
    teachers = select(Account.id, Account.name).where(Account.id.in_({one.teacher_id for one in meetings}))
    rooms = select(Room.id, Room.name).where(Room.id.in_({one.room_id for one in meetings}))
    return Named(dict(iter(db.session.execute(teachers))), dict(iter(db.session.execute(rooms))))


def history_of(cohort: Cohort) -> Sequence[TimetableChange]:
    """Every change of a cohort's timetable, the latest first."""
    lines = selectinload(TimetableChange.lessons)
    statement = (
        select(TimetableChange)
        .options(
            joinedload(TimetableChange.by),
            lines.joinedload(LessonChange.was_teacher),
            lines.joinedload(LessonChange.teacher),
            lines.joinedload(LessonChange.was_room),
            lines.joinedload(LessonChange.room),
        )
        .where(TimetableChange.cohort_id == cohort.id)
    )
    return db.session.scalars(statement.order_by(TimetableChange.id.desc())).all()
