"""Reading assessments: the scopes of the permission table, and what each page shows."""

from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.quizzes.models import Attempt, Quiz, QuizItem, Response
from lms.assessments.states import AttemptState, QuizKind
from lms.courses.models import Enrolment, WaitingEntry
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.models import Learner
from lms.learners.queries import of_own_centres, own_record


def attempts_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: those of people of the viewer's centres."""
    return Attempt.learner_id.in_(select(Learner.id).where(of_own_centres(viewer)))


def own_attempts(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: the signed-in learner's own."""
    return Attempt.learner_id.in_(select(Learner.id).where(own_record(viewer)))


@dataclass(frozen=True)
class Question:
    """The item an attempt asks next, and its place."""

    position: int
    total: int
    version: ItemVersion


def own_learner(by: Viewer) -> Learner | None:
    """The record of the signed-in learner."""
    found: Learner | None = db.session.scalar(scoped(select(Learner), "learn.own", by))
    return found


def placement_quiz() -> Quiz | None:
    """The placement in use: the newest active one that has items."""
    asked = select(Quiz).where(Quiz.kind == QuizKind.PLACEMENT, Quiz.active, Quiz.items.any())
    return db.session.scalar(asked.order_by(Quiz.id.desc()).limit(1))


def own_placement(by: Viewer) -> Attempt | None:
    """The signed-in learner's latest attempt at a placement."""
    asked = scoped(select(Attempt), "placement.take", by).join(Attempt.quiz)
    asked = asked.where(Quiz.kind == QuizKind.PLACEMENT)
    found: Attempt | None = db.session.scalar(asked.order_by(Attempt.id.desc()).limit(1))
    return found


def next_question(attempt: Attempt) -> Question | None:
    """What a started attempt asks next; nothing when it is finished."""
    if attempt.state is AttemptState.FINISHED:
        return None
    answered = select(func.count()).where(Response.attempt_id == attempt.id)
    total = select(func.count()).where(QuizItem.quiz_id == attempt.quiz_id)
    position = db.session.execute(answered).scalar_one() + 1
    line = db.session.get(QuizItem, (attempt.quiz_id, position))
    return Question(position, db.session.execute(total).scalar_one(), line.item_version) if line else None


_undecided = and_(Attempt.state == AttemptState.FINISHED, Attempt.decided_level.is_(None))


def placements(by: Viewer, number: int) -> Pagination:
    """The page with this number of the placements the viewer may see.

    Those that wait for a decision come first, the longest waiting on top.
    """
    asked = scoped(select(Attempt), "placements.view", by).join(Attempt.quiz)
    asked = asked.where(Quiz.kind == QuizKind.PLACEMENT).options(joinedload(Attempt.learner).joinedload(Learner.centre))
    rank = case((_undecided, 0), (Attempt.state == AttemptState.STARTED, 1), else_=2)
    waiting_since = case((_undecided, Attempt.finished_at))
    return db.paginate(asked.order_by(rank, waiting_since, Attempt.started_at.desc()), page=number, per_page=50)


def placements_of(learner: Learner, by: Viewer) -> list[Attempt]:
    """The placements of one person that the viewer may see, the latest first."""
    asked = scoped(select(Attempt), "placements.view", by).join(Attempt.quiz)
    asked = asked.where(Quiz.kind == QuizKind.PLACEMENT, Attempt.learner_id == learner.id)
    return list(db.session.scalars(asked.order_by(Attempt.id.desc())))


def needs_course(learner: Learner) -> bool:
    """Whether a person is in no course and waits for none."""
    waiting = select(WaitingEntry.id).where(WaitingEntry.learner_id == learner.id, WaitingEntry.closed_on.is_(None))
    enrolled = select(Enrolment.id).where(Enrolment.learner_id == learner.id, Enrolment.state == EnrolmentState.ACTIVE)
    return db.session.scalar(waiting.union_all(enrolled).limit(1)) is None


def undecided(by: Viewer) -> int:
    """How many placements wait for the viewer's decision."""
    asked = scoped(select(func.count(Attempt.id)), "placements.view", by).join(Attempt.quiz)
    return db.session.scalar(asked.where(Quiz.kind == QuizKind.PLACEMENT, _undecided)) or 0


def answers(attempt: Attempt) -> list[Response]:
    """What was answered in an attempt, with the items as they were worded then."""
    asked = select(Response).where(Response.attempt_id == attempt.id).order_by(Response.position)
    with_items = joinedload(Response.item_version).joinedload(ItemVersion.item)
    return list(db.session.scalars(asked.options(with_items)))


def items(by: Viewer, number: int) -> Pagination:
    """The page with this number of the item bank with the versions of each item."""
    asked = scoped(select(Item), "items.view", by).options(selectinload(Item.versions))
    return db.paginate(asked.order_by(Item.code), page=number, per_page=50)
