"""Spoken items that were handed in without an answer: a teacher may still do them with the person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.states import AttemptState, ItemKind, QuizKind
from lms.database import db

MOST = 200
"""How many a page shows; those handed in last."""


@dataclass(frozen=True)
class Unsaid:
    """A spoken item to which a person gave no answer."""

    attempt: Attempt
    position: int
    version: ItemVersion


def unsaid(by: Viewer) -> Sequence[Unsaid]:
    """What people whom the viewer teaches have not said, while its result can still change. A practice needs none."""
    asked = (
        scoped(select(Attempt), "answers.live", by)
        .add_columns(QuizItem.position, ItemVersion)
        .join(Attempt.quiz)
        .join(Attempt.assignment)
        .join(QuizItem, QuizItem.quiz_id == Quiz.id)
        .join(ItemVersion, ItemVersion.id == QuizItem.item_version_id)
        .outerjoin(Response, and_(Response.attempt_id == Attempt.id, Response.position == QuizItem.position))
        .where(
            Attempt.state == AttemptState.FINISHED,
            Quiz.kind != QuizKind.PRACTICE,
            ItemVersion.kind == ItemKind.SPOKEN,
            Response.answer.is_(None),
            or_(Assignment.released_at.is_(None), Assignment.released_at <= Attempt.finished_at),
        )
    )
    with_names = joinedload(Attempt.learner), joinedload(Attempt.quiz)
    found = db.session.execute(asked.order_by(Attempt.finished_at.desc()).limit(MOST).options(*with_names))
    return [Unsaid(*one) for one in found]
