"""Reading placements: the scopes of the permission table, and what each page shows."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.placement.models import PlacementTalk
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.queries import attempts_of_own_centres, own_attempts
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState, QuizKind
from lms.courses.models import Enrolment, WaitingEntry
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.models import Learner

_undecided = and_(Attempt.state == AttemptState.FINISHED, Attempt.decided_level.is_(None))
_of_placement = Attempt.quiz_id.in_(select(Quiz.id).where(Quiz.kind == QuizKind.PLACEMENT))


def placements_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: placements of people of the viewer's centres; sittings of quizzes have pages of their own."""
    return and_(attempts_of_own_centres(viewer), _of_placement)


def own_placements(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: the signed-in learner's own placements."""
    return and_(own_attempts(viewer), _of_placement)


def undecided_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: finished placements of people of the viewer's centres that nobody has decided on yet."""
    return and_(attempts_of_own_centres(viewer), _undecided, _of_placement)


def placement_quiz() -> Quiz | None:
    """The placement in use: the newest active one that has a letters check."""
    asked = select(Quiz).where(Quiz.kind == QuizKind.PLACEMENT, Quiz.active, Quiz.items.any())
    return db.session.scalar(asked.order_by(Quiz.id.desc()).limit(1))


def own_placement(by: Viewer) -> Attempt | None:
    """The signed-in learner's latest attempt at a placement."""
    asked = scoped(select(Attempt), "placement.take", by)
    found: Attempt | None = db.session.scalar(asked.order_by(Attempt.id.desc()).limit(1))
    return found


def latest_placement(learner: Learner) -> Attempt | None:
    """A person's latest placement, for whoever is acting on the person already."""
    asked = select(Attempt).where(Attempt.learner_id == learner.id, _of_placement)
    return db.session.scalar(asked.order_by(Attempt.id.desc()).limit(1))


def placements(by: Viewer, number: int) -> Pagination:
    """The page with this number of the placements the viewer may see.

    Those that wait for a decision come first, the longest waiting on top.
    """
    asked = scoped(select(Attempt), "placements.view", by)
    asked = asked.options(joinedload(Attempt.learner).joinedload(Learner.centre))
    rank = case((_undecided, 0), (Attempt.state == AttemptState.STARTED, 1), else_=2)
    waiting_since = case((_undecided, Attempt.finished_at))
    return db.paginate(asked.order_by(rank, waiting_since, Attempt.started_at.desc()), page=number, per_page=50)


def placements_of(learner: Learner, by: Viewer) -> list[Attempt]:
    """The placements of one person that the viewer may see, the latest first."""
    asked = scoped(select(Attempt), "placements.view", by).where(Attempt.learner_id == learner.id)
    return list(db.session.scalars(asked.order_by(Attempt.id.desc())))


def to_talk_with(by: Viewer) -> list[Attempt]:
    """The people whom the viewer may talk with before their placement is decided, the longest waiting first."""
    asked = scoped(select(Attempt), "placements.talk", by).where(_undecided)
    asked = asked.options(joinedload(Attempt.learner).joinedload(Learner.centre))
    return list(db.session.scalars(asked.order_by(Attempt.finished_at)))


def talk_after(attempt: Attempt) -> PlacementTalk | None:
    """The talk with a teacher after a placement, if there was one."""
    return db.session.scalar(select(PlacementTalk).where(PlacementTalk.attempt_id == attempt.id))


def needs_course(learner: Learner) -> bool:
    """Whether a person is in no course and waits for none."""
    waiting = select(WaitingEntry.id).where(WaitingEntry.learner_id == learner.id, WaitingEntry.closed_on.is_(None))
    enrolled = select(Enrolment.id).where(Enrolment.learner_id == learner.id, Enrolment.state == EnrolmentState.ACTIVE)
    return db.session.scalar(waiting.union_all(enrolled).limit(1)) is None


def undecided(by: Viewer) -> int:
    """How many placements wait for the viewer's decision."""
    asked = scoped(select(func.count(Attempt.id)), "placements.view", by).where(_undecided)
    return db.session.scalar(asked) or 0
