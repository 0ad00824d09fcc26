"""Reading lessons for calendars, limited to what the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.centres.queries import days_closed
from lms.courses.calendar_rules import HOUR, Meeting
from lms.courses.models import Cohort, Lesson
from lms.courses.states import LessonState
from lms.database import db


@dataclass(frozen=True)
class Chosen:
    """Whose calendar is looked at: that of a centre, of one teacher or room of it, or of a teacher looking."""

    centres: Sequence[Centre]
    teacher: Account | None = None
    room: Room | None = None
    own: Viewer | None = None
    """The teacher who looks at their own lessons."""
    whole_cohorts: bool = False
    """Whether that teacher also sees the lessons which others give in their cohorts."""

    @property
    def zone(self) -> str:
        """The time zone whose days are shown."""
        return self.centres[0].time_zone


@dataclass(frozen=True)
class Day:
    """A day with its lessons, and why centres are closed on it, if they are."""

    day: date
    lessons: Sequence[Meeting[Lesson]]
    closed: str | None

    @property
    def held(self) -> int:
        """How many lessons take place."""
        return sum(not one.off for one in self.lessons)


def with_place(statement: Select[Lesson]) -> Select[Lesson]:
    """A statement over Lesson that brings along what a line about a lesson names."""
    cohort = joinedload(Lesson.cohort)
    return statement.options(
        cohort.joinedload(Cohort.centre),
        cohort.joinedload(Cohort.programme),
        joinedload(Lesson.room),
        joinedload(Lesson.teacher),
    ).order_by(Lesson.starts_at, Lesson.id)


def calendar(by: Viewer, chosen: Chosen, days: Sequence[date]) -> list[Day]:
    """These consecutive days with the lessons the viewer may see of what was chosen, in the order of time."""
    begins = clock.to_utc(days[0], time(0), chosen.zone)
    ends = clock.to_utc(days[-1] + timedelta(days=1), time(0), chosen.zone)
    centre_ids = [centre.id for centre in chosen.centres]
    statement = scoped(select(Lesson), "lessons.own", by).where(
        Lesson.starts_at >= begins,
        Lesson.starts_at < ends,
        Lesson.cohort_id.in_(select(Cohort.id).where(Cohort.centre_id.in_(centre_ids))),
    )
    if chosen.own and not chosen.whole_cohorts:
        statement = statement.where(Lesson.teacher_id == chosen.own.account_id)
    if chosen.teacher:
        statement = statement.where(Lesson.teacher_id == chosen.teacher.id)
    if chosen.room:
        statement = statement.where(Lesson.room_id == chosen.room.id)
    found: dict[date, list[Meeting[Lesson]]] = {day: [] for day in days}
    for lesson in db.session.scalars(with_place(statement)):
        if (day := wall(lesson, lesson.starts_at).date()) in found:
            found[day].append(meeting_of(lesson))
    closed = _closed(chosen.centres, days)
    return [Day(day, meetings, closed.get(day)) for day, meetings in found.items()]


def wall(lesson: Lesson, moment: datetime) -> datetime:
    """A moment as the wall clock of the lesson's centre shows it."""
    return clock.to_local(moment, lesson.cohort.centre.time_zone)


def meeting_of(lesson: Lesson) -> Meeting[Lesson]:
    """A lesson as the calendar draws it."""
    starts = wall(lesson, lesson.starts_at)
    minutes = int((lesson.ends_at - lesson.starts_at).total_seconds()) // 60
    start = starts.hour * HOUR + starts.minute
    return Meeting(lesson, start, start + minutes, lesson.state is LessonState.CANCELLED)


def _closed(centres: Sequence[Centre], days: Sequence[date]) -> Mapping[date, str]:
    """Why a day is closed; who works at several centres is told which of them, unless it is all for one reason."""
    by_centre = {centre: days_closed(centre, days[0], days[-1]) for centre in centres}
    found = {}
    for day in days:
        reasons = {centre: closed[day] for centre, closed in by_centre.items() if day in closed}
        same = len(reasons) == len(centres) and len(set(reasons.values())) == 1
        if reasons:
            named = [f"{centre.name}: {why}" for centre, why in reasons.items()]
            found[day] = next(iter(reasons.values())) if same else "; ".join(named)
    return found
