"""The files of items: shape, and what a second reader would object to."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from lms.assessments.items import content
from lms.assessments.items.content import ITEMS, ContentError, Wording
from lms.assessments.items.instructions import INSTRUCTIONS, VERDICT_NAMES
from lms.assessments.items.lint import complaints
from lms.assessments.items.recordings import LIST, words_digest
from lms.assessments.items.rubrics import rubrics
from lms.assessments.items.words import KIND_NAMES, TOPIC_NAMES
from lms.assessments.placement.stages import LETTERS, LETTERS_FIRST
from lms.assessments.states import ItemKind, QuizKind, Skill

AUDIO = ITEMS.parent / "audio"
SMALL = 25_000
"""Bytes that the sound of an item may have."""


@pytest.fixture(scope="module")
def wordings() -> list[Wording]:
    return [item for file in content.read_all() for item in file.items]


def test_a_second_reader_has_nothing_to_object_to(wordings: list[Wording]) -> None:
    assert list(complaints({one.code: {"kind": one.kind, **one.body} for one in wordings})) == []


def test_the_letters_check_asks_letters_first_and_then_words(wordings: list[Wording]) -> None:
    (plan,) = (file.quiz for file in content.read_all() if file.quiz and file.quiz.kind is QuizKind.PLACEMENT)
    items = {one.code: one for one in wordings}
    asked = [items[code].body["instruction"] for code in plan.items]
    assert asked == ["heard_letter"] * LETTERS_FIRST + ["heard_word"] * (LETTERS - LETTERS_FIRST)


def test_every_code_word_has_its_words_on_the_page() -> None:
    definitions = content._validator().schema["$defs"]
    instructions = {one for kind in ItemKind for one in definitions[kind]["properties"]["instruction"]["enum"]}
    assert instructions == set(INSTRUCTIONS)
    assert set(definitions["item"]["properties"]["topic"]["enum"]) == set(TOPIC_NAMES)
    assert set(definitions["item"]["properties"]["kind"]["enum"]) == set(ItemKind) == set(KIND_NAMES)
    assert set(definitions["true_false"]["properties"]["key"]["enum"]) == set(VERDICT_NAMES)


def test_whatever_is_heard_has_a_small_recording_of_its_present_words(wordings: list[Wording]) -> None:
    listed = json.loads((AUDIO / LIST).read_text(encoding="utf-8"))
    heard = {one.code: one.body["audio"]["lines"] for one in wordings if "audio" in one.body}
    assert listed.keys() == heard.keys()
    assert {code: about["words"] for code, about in listed.items()} == {
        code: words_digest(lines, listed[code]["synthetic"]) for code, lines in heard.items()
    }
    sizes = {path.stem: path.stat().st_size for path in AUDIO.glob("*.mp3")}
    assert sizes.keys() == heard.keys()
    assert max(sizes.values()) <= SMALL


def test_every_rubric_an_item_names_is_there(wordings: list[Wording]) -> None:
    named = {(one.body["rubric"], one.skill) for one in wordings if "rubric" in one.body}
    assert all(rubrics()[code].skill is skill for code, skill in named)
    assert {rubric.skill for rubric in rubrics().values()} == {Skill.SPEAKING, Skill.WRITING}


def spoiled(tmp_path: Path, change: Any) -> Path:
    data = yaml.safe_load((ITEMS / "first.yaml").read_text(encoding="utf-8"))
    change(data)
    (tmp_path / "spoiled.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data["items"][0].pop("why"), "'why' is a required property"),
        (lambda data: data["items"][0].update(key="d", choices=data["items"][0]["choices"][:3]), "none of"),
        (lambda data: data["items"][0].update(key="a"), "every wrong choice says why"),
        (lambda data: data["items"][0]["choices"][0].update(text="ВХОД"), "stands there twice"),
        (lambda data: data["items"][0]["choices"].reverse(), "not in the order"),
        (lambda data: data["items"][1].update(code="PRE-R-01"), "Several items have the code PRE-R-01"),
        (lambda data: data["items"][0].update(topic="weapons"), "weapons"),
        (lambda data: data["items"][0].update(instruction="listen_answer", skill="listening"), "listening has audio"),
        (lambda data: data["items"][0].update(kind="essay"), "essay"),
    ],
)
def test_a_flaw_is_named_with_its_place(tmp_path: Path, change: Any, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        content.read_all(spoiled(tmp_path, change))


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "torn.yaml").write_text("items: [", encoding="utf-8")
    with pytest.raises(ContentError, match=r"torn\.yaml is not YAML"):
        content.read_all(tmp_path)


def test_the_bank_is_large_and_balanced(wordings: list[Wording]) -> None:
    levels = Counter(one.level for one in wordings)
    assert len(wordings) >= 320
    assert min(levels.values()) >= 70
    assert sum(one.skill is Skill.LISTENING for one in wordings) >= 60
    by_level = Counter((one.level, one.skill) for one in wordings)
    assert min(by_level[level, skill] for level in levels for skill in list(Skill)[:3]) >= 18
    assert {one.kind for one in wordings} == set(ItemKind)
