"""Loading content: again and again without doubles, and answered versions stay as they were."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Account
from lms.assessments import loading
from lms.assessments.items import content
from lms.assessments.items.content import ContentError
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.items.versions import supersede, version_of, wording_of
from lms.assessments.loading import Loaded
from lms.assessments.placement import actions
from lms.assessments.quizzes.models import Response
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import ItemState
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import EACH, reworded


def first_item() -> Item:
    return db.session.scalars(select(Item).where(Item.code == "PRE-R-01")).one()


def version_answered(learner: Learner) -> ItemVersion:
    """The first item of the file, answered by somebody: it is asked as the next item, whatever the engine says."""
    version = first_item().latest
    attempt = actions.start(learner.account.viewer, learner, "en")
    attempt.asked_id = version.id
    db.session.flush()
    db.session.expire(attempt, ["asked"])
    actions.answer(learner.account.viewer, attempt, version.id, {"choice": version.body["key"]})
    return version


def test_loading_again_changes_nothing(quiz: Quiz, bank: Path) -> None:
    all_items = 8 + 20 + 4 * EACH
    assert loading.load_items(directory=bank) == Loaded(unchanged=all_items)
    assert db.session.scalar(select(func.count(ItemVersion.id))) == all_items
    assert [line.position for line in quiz.items] == list(range(1, 9))


def test_what_files_word_is_live_at_once(quiz: Quiz) -> None:
    states = db.session.execute(select(ItemVersion.state, ItemVersion.version).distinct()).all()
    assert states == [(ItemState.LIVE, 1)]


def test_a_change_to_an_item_nobody_answered_replaces_it(quiz: Quiz, bank: Path) -> None:
    loaded = loading.load_items(directory=reworded(bank, stem="ВХОДЪТ", topic="city"))
    assert (loaded.replaced, loaded.superseded, loaded.created) == (1, 0, 0)
    (version,) = first_item().versions
    assert (version.body["stem"], version.topic, version.state) == ("ВХОДЪТ", "city", ItemState.LIVE)


def test_a_change_to_an_answered_item_supersedes_it(quiz: Quiz, learner: Learner, bank: Path) -> None:
    answered = version_answered(learner)
    loaded = loading.load_items(directory=reworded(bank, stem="ИЗХОДЪТ"))
    assert (loaded.replaced, loaded.superseded, loaded.created) == (0, 1, 0)
    stems = [(version.body["stem"], version.state) for version in first_item().versions]
    assert stems == [("ИЗХОД", ItemState.RETIRED), ("ИЗХОДЪТ", ItemState.LIVE)]
    (response,) = db.session.scalars(select(Response))
    assert response.item_version is answered


def test_what_somebody_wrote_here_is_not_overruled_by_a_file(quiz: Quiz, coordinator: Account, bank: Path) -> None:
    first_item().latest.author_id = coordinator.id
    loaded = loading.load_items(directory=reworded(bank, stem="ВХОДЪТ"))
    assert (loaded.kept, loaded.replaced) == (1, 0)
    assert first_item().latest.body["stem"] == "ИЗХОД"


def test_an_answered_version_cannot_be_edited_by_anybody(quiz: Quiz, learner: Learner) -> None:
    version = version_answered(learner)
    version.state = ItemState.RETIRED
    db.session.flush()
    version.body = {"stem": "ДРУГО"}
    with pytest.raises(ValueError, match="never edited"):
        db.session.flush()


def test_only_one_version_of_an_item_is_live(quiz: Quiz) -> None:
    item = first_item()
    item.versions.append(version_of(wording_of(item.latest), number=2))
    item.latest.state = ItemState.LIVE
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_version_is_worded_again_as_the_file_words_it(quiz: Quiz, bank: Path) -> None:
    wordings = {one.code: one for file in content.read_all(bank) for one in file.items}
    for item in db.session.scalars(select(Item)):
        assert wording_of(item.latest) == wordings[item.code]


def test_an_item_replaced_in_the_middle_of_an_attempt_is_answered_as_it_was_shown(
    quiz: Quiz, learner: Learner, bank: Path
) -> None:
    by = learner.account.viewer
    attempt = actions.start(by, learner, "en")
    version = first_item().latest
    attempt.asked_id = version.id
    supersede(first_item(), version_of(wording_of(version)))
    db.session.flush()
    db.session.expire(attempt, ["asked"])
    actions.answer(by, attempt, version.id, {"choice": version.body["key"]})
    (response,) = db.session.scalars(select(Response))
    assert (response.item_version_id, response.correct) == (version.id, True)


def test_a_recording_belongs_to_its_words(quiz: Quiz, bank: Path) -> None:
    folder = bank.parent / "audio"
    folder.mkdir()
    shutil.copy(content.ITEMS.parent / "audio" / "PRE-R-81.mp3", folder)
    listed = json.loads((content.ITEMS.parent / "audio" / "recordings.json").read_text(encoding="utf-8"))
    only = {"PRE-R-81": listed["PRE-R-81"]}
    (folder / "recordings.json").write_text(json.dumps(only), encoding="utf-8")
    loading.load_items(directory=bank)
    letter = db.session.scalars(select(Item).where(Item.code == "PRE-R-81")).one()
    assert letter.latest.sound is not None
    assert letter.latest.sound.synthetic
    text = (bank / "letters.yaml").read_text(encoding="utf-8")
    (bank / "letters.yaml").write_text(text.replace("жъ", "зъ"), encoding="utf-8")
    loading.load_items(directory=bank)
    assert letter.latest.sound is None


def test_nothing_is_written_when_a_file_has_a_flaw(quiz: Quiz, bank: Path) -> None:
    with pytest.raises(ContentError):
        loading.load_items(directory=reworded(bank, stem="ДРУГО", key="a"))
    assert first_item().versions[0].body["stem"] == "ИЗХОД"
