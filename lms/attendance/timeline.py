"""What attendance tells on a person's timeline: the hours attended, month by month in each cohort."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from sqlalchemy import select

from lms.access.scope import holds, scoped
from lms.access.viewer import Viewer
from lms.attendance.models import Mark
from lms.attendance.queries import day_of
from lms.attendance.rules import ATTENDING, enrolled_on
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.states import LessonState
from lms.database import db
from lms.learners.models import Learner
from lms.learners.timeline import Event, Kind, provides_events


@provides_events
def months(learner: Learner, viewer: Viewer) -> Iterator[Event]:
    """Academic hours attended of those held while the person was enrolled, in cohorts the viewer may see."""
    if not holds(viewer.role, "attendance.view"):
        return
    visible = scoped(select(Cohort.id), "attendance.view", viewer)
    statement = select(Enrolment).where(
        Enrolment.learner_id == learner.id, Enrolment.state.in_(ATTENDING), Enrolment.cohort_id.in_(visible)
    )
    for enrolment in db.session.scalars(statement.order_by(Enrolment.starts_on)):
        yield from _months_of(enrolment)


def _months_of(enrolment: Enrolment) -> Iterator[Event]:
    cohort = enrolment.cohort
    marks = select(Mark.lesson_id, Mark.minutes_attended).where(Mark.enrolment_id == enrolment.id)
    minutes: dict[int, int] = dict(iter(db.session.execute(marks)))
    held: dict[tuple[int, int], list[tuple[date, Lesson]]] = defaultdict(list)
    for lesson in cohort.lessons:
        day = day_of(lesson)
        if lesson.state is LessonState.HELD and enrolled_on(day, enrolment.starts_on, enrolment.ends_on):
            held[day.year, day.month].append((day, lesson))
    link = url_for("attendance.grid", cohort_id=cohort.id)
    for lessons in held.values():
        attended = sum(minutes.get(lesson.id, 0) for _day, lesson in lessons) / cohort.programme.hour_minutes
        whole = sum(lesson.hours for _day, lesson in lessons)
        last = max(day for day, _lesson in lessons)
        text = _(
            "%(cohort)s, %(month)s: %(attended)s of %(held)s academic hours",
            cohort=cohort.code,
            month=format_date(last, "LLLL y", rebase=False),
            attended=format_decimal(round(attended, 1)),
            held=format_decimal(whole),
        )
        yield Event(last, Kind.ATTENDANCE, text, link=link)
