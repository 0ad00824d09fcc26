"""Reading the syllabus: the units of a programme, and which of them is planned for which lesson of a cohort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.courses.models import LONGEST_LINE, Cohort, Lesson, Programme
from lms.courses.states import LessonState
from lms.courses.syllabus_models import Unit
from lms.courses.syllabus_rules import Share, lay_units
from lms.database import db


def units_of(programme: Programme) -> Sequence[Unit]:
    """The units of a programme in their order."""
    statement = select(Unit).where(Unit.programme_id == programme.id).order_by(Unit.position, Unit.id)
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class PlanLine:
    """A lesson with what is planned for it; nothing for one that is cancelled."""

    lesson: Lesson
    shares: Sequence[Share[Unit]]


@dataclass(frozen=True)
class Plan:
    """The lesson plan of a cohort."""

    lines: Sequence[PlanLine]
    units: Sequence[Unit]

    def over(self, now: datetime) -> list[PlanLine]:
        """The lessons that have ended."""
        return [line for line in self.lines if line.lesson.ends_at <= now]

    def coming(self, now: datetime) -> list[PlanLine]:
        """The lessons that have not."""
        return [line for line in self.lines if line.lesson.ends_at > now]


def plan_of(cohort: Cohort) -> Plan:
    """The units of the cohort's programme laid over its lessons as they are now; it follows when they move."""
    units = units_of(cohort.programme)
    shares = _laid(units, _hours_of(cohort))
    return Plan([PlanLine(lesson, shares.get(lesson.id, ())) for lesson in cohort.lessons], units)


def planned_for(lesson: Lesson) -> str:
    """What is planned for a lesson, in Bulgarian as it is taught; empty when nothing is."""
    units = units_of(lesson.cohort.programme)
    shares = _laid(units, _hours_of(lesson.cohort)).get(lesson.id, ()) if units else ()
    return "; ".join(share.unit.title_bg for share in shares)[:LONGEST_LINE]


def _hours_of(cohort: Cohort) -> Sequence[tuple[int, int]]:
    """The lessons of a cohort that take place, in their order: the identifier and the academic hours of each."""
    takes_place = select(Lesson.id, Lesson.hours).where(
        Lesson.cohort_id == cohort.id, Lesson.state != LessonState.CANCELLED
    )
    return [(row.id, row.hours) for row in db.session.execute(takes_place.order_by(Lesson.starts_at, Lesson.number))]


def _laid(units: Sequence[Unit], lessons: Sequence[tuple[int, int]]) -> Mapping[int, Sequence[Share[Unit]]]:
    return lay_units([(unit, unit.hours) for unit in units], lessons)
