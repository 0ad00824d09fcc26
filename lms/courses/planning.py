"""From what a coordinator chose to a timetable, and seeing that room and teacher are free."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.centres.queries import days_closed
from lms.clock import to_local
from lms.courses.cohort_rules import Busy, clashes
from lms.courses.models import Cohort, Lesson, Programme
from lms.courses.states import LessonState
from lms.courses.timetable import LONGEST, PlannedLesson, Slot, Timetable, lay_out
from lms.database import db


@dataclass(frozen=True)
class CohortPlan:
    """A cohort as chosen, before it exists. `room` is None for one that meets online."""

    code: str
    programme: Programme
    centre: Centre
    room: Room | None
    starts_on: date
    capacity: int
    teacher: Account
    """Leads the lessons."""
    others: Sequence[Account] = field(default=())
    """Teach in the cohort too."""
    slots: Sequence[Slot] = field(default=())


class RoomTaken(DomainError):
    """The room is taken during one of the lessons."""


class TeacherTaken(DomainError):
    """The teacher teaches elsewhere during one of the lessons."""


def timetable_of(plan: CohortPlan) -> Timetable:
    """The lessons of a planned cohort. Raises PatternRefused when the pattern cannot be laid out."""
    closed = days_closed(plan.centre, plan.starts_on, plan.starts_on + LONGEST)
    programme = plan.programme
    zone = plan.centre.time_zone
    return lay_out(plan.slots, plan.starts_on, programme.hours, programme.hour_minutes, zone, closed)


def fingerprint(timetable: Timetable) -> str:
    """A short text that differs when any lesson does: tells whether a preview is still what would be made."""
    said = ",".join(f"{lesson.starts_at:%Y%m%d%H%M}/{lesson.hours}" for lesson in timetable.lessons)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def refuse_clashes(
    by: Viewer, centre: Centre, lessons: Sequence[PlannedLesson], room: Room | None, teacher: Account
) -> None:
    """Raise RoomTaken or TeacherTaken, saying when and by whom, unless both are free for all lessons."""
    if room and (found := clashes(lessons, _busy(by, lessons, Lesson.room_id == room.id))):
        raise RoomTaken(_taken_words(room.name, found, centre))
    if found := clashes(lessons, _busy(by, lessons, Lesson.teacher_id == teacher.id)):
        raise TeacherTaken(_taken_words(teacher.name, found, centre))


def _busy(by: Viewer, lessons: Sequence[PlannedLesson], whose: ColumnElement[bool]) -> list[Busy]:
    """When a room or teacher is taken; a cohort of a centre the viewer does not work for is not named."""
    statement = (
        select(Lesson.starts_at, Lesson.ends_at, Cohort.code, Cohort.centre_id)
        .join(Cohort, Cohort.id == Lesson.cohort_id)
        .where(
            whose,
            Lesson.state != LessonState.CANCELLED,
            Lesson.starts_at < lessons[-1].ends_at,
            Lesson.ends_at > lessons[0].starts_at,
        )
    )
    rows = db.session.execute(statement)
    return [Busy(starts, ends, code if centre in by.centre_ids else None) for starts, ends, code, centre in rows]


def _taken_words(who: str, found: Sequence[Busy], centre: Centre) -> str:
    first = found[0]
    starts, ends = (to_local(moment, centre.time_zone) for moment in (first.starts_at, first.ends_at))
    said = _(
        "%(who)s is taken on %(day)s, %(start)s–%(end)s, by %(cohort)s.",
        who=who,
        day=format_date(starts.date(), "full", rebase=False),
        start=f"{starts:%H:%M}",
        end=f"{ends:%H:%M}",
        cohort=first.cohort_code or _("a cohort of another centre"),
    )
    if more := len(found) - 1:
        said += " " + ngettext("And in %(num)d more lesson.", "And in %(num)d more lessons.", more)
    return str(said)
