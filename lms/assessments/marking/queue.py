"""What waits for somebody's mark: by assignment and item, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Role, Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.marking import rules
from lms.assessments.marking.models import Rating
from lms.assessments.marking.queries import rated, ratings_by_response
from lms.assessments.marking.rules import Task
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import AttemptState
from lms.database import db
from lms.learners.models import Learner

MOST = 400
"""How many answers a page shows; the oldest ones."""


@dataclass(frozen=True)
class Waiting:
    """An answer that waits for somebody."""

    response: Response
    attempt: Attempt
    task: Task
    whose: Learner | None
    """Who gave it; None for whoever does not teach them."""


@dataclass(frozen=True)
class Pile:
    """The answers to one item of one assignment."""

    assignment: Assignment
    version: ItemVersion
    answers: tuple[Waiting, ...]


def stands_in(by: Viewer) -> bool:
    """Whether somebody settles what two rated differently though another asked for the second marker."""
    return by.role is Role.COORDINATOR


def count_to_mark(by: Viewer) -> int:
    """How many answers wait for somebody."""
    return db.session.scalar(_waiting(by).with_only_columns(func.count(Response.id))) or 0


def queue(by: Viewer) -> list[Pile]:
    """What waits for somebody, in piles; the pile with the oldest answer is on top."""
    piles: dict[tuple[int | None, int], list[Waiting]] = {}
    for one in _answers(by):
        piles.setdefault((one.attempt.assignment_id, one.response.position), []).append(one)
    return [
        Pile(found[0].attempt.assignment, found[0].response.item_version, tuple(found))
        for found in piles.values()
        if found[0].attempt.assignment
    ]


def order_of(piles: Sequence[Pile]) -> list[int]:
    """The answers in the order in which they are marked, pile by pile."""
    return [one.response.id for pile in piles for one in pile.answers]


def _answers(by: Viewer) -> list[Waiting]:
    with_all = (
        joinedload(Attempt.learner),
        joinedload(Attempt.assignment).joinedload(Assignment.quiz),
        joinedload(Attempt.assignment).joinedload(Assignment.cohort),
        joinedload(Attempt.assignment).joinedload(Assignment.learner),
    )
    with_item = joinedload(Response.item_version).joinedload(ItemVersion.item)
    asked = (
        _waiting(by)
        .order_by(Attempt.finished_at, Attempt.id, Response.position)
        .limit(MOST)
        .options(with_item, *with_all)
    )
    found: Sequence[Any] = db.session.execute(asked).all()
    identifiers = [response.id for response, _attempt in found]
    ratings = ratings_by_response(identifiers)
    known = set(
        db.session.scalars(scoped(select(Response.id).where(Response.id.in_(identifiers)), "answers.whose", by))
    )
    answers = []
    for response, attempt in found:
        task = rules.task_for(rated(response, ratings.get(response.id, ())), by.account_id, stands_in(by))
        if task:
            answers.append(Waiting(response, attempt, task, attempt.learner if response.id in known else None))
    return answers


def _waiting(by: Viewer) -> Select[Any]:
    """The answers that wait for somebody, as the rules would say it: one that is not marked has no share."""
    asked = scoped(select(Response), "answers.mark", by).join(Attempt, Attempt.id == Response.attempt_id)
    # A sitting with an answer that is not marked has no share either; there are few of these.
    open_ones = asked.where(Attempt.state == AttemptState.FINISHED, Attempt.share.is_(None), Response.share.is_(None))
    return open_ones.where(_asks(by)).add_columns(Attempt)


def _asks(by: Viewer) -> ColumnElement[bool]:
    independent = (Rating.response_id == Response.id, Rating.settles.is_(False))
    given = select(func.count(Rating.id)).where(*independent).scalar_subquery()
    own = select(Rating.id).where(*independent, Rating.marker_id == by.account_id).exists()
    second = and_(given == 1, Response.second_wanted_by_id.is_not(None), ~own)
    instead = ~own if stands_in(by) else false()
    settling = and_(given == 2, or_(Response.second_wanted_by_id == by.account_id, instead))
    return or_(given == 0, second, settling)
