"""Reading quizzes for whoever puts them together, and the items that can go into them."""

from collections.abc import Sequence
from itertools import groupby

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.blueprint import Candidate
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem, QuizSection
from lms.assessments.states import ItemLevel, ItemState, QuizKind, Skill
from lms.database import db

ON_A_PAGE = 25
SHOWN = 20
"""Items of the bank that are offered at once."""


def quizzes_not_placements(_viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Quiz: all that are put together by people, whoever did; a placement is not one of them."""
    return Quiz.kind != QuizKind.PLACEMENT


def quizzes(by: Viewer, number: int) -> Pagination:
    """The page with this number of the quizzes, the newest first."""
    asked = scoped(select(Quiz), "quizzes.view", by).options(joinedload(Quiz.made_by))
    return db.paginate(asked.order_by(Quiz.active.desc(), Quiz.id.desc()), page=number, per_page=ON_A_PAGE)


def counts_of(quizzes: Sequence[Quiz]) -> dict[int, int]:
    """How many items each quiz has."""
    asked = select(QuizItem.quiz_id, func.count()).where(QuizItem.quiz_id.in_([one.id for one in quizzes]))
    counts: dict[int, int] = dict(db.session.execute(asked.group_by(QuizItem.quiz_id)).all())
    return counts


def is_begun(quiz: Quiz) -> bool:
    """Whether anybody ever began a quiz: then it is never changed."""
    return db.session.scalar(select(Attempt.id).where(Attempt.quiz_id == quiz.id).limit(1)) is not None


def contents(quiz: Quiz) -> list[tuple[QuizSection | None, list[QuizItem]]]:
    """The sections of a quiz with their items, first what stands before all sections; empty sections too."""
    with_item = joinedload(QuizItem.item_version).joinedload(ItemVersion.item)
    asked = select(QuizItem).where(QuizItem.quiz_id == quiz.id).order_by(QuizItem.position).options(with_item)
    lines = {key: list(group) for key, group in groupby(db.session.scalars(asked), key=lambda one: one.section_id)}
    before: list[tuple[QuizSection | None, list[QuizItem]]] = [(None, lines[None])] if None in lines else []
    return before + [(section, lines.get(section.id, [])) for section in quiz.sections]


def offered(
    quiz: Quiz, level: ItemLevel | None, skill: Skill | None, topic: str | None, text: str
) -> list[ItemVersion]:
    """Live items that a quiz does not have yet: of a level, a skill and a topic, with a text in them."""
    there = select(QuizItem.item_version_id).where(QuizItem.quiz_id == quiz.id)
    asked = (
        select(ItemVersion).join(ItemVersion.item).options(joinedload(ItemVersion.item), joinedload(ItemVersion.sound))
    )
    asked = asked.where(ItemVersion.state == ItemState.LIVE, ItemVersion.id.not_in(there))
    for column, wanted in ((ItemVersion.level, level), (ItemVersion.skill, skill), (ItemVersion.topic, topic)):
        asked = asked.where(column == wanted) if wanted else asked
    found = db.session.scalars(asked.order_by(Item.code))
    wanted_text = text.strip().casefold()
    fitting = (one for one in found if wanted_text in f"{one.item.code} {one.grammar} {one.body}".casefold())
    return [one for _, one in zip(range(SHOWN), fitting, strict=False)]


def candidates() -> list[Candidate]:
    """Every live item, for a draw."""
    asked = select(ItemVersion.id, ItemVersion.level, ItemVersion.skill, ItemVersion.topic)
    rows = db.session.execute(asked.where(ItemVersion.state == ItemState.LIVE).order_by(ItemVersion.id))
    return [Candidate(*row) for row in rows]


def assignments_of(quiz: Quiz, by: Viewer) -> Sequence[Assignment]:
    """To whom a quiz was given, of those the viewer may see; the newest first."""
    asked = scoped(select(Assignment), "assignments.view", by).where(Assignment.quiz_id == quiz.id)
    with_names = joinedload(Assignment.cohort), joinedload(Assignment.learner)
    return db.session.scalars(asked.order_by(Assignment.id.desc()).options(*with_names)).all()
