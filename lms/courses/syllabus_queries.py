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
    shares = _laid(units, cohort)
    return Plan([PlanLine(lesson, shares.get(lesson.id, ())) for lesson in cohort.lessons], units)


def planned_for(lesson: Lesson) -> str:
    """What is planned for a lesson, in Bulgarian as it is taught; empty when nothing is."""
    shares = _laid(units_of(lesson.cohort.programme), lesson.cohort).get(lesson.id, ())
    return "; ".join(share.unit.title_bg for share in shares)[:LONGEST_LINE]


def _laid(units: Sequence[Unit], cohort: Cohort) -> Mapping[int, Sequence[Share[Unit]]]:
    takes_place = [lesson for lesson in cohort.lessons if lesson.state is not LessonState.CANCELLED]
    return lay_units(
        [(unit, unit.hours) for unit in units],
        [(lesson.id, lesson.hours) for lesson in sorted(takes_place, key=lambda lesson: lesson.starts_at)],
    )
