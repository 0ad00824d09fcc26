"""Which enrolments can have a signal at all: a question the database answers before anything is read row by row.

It may let somebody through whom the rules then pass over; it keeps nobody back.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.absence_rules import Limits
from lms.attendance.models import Mark, MarkKind
from lms.attendance.rules import IN_THE_ROOM
from lms.courses.models import Cohort, Enrolment, Lesson, Programme
from lms.courses.states import EnrolmentState, LessonState
from lms.learners.contact_models import Answer, Contact


def followed(by: Viewer) -> Select[Any]:
    """The identifiers of the enrolments that the viewer follows, in cohorts that go on."""
    # What was over yesterday by UTC is over at every centre.
    today = clock.now().date()
    goes_on = or_(Cohort.ends_on.is_(None), Cohort.ends_on >= today)
    stays = or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= today)
    statement = scoped(select(Enrolment.id), "absences.call", by).join(Enrolment.cohort)
    return statement.where(Enrolment.state == EnrolmentState.ACTIVE, Cohort.called_off_on.is_(None), goes_on, stays)


def narrowed(enrolments: Select[Any], known: Limits) -> Select[Any]:
    """Of these, whoever missed the last lesson, or many lately, or has a low share, or named a day on which to come."""
    held = and_(
        Lesson.cohort_id == Enrolment.cohort_id,
        Lesson.state == LessonState.HELD,
        Lesson.starts_at >= Enrolment.starts_on,
    )
    marked = and_(Mark.lesson_id == Lesson.id, Mark.enrolment_id == Enrolment.id)
    lines = enrolments.join(Cohort.programme).join(Lesson, held).outerjoin(Mark, marked)
    absent = Mark.kind == MarkKind.ABSENT
    last_absent = func.max(case((absent, Lesson.starts_at)))
    last_there = func.max(case((Mark.kind.in_(IN_THE_ROOM), Lesson.starts_at)))
    lately = _count(and_(absent, Lesson.starts_at >= clock.now() - timedelta(days=known.days + 1)))
    named = select(Contact.learner_id).where(Contact.answer == Answer.COMING, Contact.next_on.is_not(None))
    asked = or_(Enrolment.transferred_from_id.is_not(None), Enrolment.learner_id.in_(named))
    conditions = (
        or_(last_absent > last_there, and_(_count(absent) > 0, last_there.is_(None))) if known.in_a_row else false(),
        lately >= known.often if known.often else false(),
        _share_is_low(known.percent),
        and_(_count(asked) > 0, _count(absent) > 0),
    )
    return lines.group_by(Enrolment.id).having(or_(*conditions))


def _share_is_low(percent: int) -> ColumnElement[bool]:
    """Whether the share, in minutes of all held lessons, is under this percentage or the programme's own."""
    length = Lesson.hours * Programme.hour_minutes
    excused = and_(Mark.kind == MarkKind.EXCUSED, Programme.excused_counts)
    counted = case((excused, length), else_=func.coalesce(Mark.minutes_attended, 0))
    bound = case((Programme.threshold_percent > percent, Programme.threshold_percent), else_=percent)
    return func.sum(counted * 100) < func.sum(length * bound)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
