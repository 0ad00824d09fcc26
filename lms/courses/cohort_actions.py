"""What is done with cohorts: creating them with their lessons."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.centres.models import Room
from lms.courses.cohort_rules import largest_capacity
from lms.courses.conflicts import refuse_conflicts
from lms.courses.models import Cohort, Lesson, PatternSlot
from lms.courses.planning import CohortPlan, timetable_of, wanted_by
from lms.courses.timetable import PlannedLesson
from lms.database import db

TAKEN_CODE = _l("Another cohort has this code. Choose a different one.")


def create_cohort(by: Viewer, plan: CohortPlan) -> Cohort:
    """Create a cohort with its pattern and lessons.

    Raises DomainError when the code is taken or the capacity too large, PatternRefused when the lessons
    cannot be laid out, RoomTaken or TeacherTaken when they clash with others.
    """
    _hold(plan.room, plan.teacher)
    if db.session.scalar(select(Cohort.id).where(Cohort.code == plan.code)):
        raise CodeTaken(TAKEN_CODE)
    limit = largest_capacity(plan.room.seats if plan.room else None)
    if not 1 <= plan.capacity <= limit:
        raise DomainError(_l("The cohort can take from 1 to %(limit)s people.", limit=limit))
    timetable = timetable_of(plan)
    refuse_conflicts(by, wanted_by(plan, timetable))
    cohort = _cohort(plan)
    cohort.starts_on, cohort.ends_on = timetable.starts_on, timetable.ends_on
    cohort.lessons = [_lesson(planned, plan.teacher, plan.room) for planned in timetable.lessons]
    try:
        # Two coordinators with one code at the same moment: neither saw the other's above.
        with db.session.begin_nested():
            db.session.add(cohort)
    except IntegrityError as error:
        raise CodeTaken(TAKEN_CODE) from error
    record(by, "cohort.create", "cohort", cohort.id, lessons=len(cohort.lessons), capacity=cohort.capacity)
    return cohort


class CodeTaken(DomainError):
    """Another cohort has the code."""


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
        route=plan.route,
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
