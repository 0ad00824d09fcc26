"""Where an entry that was set aside might be taken after all: the lessons of that day in which its person belongs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.models import Mark
from lms.attendance.queries import day_of, window_of
from lms.attendance.rules import ATTENDING, Refusal, enrolled_on
from lms.attendance.set_aside_models import SetAside
from lms.attendance.shelf import made_about
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.courses.states import LessonState
from lms.database import db

Marks = dict[tuple[int, int], Mark]


@dataclass(frozen=True)
class Target:
    """A lesson in which an entry may be taken after all: for which enrolment, and what the mark there says now."""

    lesson: Lesson
    enrolment_id: int
    mark: Mark | None
    why_not: Refusal | None
    """Why the viewer cannot mark this person there now, if so."""

    @property
    def version(self) -> int:
        """How many entries the mark there is made of."""
        return self.mark.version if self.mark else 0

    @property
    def key(self) -> str:
        """The lesson, the enrolment and the mark as it was shown, for a form."""
        return f"{self.lesson.id}-{self.enrolment_id}-{self.version}"


def targets_of(kept: Collection[SetAside], by: Viewer) -> dict[int, tuple[Target, ...]]:
    """Where each of these entries might be taken, by its identifier: first where it was meant to be, possible or not.

    A person who was transferred may have been in another lesson that day, and a lesson that was moved may have
    another in its place.
    """
    if not kept:
        return {}
    enrolments, lessons = _enrolments(kept, by), _lessons(kept, by)
    marks = _marks({one.lesson_id for one in kept} | {lesson.id for lesson in lessons})
    return {one.id: tuple(_targets(one, enrolments, lessons, marks, by)) for one in kept}


def days_of(kept: SetAside) -> set[date]:
    """The days for which an entry can have been meant: the lesson's own, and the one on which it was made."""
    return {day_of(kept.lesson), clock.to_local(made_about(kept), kept.lesson.cohort.centre.time_zone).date()}


def _enrolments(kept: Collection[SetAside], by: Viewer) -> Sequence[Enrolment]:
    people = {one.enrolment.learner_id for one in kept}
    statement = select(Enrolment).where(
        Enrolment.learner_id.in_(people), Enrolment.state.in_(ATTENDING), enrolments_shown(by)
    )
    return db.session.scalars(statement.order_by(Enrolment.id)).all()


def _lessons(kept: Collection[SetAside], by: Viewer) -> Sequence[Lesson]:
    """The lessons that take place on one of the days, in any cohort of these people."""
    days = {(one.lesson.cohort.centre.time_zone, day) for one in kept for day in days_of(one)}
    moments = [clock.to_utc(day, time(), zone) for zone, day in days]
    people = {one.enrolment.learner_id for one in kept}
    statement = scoped(select(Lesson), "roll.call", by).where(
        Lesson.cohort_id.in_(select(Enrolment.cohort_id).where(Enrolment.learner_id.in_(people))),
        Lesson.state != LessonState.CANCELLED,
        Lesson.starts_at >= min(moments),
        Lesson.starts_at < max(moments) + timedelta(days=2),
    )
    cohort = joinedload(Lesson.cohort).joinedload(Cohort.centre)
    return db.session.scalars(statement.options(cohort).order_by(Lesson.starts_at, Lesson.id)).all()


def _marks(lesson_ids: Collection[int]) -> Marks:
    marks = db.session.scalars(select(Mark).where(Mark.lesson_id.in_(lesson_ids)))
    return {(mark.lesson_id, mark.enrolment_id): mark for mark in marks}


def _targets(
    kept: SetAside, enrolments: Sequence[Enrolment], lessons: Sequence[Lesson], marks: Marks, by: Viewer
) -> list[Target]:
    inside = {one.id: one for one in enrolments if one.learner_id == kept.enrolment.learner_id}

    def target(lesson: Lesson, enrolment_id: int) -> Target:
        mark = marks.get((lesson.id, enrolment_id))
        return Target(lesson, enrolment_id, mark, _why_not(lesson, inside.get(enrolment_id), by))

    there = [lesson for lesson in lessons if day_of(lesson) in days_of(kept)]
    pairs = ((lesson, one.id) for lesson in there for one in inside.values() if one.cohort_id == lesson.cohort_id)
    own = (kept.lesson, kept.enrolment_id)
    others = (target(*pair) for pair in pairs if pair != own)
    return [target(*own), *(one for one in others if not one.why_not)]


def _why_not(lesson: Lesson, enrolment: Enrolment | None, by: Viewer) -> Refusal | None:
    if closed := window_of(lesson).closed_to(by.role, clock.now()):
        return closed
    if enrolment is None or not enrolled_on(day_of(lesson), enrolment.starts_on, enrolment.ends_on):
        return Refusal.NOT_ENROLLED
    return None
