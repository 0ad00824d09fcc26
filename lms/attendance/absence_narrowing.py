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
    """Of these, whoever has many absences in a row or lately, a low share, or named a day on which to come."""
    line = _lines(enrolments, known).subquery().c
    since = clock.now() - timedelta(days=known.days + 1)
    row = _count(and_(line.absent, or_(line.last_there.is_(None), line.starts_at > line.last_there)))
    lately = _count(and_(line.absent, line.starts_at >= since))
    conditions = (
        row >= known.in_a_row if known.in_a_row else false(),
        lately >= known.often if known.often else false(),
        func.sum(line.counted * 100) < func.sum(line.held * line.percent),
        and_(_count(line.ask) > 0, _count(line.absent) > 0),
    )
    return select(line.id).group_by(line.id).having(or_(*conditions))


def _lines(enrolments: Select[Any], known: Limits) -> Select[Any]:
    """One row for each enrolment and held lesson, in minutes: what was marked, and when the person was last there."""
    held = and_(
        Lesson.cohort_id == Enrolment.cohort_id,
        Lesson.state == LessonState.HELD,
        Lesson.starts_at >= Enrolment.starts_on,
    )
    there = case((Mark.kind.in_(IN_THE_ROOM), Lesson.starts_at))
    length = Lesson.hours * Programme.hour_minutes
    excused = and_(Mark.kind == MarkKind.EXCUSED, Programme.excused_counts)
    bound = Programme.threshold_percent
    named = select(Contact.learner_id).where(Contact.answer == Answer.COMING, Contact.next_on.is_not(None))
    return (
        enrolments.join(Cohort.programme)
        .join(Lesson, held)
        .outerjoin(Mark, and_(Mark.lesson_id == Lesson.id, Mark.enrolment_id == Enrolment.id))
        .add_columns(
            (Mark.kind == MarkKind.ABSENT).label("absent"),
            Lesson.starts_at.label("starts_at"),
            func.max(there).over(partition_by=Enrolment.id).label("last_there"),
            length.label("held"),
            case((excused, length), else_=func.coalesce(Mark.minutes_attended, 0)).label("counted"),
            case((bound > known.percent, bound), else_=known.percent).label("percent"),
            or_(Enrolment.transferred_from_id.is_not(None), Enrolment.learner_id.in_(named)).label("ask"),
        )
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
