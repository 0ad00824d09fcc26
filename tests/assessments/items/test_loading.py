"""Loading content: again and again without doubles, and answered versions stay as they were."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from lms.assessments import actions, queries
from lms.assessments import loading
from lms.assessments.loading import Loaded
from lms.assessments.items.content import ITEMS, ContentError
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.quizzes.models import Attempt, Quiz
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import Sit
from tests.factories import make_learner, make_learner_account


def reworded(tmp_path: Path, **changes: Any) -> Path:
    """The content with its first item changed."""
    data = yaml.safe_load((ITEMS / "placement.yaml").read_text(encoding="utf-8"))
    data["items"][0].update(changes)
    (tmp_path / "placement.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return tmp_path


def first_item() -> Item:
    return db.session.scalars(select(Item).where(Item.code == "PRE-R-01")).one()


def asked_first(quiz: Quiz) -> ItemVersion:
    return quiz.items[0].item_version


def test_loading_again_changes_nothing(quiz: Quiz) -> None:
    assert len(quiz.items) == 20
    assert loading.load_items() == Loaded(unchanged=20)
    assert db.session.scalar(select(func.count(ItemVersion.id))) == 20
    assert [line.position for line in quiz.items] == list(range(1, 21))


def test_a_change_to_an_item_nobody_answered_replaces_it(quiz: Quiz, tmp_path: Path) -> None:
    assert loading.load_items(directory=reworded(tmp_path, stem="ВХОДЪТ")) == Loaded(replaced=1, unchanged=19)
    assert [version.body["stem"] for version in first_item().versions] == ["ВХОДЪТ"]


def test_a_change_to_an_answered_item_supersedes_it(quiz: Quiz, learner: Learner, sit: Sit, tmp_path: Path) -> None:
    attempt = sit(learner, 5, 5, 5, 5)
    assert loading.load_items(directory=reworded(tmp_path, stem="ИЗХОДЪТ")) == Loaded(superseded=1, unchanged=19)
    assert [version.body["stem"] for version in first_item().versions] == ["ИЗХОД", "ИЗХОДЪТ"]
    assert asked_first(quiz).version == 2
    assert queries.answers(attempt)[0].item_version.body["stem"] == "ИЗХОД"


def test_an_answered_version_cannot_be_edited_by_anybody(learner: Learner, sit: Sit) -> None:
    sit(learner, 0, 0, 0, 0)
    first_item().versions[0].body = {"stem": "ДРУГО"}
    with pytest.raises(ValueError, match="never edited"):
        db.session.flush()


def test_an_item_replaced_in_the_middle_of_an_attempt_is_asked_anew(
    quiz: Quiz, learner: Learner, tmp_path: Path
) -> None:
    by = learner.account.viewer
    attempt = actions.start(by, learner, "en")
    shown = asked_first(quiz)
    shown_id, key = shown.id, shown.body["key"]
    other = make_other_answer(learner, shown)
    loading.load_items(directory=reworded(tmp_path, stem="ИЗХОДЪТ"))
    actions.answer(by, attempt, shown_id, key)
    question = queries.next_question(attempt)
    assert question is not None
    assert question.position == 1
    assert question.version.version == 2
    assert queries.answers(other)[0].item_version_id == shown_id


def make_other_answer(learner: Learner, version: ItemVersion) -> Attempt:
    """Somebody else's answer to the same version."""
    other = make_learner(learner.centre, account=make_learner_account(learner.centre))
    attempt = actions.start(other.account.viewer, other, "en")
    actions.answer(other.account.viewer, attempt, version.id, None)
    return attempt


def test_nothing_is_written_when_a_file_has_a_flaw(quiz: Quiz, tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        loading.load_items(directory=reworded(tmp_path, stem="ДРУГО", key="a"))
    assert first_item().versions[0].body["stem"] == "ИЗХОД"
