"""Reading the hours that teachers gave in a month, limited to what the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.accounts.queries import staff_of_centre
from lms.centres.models import Centre
from lms.courses.calendar_queries import wall
from lms.courses.hours_rules import Given, Sum, add_up, total
from lms.courses.models import Cohort, Lesson
from lms.courses.states import LessonState
from lms.database import db


@dataclass(frozen=True)
class TeacherHours:
    """One teacher's month: what each cohort adds up to, and all of them."""

    teacher: Account
    cohorts: Mapping[Cohort, Sum]

    @property
    def total(self) -> Sum:
        """All cohorts together."""
        return total(self.cohorts.values())


def hours_of(by: Viewer, month: date, centre: Centre | None) -> list[TeacherHours]:
    """The hours of each teacher in the month that begins on this day, by name; of one centre, or everywhere.

    Of a centre, those of its teachers who gave no lesson are there too.
    """
    lessons = _over(by, month, centre)
    teachers = {lesson.teacher_id: lesson.teacher for lesson in lessons}
    cohorts = {lesson.cohort_id: lesson.cohort for lesson in lessons}
    idle = staff_of_centre(centre, Role.TEACHER) if centre else []
    sums = add_up(given(lesson) for lesson in lessons)
    return [
        TeacherHours(teacher, {cohorts[cohort_id]: one for cohort_id, one in sums.get(teacher.id, {}).items()})
        for teacher in sorted({*teachers.values(), *idle}, key=lambda account: (account.name, account.id))
    ]


def given(lesson: Lesson) -> Given:
    """A lesson as its teacher's hours see it."""
    return Given(
        lesson.teacher_id,
        lesson.cohort_id,
        lesson.hours,
        int((lesson.ends_at - lesson.starts_at).total_seconds()) // 60,
        lesson.state is LessonState.HELD,
        lesson.stands_in_for_id is not None,
    )


def _over(by: Viewer, month: date, centre: Centre | None) -> Sequence[Lesson]:
    """The lessons of a month that are over and not cancelled, by the wall clocks of their centres."""
    # A day more on both sides than any zone needs; then each lesson is asked for its own day.
    begins = clock.to_utc(month - timedelta(days=1), time(0))
    ends = clock.to_utc(month + timedelta(days=33), time(0))
    statement = (
        scoped(select(Lesson), "hours.view", by)
        .where(
            Lesson.starts_at.between(begins, ends),
            Lesson.ends_at <= clock.now(),
            Lesson.state != LessonState.CANCELLED,
        )
        .options(
            joinedload(Lesson.teacher),
            joinedload(Lesson.cohort).joinedload(Cohort.centre),
        )
        .order_by(Lesson.starts_at)
    )
    if centre:
        statement = statement.where(Lesson.cohort_id.in_(select(Cohort.id).where(Cohort.centre_id == centre.id)))
    found = db.session.scalars(statement)
    return [lesson for lesson in found if wall(lesson, lesson.starts_at).date().replace(day=1) == month]
