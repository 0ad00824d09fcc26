"""Quizzes that wait for their teacher: results that nobody sees yet, and quizzes that close soon."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState, QuizKind
from lms.courses.models import Cohort, Enrolment
from lms.courses.states import EnrolmentState
from lms.database import db

SOON = timedelta(days=2)
MOST = 5
"""Quizzes that are told of at once."""


def to_show(by: Viewer, now: datetime) -> Sequence[Assignment]:
    """Quizzes whose results wait to be shown, the longest waiting first.

    Somebody has answered, and nobody is left who could: it is closed or taken back, or everybody has handed in.
    """
    over = or_(Assignment.closes_at <= now, Assignment.withdrawn_at.is_not(None), _left() == 0)
    answered = _sittings().where(or_(Attempt.state == AttemptState.FINISHED, Attempt.due_at < now)).exists()
    kept_back = and_(Assignment.released_at.is_(None), Quiz.kind != QuizKind.PRACTICE)
    asked = _named(scoped(select(Assignment).join(Assignment.quiz), "assignments.manage", by))
    return db.session.scalars(asked.where(kept_back, answered, over).order_by(Assignment.id).limit(MOST)).all()


def closing(by: Viewer, now: datetime) -> list[tuple[Assignment, int]]:
    """Open quizzes that close soon, and how many people have not handed in; the next to close first."""
    left = _left().label("left")
    both: Any = select(Assignment, left).join(Assignment.quiz)
    asked = _named(scoped(both, "assignments.manage", by))
    soon = asked.where(
        Assignment.opens_at <= now,
        Assignment.closes_at > now,
        Assignment.closes_at <= now + SOON,
        Assignment.withdrawn_at.is_(None),
        left > 0,
    )
    return [(row[0], row[1]) for row in db.session.execute(soon.order_by(Assignment.closes_at).limit(MOST))]


def _named(asked: Select[Any]) -> Select[Any]:
    with_centre = joinedload(Assignment.cohort).joinedload(Cohort.centre), joinedload(Assignment.learner)
    return asked.options(joinedload(Assignment.quiz), *with_centre)


def _sittings() -> Select[Any]:
    return select(Attempt.id).where(Attempt.assignment_id == Assignment.id).correlate(Assignment, Enrolment)


def _left() -> ColumnElement[int]:
    """How many people of a cohort have not handed in; of a quiz given to one person, whether they have not."""
    done = _sittings().where(Attempt.state == AttemptState.FINISHED)
    here = select(func.count(Enrolment.id)).where(
        Enrolment.cohort_id == Assignment.cohort_id,
        Enrolment.state == EnrolmentState.ACTIVE,
        ~done.where(Attempt.learner_id == Enrolment.learner_id).exists(),
    )
    one = case((done.exists(), 0), else_=1)
    return case((Assignment.learner_id.is_not(None), one), else_=here.correlate(Assignment).scalar_subquery())
