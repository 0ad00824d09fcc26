"""What is done with cohorts: creating them with their lessons, and cancelling a lesson."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.centres.models import Room
from lms.centres.queries import days_closed
from lms.clock import to_local
from lms.courses.cohort_rules import largest_capacity
from lms.courses.models import Cohort, Lesson, PatternSlot
from lms.courses.planning import CohortPlan, refuse_clashes, timetable_of
from lms.courses.states import LessonState
from lms.courses.timetable import LONGEST, PlannedLesson, Slot, lay_out
from lms.database import db


def create_cohort(by: Viewer, plan: CohortPlan) -> Cohort:
    """Create a cohort with its pattern and lessons.

    Raises DomainError when the code is taken or the capacity too large, PatternRefused when the lessons
    cannot be laid out, RoomTaken or TeacherTaken when they clash with others.
    """
    _hold(plan.room, plan.teacher)
    if db.session.scalar(select(Cohort.id).where(Cohort.code == plan.code)):
        raise CodeTaken(_l("Another cohort has this code. Choose a different one."))
    limit = largest_capacity(plan.room.seats if plan.room else None)
    if not 1 <= plan.capacity <= limit:
        raise DomainError(_l("The cohort can take from 1 to %(limit)s people.", limit=limit))
    timetable = timetable_of(plan)
    refuse_clashes(by, plan.centre, timetable.lessons, plan.room, plan.teacher)
    cohort = _cohort(plan)
    cohort.starts_on, cohort.ends_on = timetable.starts_on, timetable.ends_on
    cohort.lessons = [_lesson(planned, plan.teacher, plan.room) for planned in timetable.lessons]
    db.session.add(cohort)
    db.session.flush()
    record(by, "cohort.create", "cohort", cohort.id, lessons=len(cohort.lessons), capacity=cohort.capacity)
    return cohort


class CodeTaken(DomainError):
    """Another cohort has the code."""


class NoReplacement(DomainError):
    """A lesson cannot be made up for at the end of the cohort; says why."""


def _hold(room: Room | None, teacher: Account) -> None:
    """Let nobody else plan with this room or teacher until this request is done."""
    # On SQLite the whole transaction is alone already, and FOR UPDATE says nothing.
    if room:
        db.session.execute(select(Room.id).where(Room.id == room.id).with_for_update(key_share=True))
    db.session.execute(select(Account.id).where(Account.id == teacher.id).with_for_update(key_share=True))


def _cohort(plan: CohortPlan) -> Cohort:
    others = [account for account in plan.others if account.id != plan.teacher.id]
    return Cohort(
        code=plan.code,
        programme=plan.programme,
        centre=plan.centre,
        room=plan.room,
        online=plan.room is None,
        capacity=plan.capacity,
        teachers=[plan.teacher, *others],
        slots=[PatternSlot(weekday=s.weekday, starts_at=s.starts_at, hours=s.hours) for s in plan.slots],
    )


def _lesson(planned: PlannedLesson, teacher: Account, room: Room | None) -> Lesson:
    return Lesson(
        number=planned.number,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        hours=planned.hours,
        teacher=teacher,
        room=room,
    )


def cancel_lesson(by: Viewer, lesson: Lesson, reason: str, make_up: bool) -> Sequence[Lesson]:
    """Cancel a planned lesson for a reason; with make_up, its hours are added at the end of the cohort.

    Returns the lessons added. Raises DomainError when the lesson is not planned any more, NoReplacement
    when its hours cannot be added at the end.
    """
    # Against a teacher who calls the roll of this lesson at this moment.
    locked = select(Lesson).where(Lesson.id == lesson.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if lesson.state is LessonState.HELD:
        raise DomainError(_l("The roll of this lesson is called, so it was held and cannot be cancelled."))
    if lesson.state is LessonState.CANCELLED:
        raise DomainError(_l("This lesson is already cancelled."))
    added = _made_up(by, lesson) if make_up else []
    lesson.state, lesson.cancel_reason = LessonState.CANCELLED, reason
    db.session.flush()
    cohort = lesson.cohort
    db.session.expire(cohort, ["lessons"])
    cohort.ends_on = _last_day(cohort)
    record(by, "lesson.cancel", "lesson", lesson.id, made_up=len(added))
    return added


def _made_up(by: Viewer, lesson: Lesson) -> Sequence[Lesson]:
    """The lessons that make up for one: its hours by the cohort's pattern, after the last day there is."""
    cohort = lesson.cohort
    if not cohort.slots:
        raise NoReplacement(_l("The cohort has no weekly pattern, so no lesson can be added at its end."))
    _hold(lesson.room, lesson.teacher)
    zone = cohort.centre.time_zone
    first = to_local(cohort.lessons[-1].starts_at, zone).date() + timedelta(days=1)
    slots = [Slot(slot.weekday, slot.starts_at, slot.hours) for slot in cohort.slots]
    closed = days_closed(cohort.centre, first, first + LONGEST)
    timetable = lay_out(slots, first, lesson.hours, cohort.programme.hour_minutes, zone, closed)
    try:
        refuse_clashes(by, cohort.centre, timetable.lessons, lesson.room, lesson.teacher)
    except DomainError as taken:
        raise NoReplacement(taken.message) from taken
    offset = max(there.number for there in cohort.lessons)
    made = [_lesson(planned, lesson.teacher, lesson.room) for planned in timetable.lessons]
    for extra in made:
        extra.cohort_id, extra.replaces_id = cohort.id, lesson.id
        extra.number += offset
    db.session.add_all(made)
    return made


def _last_day(cohort: Cohort) -> date | None:
    zone = cohort.centre.time_zone
    left = [lesson for lesson in cohort.lessons if lesson.state is not LessonState.CANCELLED]
    return to_local(left[-1].starts_at, zone).date() if left else cohort.ends_on
