"""Sheets of the paper register: who and which lessons stand on one, and the sheet behind a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from lms.access.scope import LARGEST_IDENTIFIER, load_or_404, scoped
from lms.access.viewer import Viewer
from lms.attendance.queries import day_of
from lms.attendance.register_code import SheetCode, check_of, known_of
from lms.attendance.rules import ATTENDING, enrolled_on
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.courses.states import LessonState
from lms.database import db
from lms.learners.models import Learner


@dataclass(frozen=True)
class Sheet:
    """People by lessons, as they are printed: of one lesson, or of all lessons of a month."""

    cohort: Cohort
    lessons: Sequence[Lesson]
    enrolments: Sequence[Enrolment]
    month: date | None
    """The first day of the month; None for the sheet of a lesson."""
    known: int
    """How many enrolments the cohort has."""

    @property
    def code(self) -> SheetCode:
        """The code of the sheet when it is printed now."""
        identity = self.cohort.id if self.month else self.lessons[0].id
        people = [enrolment.id for enrolment in self.enrolments]
        times = [number for lesson in self.lessons for number in (lesson.id, int(lesson.starts_at.timestamp()))]
        return SheetCode(identity, self.month, known_of(self.known), check_of([*people, 0, *times]))

    def has(self, enrolment: Enrolment, lesson: Lesson) -> bool:
        """Whether a person is in the cohort on the day of a lesson."""
        return enrolled_on(day_of(lesson), enrolment.starts_on, enrolment.ends_on)


def sheet_of_lesson(lesson: Lesson, by: Viewer) -> Sheet:
    """The sheet of one lesson."""
    return _sheet(lesson.cohort, [lesson], None, by)


def sheet_of_month(cohort: Cohort, month: date, by: Viewer) -> Sheet | None:
    """The sheet of the lessons of a month that are not cancelled; None where there are none."""
    lessons = [
        lesson
        for lesson in cohort.lessons
        if day_of(lesson).replace(day=1) == month and lesson.state is not LessonState.CANCELLED
    ]
    return _sheet(cohort, lessons, month, by) if lessons else None


def sheet_behind(code: SheetCode, by: Viewer) -> tuple[Sheet, frozenset[int]]:
    """The sheet of a code as it would be printed now, and the lessons on it whose roll the viewer calls; or 404."""
    if code.month is None:
        lesson = load_or_404(Lesson, code.identity, "roll.call")
        return sheet_of_lesson(lesson, by), frozenset({lesson.id})
    if not 0 < code.identity <= LARGEST_IDENTIFIER:
        abort(404)
    own = list(db.session.scalars(scoped(select(Lesson).where(Lesson.cohort_id == code.identity), "roll.call", by)))
    sheet = sheet_of_month(own[0].cohort, code.month, by) if own else None
    called = frozenset(lesson.id for lesson in own if sheet and lesson in sheet.lessons)
    if sheet is None or not called:
        abort(404)
    return sheet, called


def came_later(cohort: Cohort, known: int) -> frozenset[int]:
    """The enrolments of a cohort after the first so many, which a sheet printed then does not have."""
    later = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id).order_by(Enrolment.id).offset(known)
    return frozenset(db.session.scalars(later))


def _sheet(cohort: Cohort, lessons: Sequence[Lesson], month: date | None, by: Viewer) -> Sheet:
    days = [day_of(lesson) for lesson in lessons]
    statement = (
        select(Enrolment)
        .join(Enrolment.learner)
        .options(contains_eager(Enrolment.learner))
        .where(
            Enrolment.cohort_id == cohort.id,
            enrolments_shown(by),
            Enrolment.state.in_(ATTENDING),
            Enrolment.starts_on <= max(days),
            or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= min(days)),
        )
        .order_by(Learner.given_cyrillic, Learner.family_cyrillic, Enrolment.id)
    )
    known = select(func.count()).select_from(Enrolment).where(Enrolment.cohort_id == cohort.id)
    people = db.session.scalars(statement).all()
    return Sheet(cohort, lessons, people, month, db.session.scalars(known).one())
