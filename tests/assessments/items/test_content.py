"""The files of items: shape, and what a second reader would object to."""

from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
import yaml

from lms.assessments.items import content
from lms.assessments.items.content import ITEMS, ContentError, Wording
from lms.assessments.states import ItemLevel, Skill
from lms.assessments.words import INSTRUCTIONS, TOPIC_NAMES

LATIN_LOOK_ALIKES = set("AaBCcEeHKMOoPpTXxy")


@pytest.fixture(scope="module")
def wordings() -> list[Wording]:
    return [item for file in content.read_all() for item in file.items]


def shown(item: Wording) -> list[str]:
    """Everything of an item that a learner reads."""
    return [item.body.get("text", ""), item.body.get("stem", ""), *(c["text"] for c in item.body["choices"])]


def test_the_placement_asks_five_items_of_each_level_from_easy_to_hard() -> None:
    (file,) = (file for file in content.read_all() if file.quiz)
    assert [item.level for item in file.items] == [level for level in ItemLevel for _ in range(5)]
    assert file.quiz is not None
    assert file.quiz.items == tuple(item.code for item in file.items)


def test_reading_and_use_of_language_are_balanced(wordings: list[Wording]) -> None:
    skills = Counter(item.skill for item in wordings)
    assert abs(skills[Skill.READING] - skills[Skill.USE_OF_LANGUAGE]) <= 2


def test_the_key_stands_in_every_place_equally_often(wordings: list[Wording]) -> None:
    keys = [item.body["key"] for item in wordings]
    assert set(Counter(keys).values()) == {5}
    assert not any(a == b == c for a, b, c in zip(keys, keys[1:], keys[2:], strict=False))


def test_length_does_not_give_the_key_away(wordings: list[Wording]) -> None:
    for item in wordings:
        key, *others = sorted(item.body["choices"], key=lambda choice: choice["id"] != item.body["key"])
        length, rest = len(key["text"]), mean(len(choice["text"]) for choice in others)
        assert abs(length - rest) <= max(4, 0.35 * rest), item.code
    longest = [i for i in wordings if _key(i) == max((c["text"] for c in i.body["choices"]), key=len)]
    assert len(longest) <= 0.4 * len(wordings)


def _key(item: Wording) -> str:
    return next(choice["text"] for choice in item.body["choices"] if choice["id"] == item.body["key"])


def test_no_two_items_ask_the_same(wordings: list[Wording]) -> None:
    asked = Counter((item.body.get("picture"), item.body.get("text"), item.body.get("stem")) for item in wordings)
    assert max(asked.values()) == 1


def test_a_gap_is_filled_exactly_where_one_is_announced(wordings: list[Wording]) -> None:
    for item in wordings:
        gaps = item.body.get("stem", "").count("___")
        assert gaps == (item.body["instruction"] in ("fill_gap", "missing_letter")), item.code


def test_bulgarian_is_written_in_cyrillic_throughout(wordings: list[Wording]) -> None:
    for item in wordings:
        assert not LATIN_LOOK_ALIKES & set("".join(shown(item))), item.code


def test_every_code_word_has_its_words_on_the_page() -> None:
    item = content._validator().schema["$defs"]["single_choice"]["properties"]
    assert set(item["instruction"]["enum"]) == set(INSTRUCTIONS)
    assert set(item["topic"]["enum"]) == set(TOPIC_NAMES)


def spoiled(tmp_path: Path, change: Any) -> Path:
    data = yaml.safe_load((ITEMS / "placement.yaml").read_text(encoding="utf-8"))
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
        (lambda data: data["items"].pop(), "5 items of each level"),
        (lambda data: data["items"][1].update(code="PRE-R-01"), "Several items have the code PRE-R-01"),
        (lambda data: data["items"][0].update(topic="weapons"), "weapons"),
    ],
)
def test_a_flaw_is_named_with_its_place(tmp_path: Path, change: Any, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        content.read_all(spoiled(tmp_path, change))


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "torn.yaml").write_text("items: [", encoding="utf-8")
    with pytest.raises(ContentError, match=r"torn\.yaml is not YAML"):
        content.read_all(tmp_path)
