"""The attendance of a cohort as a grid: people by lessons, with totals in academic hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.models import Mark, MarkKind
from lms.attendance.queries import day_of
from lms.attendance.rules import ATTENDING, enrolled_on
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.courses.states import LessonState
from lms.database import db
from lms.learners.models import Learner

IN_THE_ROOM = frozenset({MarkKind.PRESENT, MarkKind.LATE, MarkKind.LEFT_EARLY})


@dataclass(frozen=True)
class Cell:
    """A person at a lesson: in the cohort on that day or not, called or not."""

    enrolled: bool
    mark: Mark | None


@dataclass(frozen=True)
class GridColumn:
    """A lesson that has begun, with its day at the centre."""

    lesson: Lesson
    day: date
    in_the_room: int
    """How many people were there, for however long."""
    opens: bool
    """Whether the viewer may open its roll."""

    @property
    def held(self) -> bool:
        """Whether its hours count."""
        return self.lesson.state is LessonState.HELD

    @property
    def cancelled(self) -> bool:
        """Whether it did not take place."""
        return self.lesson.state is LessonState.CANCELLED


@dataclass(frozen=True)
class GridLine:
    """A person's cells, with the academic hours attended and those held while they were enrolled."""

    enrolment: Enrolment
    cells: Sequence[Cell]
    attended: float
    held: int

    @property
    def rate(self) -> float | None:
        """Hours attended over hours held; None before the first."""
        return self.attended / self.held if self.held else None


@dataclass(frozen=True)
class Grid:
    """The whole grid."""

    columns: Sequence[GridColumn]
    lines: Sequence[GridLine]

    @property
    def hours_held(self) -> int:
        """Academic hours held so far."""
        return sum(column.lesson.hours for column in self.columns if column.held)


def grid_of(cohort: Cohort, by: Viewer) -> Grid:
    """The grid of a cohort, up to now. Hours are minutes attended over the programme's academic hour."""
    lessons = [lesson for lesson in cohort.lessons if lesson.starts_at <= clock.now()]
    marks = _marks(lessons)
    opens = set(db.session.scalars(scoped(select(Lesson.id).where(Lesson.cohort_id == cohort.id), "roll.call", by)))
    return Grid(
        [GridColumn(lesson, day_of(lesson), _in_the_room(lesson, marks), lesson.id in opens) for lesson in lessons],
        [_line(enrolment, lessons, marks) for enrolment in _enrolments(cohort, by)],
    )


Marks = dict[tuple[int, int], Mark]


def _line(enrolment: Enrolment, lessons: Sequence[Lesson], marks: Marks) -> GridLine:
    cells = [
        Cell(
            enrolled_on(day_of(lesson), enrolment.starts_on, enrolment.ends_on),
            marks.get((enrolment.id, lesson.id)),
        )
        for lesson in lessons
    ]
    counted = [
        (lesson, cell)
        for lesson, cell in zip(lessons, cells, strict=True)
        if cell.enrolled and lesson.state is LessonState.HELD
    ]
    minutes = sum(cell.mark.minutes_attended for _lesson, cell in counted if cell.mark)
    held = sum(lesson.hours for lesson, _cell in counted)
    return GridLine(enrolment, cells, minutes / enrolment.cohort.programme.hour_minutes, held)


def _in_the_room(lesson: Lesson, marks: Marks) -> int:
    return sum(mark.kind in IN_THE_ROOM for (_, lesson_id), mark in marks.items() if lesson_id == lesson.id)


def _marks(lessons: Sequence[Lesson]) -> Marks:
    statement = select(Mark).where(Mark.lesson_id.in_([lesson.id for lesson in lessons]))
    return {(mark.enrolment_id, mark.lesson_id): mark for mark in db.session.scalars(statement)}


def _enrolments(cohort: Cohort, by: Viewer) -> Sequence[Enrolment]:
    statement = (
        select(Enrolment)
        .join(Enrolment.learner)
        .options(contains_eager(Enrolment.learner))
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state.in_(ATTENDING), enrolments_shown(by))
        .order_by(Learner.given_cyrillic, Learner.family_cyrillic, Enrolment.starts_on)
    )
    return db.session.scalars(statement).all()
