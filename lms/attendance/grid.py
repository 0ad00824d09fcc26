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
    person_hours: float
    """The academic hours they attended together; none unless it was held."""
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
class Hours:
    """Academic hours of a person: attended, held while they were enrolled, and of the held ones those excused."""

    attended: float
    held: int
    excused: int

    @property
    def rate(self) -> float | None:
        """Hours attended over hours held; None before the first."""
        return self.attended / self.held if self.held else None


@dataclass(frozen=True)
class GridLine:
    """A person's cells, with the hours of the lessons shown and of all lessons so far."""

    enrolment: Enrolment
    cells: Sequence[Cell]
    hours: Hours
    so_far: Hours


@dataclass(frozen=True)
class Grid:
    """People by the lessons of a month, or of the whole course."""

    month: date | None
    """The first day of the month; None for the whole course."""
    columns: Sequence[GridColumn]
    lines: Sequence[GridLine]
    held_so_far: int
    """Academic hours held since the course began."""

    @property
    def hours_held(self) -> int:
        """Academic hours of the lessons shown that were held."""
        return sum(column.lesson.hours for column in self.columns if column.held)

    @property
    def person_hours(self) -> float:
        """The academic hours attended in them by all people together."""
        return sum(column.person_hours for column in self.columns)


def grid_of(cohort: Cohort, by: Viewer, month: date | None = None) -> Grid:
    """The grid of a cohort, up to now. Hours are minutes attended over the programme's academic hour."""
    begun = [lesson for lesson in cohort.lessons if lesson.starts_at <= clock.now()]
    shown = [lesson for lesson in begun if month is None or day_of(lesson).replace(day=1) == month]
    marks = _marks(begun)
    opens = set(db.session.scalars(scoped(select(Lesson.id).where(Lesson.cohort_id == cohort.id), "roll.call", by)))
    lines = [_line(enrolment, shown, begun, marks) for enrolment in _enrolments(cohort, by)]
    if month is not None:
        lines = [line for line in lines if any(cell.enrolled for cell in line.cells)]
    columns = [
        GridColumn(lesson, day_of(lesson), *_there([line.cells[place] for line in lines], lesson), lesson.id in opens)
        for place, lesson in enumerate(shown)
    ]
    held = sum(lesson.hours for lesson in begun if lesson.state is LessonState.HELD)
    return Grid(month, columns, lines, held)


Marks = dict[tuple[int, int], Mark]


def _line(enrolment: Enrolment, shown: Sequence[Lesson], begun: Sequence[Lesson], marks: Marks) -> GridLine:
    cells = {
        lesson.id: Cell(
            enrolled_on(day_of(lesson), enrolment.starts_on, enrolment.ends_on),
            marks.get((enrolment.id, lesson.id)),
        )
        for lesson in begun
    }

    def hours(lessons: Sequence[Lesson]) -> Hours:
        return _hours([(lesson, cells[lesson.id]) for lesson in lessons], enrolment.cohort.programme.hour_minutes)

    return GridLine(enrolment, [cells[lesson.id] for lesson in shown], hours(shown), hours(begun))


def _hours(pairs: Sequence[tuple[Lesson, Cell]], hour_minutes: int) -> Hours:
    counted = [(lesson, cell.mark) for lesson, cell in pairs if cell.enrolled and lesson.state is LessonState.HELD]
    minutes = sum(mark.minutes_attended for _lesson, mark in counted if mark)
    excused = sum(lesson.hours for lesson, mark in counted if mark and mark.kind is MarkKind.EXCUSED)
    return Hours(minutes / hour_minutes, sum(lesson.hours for lesson, _mark in counted), excused)


def _there(cells: Sequence[Cell], lesson: Lesson) -> tuple[int, float]:
    """How many people of these cells were in the room, and the hours they attended together."""
    marks = [cell.mark for cell in cells if cell.enrolled and cell.mark]
    minutes = sum(mark.minutes_attended for mark in marks) if lesson.state is LessonState.HELD else 0
    return sum(mark.kind in IN_THE_ROOM for mark in marks), minutes / lesson.cohort.programme.hour_minutes


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
