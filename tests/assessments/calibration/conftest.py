"""A bank whose items were answered in placements."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.models import Quiz
from lms.assessments.states import ItemKind, ItemState
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.calibration.placements import write_placements

Answered = Callable[..., None]


@pytest.fixture
def versions(quiz: Quiz) -> list[ItemVersion]:
    """Twenty invented items of the bank, of all levels."""
    asked = select(ItemVersion).where(ItemVersion.state == ItemState.LIVE, ItemVersion.grammar == "проба")
    found = list(db.session.scalars(asked.order_by(ItemVersion.id)))
    assert all(version.kind is ItemKind.SINGLE_CHOICE for version in found)
    return found[:: len(found) // 20][:20]


@pytest.fixture
def answered(quiz: Quiz, learner: Learner, versions: list[ItemVersion]) -> Answered:
    """Let so many people answer."""
    return lambda people, since=0: write_placements(quiz, learner, versions, people, since)
