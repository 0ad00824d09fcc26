"""The agenda of a teacher, or of a centre: today's lessons, rolls not called yet, the week ahead."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.models import Mark
from lms.attendance.queries import day_of, window_of
from lms.attendance.rules import ATTENDING, enrolled_on
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.courses.states import LessonState
from lms.database import db

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class AgendaLine:
    """One lesson: its day at the centre, how many people belong to it and how many were called."""

    lesson: Lesson
    day: date
    people: int
    called: int

    @property
    def cancelled(self) -> bool:
        """Whether the lesson does not take place."""
        return self.lesson.state is LessonState.CANCELLED

    @property
    def uncalled(self) -> int:
        """How many people are not called yet."""
        return 0 if self.cancelled else self.people - self.called

    @property
    def open(self) -> bool:
        """Whether the roll may be called by now."""
        return not self.cancelled and clock.now() >= window_of(self.lesson).opens_at


@dataclass(frozen=True)
class Agenda:
    """What stands before the viewer."""

    today: Sequence[AgendaLine]
    missing: Sequence[AgendaLine]
    """Lessons of the last days whose roll is not called to the end, the latest first."""
    coming: Sequence[AgendaLine]
    following: AgendaLine | None
    """The next lesson, however far away, when nothing is on today."""

    def kept(self, account_id: int | None) -> list[Lesson]:
        """The lessons whose roll a teacher's device keeps: of today, of the week ahead, and those not called yet."""
        lines = (*self.today, *self.coming, *self.missing)
        own = (line for line in lines if line.people and not line.cancelled and line.lesson.teacher_id == account_id)
        return [line.lesson for line in own]


def agenda(by: Viewer, correction_days: int) -> Agenda:
    """The agenda over the lessons the viewer calls; rolls are missed for as long as they can be called."""
    since, until = clock.now() - timedelta(days=correction_days), clock.now() + AHEAD + timedelta(days=1)
    lessons = db.session.scalars(_lessons(by).where(Lesson.ends_at >= since, Lesson.starts_at < until)).all()
    lines = _lines(lessons, by)
    present_day = {line: clock.today(line.lesson.cohort.centre.time_zone) for line in lines}
    today = [line for line in lines if line.day == present_day[line]]
    return Agenda(
        today=today,
        missing=[line for line in reversed(lines) if line.day < present_day[line] and line.uncalled],
        coming=[line for line in lines if present_day[line] < line.day <= present_day[line] + AHEAD],
        following=None if today else _following(by),
    )


def _lessons(by: Viewer) -> Select[Lesson]:
    cohort = joinedload(Lesson.cohort)
    return (
        scoped(select(Lesson), "lessons.own", by)
        .options(
            cohort.joinedload(Cohort.centre),
            cohort.joinedload(Cohort.programme),
            joinedload(Lesson.room),
            joinedload(Lesson.teacher),
        )
        .order_by(Lesson.starts_at, Lesson.id)
    )


def _following(by: Viewer) -> AgendaLine | None:
    ahead = _lessons(by).where(Lesson.starts_at > clock.now(), Lesson.state != LessonState.CANCELLED)
    return next(iter(_lines(db.session.scalars(ahead.limit(1)).all(), by)), None)


def _lines(lessons: Sequence[Lesson], by: Viewer) -> list[AgendaLine]:
    enrolments = _enrolments({lesson.cohort_id for lesson in lessons}, by)
    called = _called({lesson.id for lesson in lessons})
    lines = []
    for lesson in lessons:
        day = day_of(lesson)
        people = {e.id for e in enrolments[lesson.cohort_id] if enrolled_on(day, e.starts_on, e.ends_on)}
        lines.append(AgendaLine(lesson, day, len(people), len(people & called[lesson.id])))
    return lines


def _enrolments(cohort_ids: Iterable[int], by: Viewer) -> dict[int, list[Enrolment]]:
    by_cohort: dict[int, list[Enrolment]] = defaultdict(list)
    statement = select(Enrolment).where(
        Enrolment.cohort_id.in_(cohort_ids), Enrolment.state.in_(ATTENDING), enrolments_shown(by)
    )
    for enrolment in db.session.scalars(statement):
        by_cohort[enrolment.cohort_id].append(enrolment)
    return by_cohort


def _called(lesson_ids: Iterable[int]) -> dict[int, set[int]]:
    by_lesson: dict[int, set[int]] = defaultdict(set)
    pairs = select(Mark.lesson_id, Mark.enrolment_id).where(Mark.lesson_id.in_(lesson_ids))
    for lesson_id, enrolment_id in db.session.execute(pairs):
        by_lesson[lesson_id].add(enrolment_id)
    return by_lesson
