"""Reading conflicts: the lessons in which marks wait for a person to say which of several values is right."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.models import Mark
from lms.attendance.totals_models import LessonTotal
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.database import db


@dataclass(frozen=True)
class Unsettled:
    """A lesson of which some marks are in conflict, and how many."""

    lesson: Lesson
    marks: int


def unsettled_lessons(by: Viewer) -> list[Unsettled]:
    """The lessons the viewer calls in which marks are in conflict, the latest first."""
    found = _marks(by, Mark.lesson_id, func.count(Mark.id)).group_by(Mark.lesson_id)
    counts: dict[int, int] = dict(iter(db.session.execute(found)))
    cohort = joinedload(Lesson.cohort).joinedload(Cohort.centre)
    lessons = select(Lesson).where(Lesson.id.in_(counts)).options(cohort).order_by(Lesson.starts_at.desc(), Lesson.id)
    return [Unsettled(lesson, counts[lesson.id]) for lesson in db.session.scalars(lessons)]


def count_unsettled(by: Viewer) -> int:
    """How many marks are in conflict that the viewer can look at."""
    return db.session.scalar(_marks(by, func.count(Mark.id))) or 0


def _marks(by: Viewer, *columns: Any) -> Select[Any]:
    # The totals know the few lessons concerned, so that no mark of any other is looked at.
    concerned = select(LessonTotal.lesson_id).where(LessonTotal.in_conflict > 0)
    return select(*columns).where(
        Mark.lesson_id.in_(concerned),
        Mark.in_conflict,
        Mark.lesson_id.in_(scoped(select(Lesson.id), "lessons.own", by)),
        Mark.enrolment_id.in_(select(Enrolment.id).where(enrolments_shown(by))),
    )
