"""The placement in the database, a learner with an account, and sittings of somebody who knows so much."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments import loading
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import actions
from lms.assessments.placement.queries import placement_quiz
from lms.assessments.placement.stages import Stage
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import ItemLevel
from lms.centres.models import Centre
from lms.courses.states import Level
from lms.database import db
from lms.demo.answers import right
from lms.learners.models import Learner
from tests.factories import make_centre, make_learner, make_learner_account, make_staff

Sit = Callable[..., Attempt]
COURSES = tuple(Level)


def send(client: FlaskClient, address: str, **data: str) -> str:
    """Send a form and follow to the page it leads to."""
    answer = client.post(address, data=data)
    return client.get(answer.location).text if answer.status_code == 303 else answer.text


EACH = 24
"""Items of each level in the small bank."""
SKILLS = ("reading", "use_of_language")


def invented(level: ItemLevel, number: int) -> dict[str, Any]:
    """An item of a level that is like all others."""
    choices = [{"id": one, "text": f"{level} {number} {one}", "tempts": "Прилича."} for one in "abcd"]
    key = "abcd"[number % 4]
    del choices["abcd".index(key)]["tempts"]
    return {
        "code": f"{level.removeprefix('pre-A1') or 'PRE'}-U-{100 + number}",
        "kind": "single_choice",
        "level": level.value,
        "skill": SKILLS[number % 2],
        "topic": "signs",
        "grammar": "проба",
        "instruction": "read_answer",
        "stem": f"Въпрос {number}?",
        "choices": choices,
        "key": key,
        "why": "Така е.",
    }


@cache
def _small_bank() -> dict[str, str]:
    """The letters check, the first items of the bank, and invented ones: enough to be asked, and quickly loaded."""
    folder = loading.content.ITEMS
    real = {name: (folder / name).read_text(encoding="utf-8") for name in ("letters.yaml", "first.yaml")}
    items = [invented(level, number) for level in ItemLevel for number in range(EACH)]
    return real | {"invented.yaml": yaml.safe_dump({"author": "Azbuka", "items": items}, allow_unicode=True)}


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A folder of items that a test may change."""
    folder = tmp_path / "items"
    folder.mkdir()
    for name, text in _small_bank().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def reworded(folder: Path, **changes: object) -> Path:
    """The folder with its first item changed."""
    data = yaml.safe_load((folder / "first.yaml").read_text(encoding="utf-8"))
    data["items"][0].update(changes)
    (folder / "first.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def quiz(app: Flask, bank: Path) -> Quiz:
    loading.load_items(directory=bank)
    db.session.commit()
    found = placement_quiz()
    assert found is not None
    return found


@pytest.fixture
def centre(app: Flask) -> Centre:
    return make_centre()


@pytest.fixture
def learner(centre: Centre) -> Learner:
    return make_learner(centre, account=make_learner_account(centre))


@pytest.fixture
def coordinator(centre: Centre) -> Account:
    return make_staff(Role.COORDINATOR, centre)


def knows(version: ItemVersion, level: Level) -> bool:
    """Whether somebody who belongs in a course knows an item: all that is below it, and every second one of it."""
    above = list(ItemLevel).index(version.level) - COURSES.index(level)
    return above < 0 or (above == 0 and version.item_id % 2 == 0)


@pytest.fixture
def sit(quiz: Quiz) -> Sit:
    """Sit the placement as somebody who belongs in a course; what they do not know is “I don’t know”."""

    def sit(learner: Learner, level: Level, most: int = 99) -> Attempt:
        by = learner.account.viewer
        attempt = actions.start(by, learner, "en")
        letters = {line.item_version_id for line in quiz.items}
        for _ in range(most):
            if actions.stage_of(attempt) is Stage.CAN_DO:
                actions.say_can_do(by, attempt, [])
            version = attempt.asked
            if version is None:
                break
            sure = level is not Level.LITERACY if version.id in letters else knows(version, level)
            actions.answer(by, attempt, version.id, right(version.kind, version.body) if sure else None)
        db.session.commit()
        return attempt

    return sit
