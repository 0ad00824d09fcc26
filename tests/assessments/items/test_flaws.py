"""Whether an item is whole, kind by kind, and what a second reader would object to in a set of them."""

import json
from typing import Any

import pytest

from lms.assessments.items.flaws import flaws_of
from lms.assessments.items.lint import complaints
from lms.assessments.states import ItemKind as Kind
from tests.assessments.judging.items import BODIES

HEAD = {"skill": "use_of_language", "instruction": "read_answer", "why": "Така е."}
MARKED = {Kind.SPOKEN: "speaking", Kind.WRITTEN: "writing"}
FILLED = {Kind.SINGLE_CHOICE: "fill_gap"}


def item(kind: Kind, **changes: Any) -> dict[str, Any]:
    """A whole item of a kind."""
    body = json.loads(json.dumps(BODIES[kind]))
    for offered in (body, *body.get("gaps", ())):
        keys = offered.get("keys") or [offered.get("key")]
        for choice in offered.get("choices", ()):
            if choice["id"] not in keys:
                choice["tempts"] = "Прилича."
    if kind is Kind.TRUE_FALSE:
        body["tempts"] = {"false": "Прилича.", "not_said": "Прилича."}
    head = HEAD | {"skill": MARKED.get(kind, HEAD["skill"]), "instruction": FILLED.get(kind, HEAD["instruction"])}
    return {**head, "kind": kind, **body, **changes}


@pytest.mark.parametrize("kind", Kind)
def test_an_item_of_each_kind_is_whole(kind: Kind) -> None:
    assert list(flaws_of(item(kind))) == []


@pytest.mark.parametrize(
    ("flawed", "said"),
    [
        (item(Kind.SINGLE_CHOICE, stem="Аз съм Марта."), "There are 0 gaps, and 1 are wanted."),
        (item(Kind.SINGLE_CHOICE, key="d"), "none of the choices"),
        (item(Kind.SINGLE_CHOICE, skill="listening"), "listening has audio"),
        (item(Kind.SINGLE_CHOICE, skill="speaking"), "spoken item"),
        (item(Kind.WRITTEN, skill="speaking"), "written one"),
        (item(Kind.SEVERAL_CHOICES, keys=["a", "b", "c"]), "At least two choices are wrong."),
        (item(Kind.TRUE_FALSE, key="false"), "does not say why it tempts"),
        (item(Kind.GAP_TYPED, stem="Аз ___."), "There are 1 gaps, and 2 are wanted."),
        (item(Kind.GAP_TYPED, gaps=[{"accept": ["чета", "Чета"]}, {"accept": ["чете"]}]), "stands there twice"),
        (item(Kind.ORDERING, also=[[1, 2, 3]]), "names every part once"),
        (item(Kind.ORDERING, also=[[1, 2, 3, 4]]), "An order stands there twice."),
        (item(Kind.ORDERING, also=[[4, 1, 2, 3], [4, 1, 2, 3]]), "An order stands there twice."),
        (item(Kind.MATCHING, extra=[{"side": {"text": "кафе"}, "tempts": "—"}]), "stands there twice"),
        (item(Kind.DIALOGUE, lines=[{"who": "А", "say": "Добър ден!"}]), "There are 0 gaps, and 1 are wanted."),
    ],
)
def test_a_flaw_is_said(flawed: dict[str, Any], said: str) -> None:
    assert said in " ".join(map(str, flaws_of(flawed)))


def choice_item(number: int, key: str = "a", length: int = 5) -> dict[str, Any]:
    choices = [{"id": one, "text": ("ж" * length if one == key else "щ" * 5) + one.translate(LETTERS)} for one in "abc"]
    return {"kind": "single_choice", "stem": f"Въпрос {number}?", "choices": choices, "key": key}


LETTERS = str.maketrans("abc", "абв")


def test_items_that_ask_the_same_are_named_together() -> None:
    assert list(complaints({"A1-R-11": choice_item(1), "A1-R-12": choice_item(1)})) == [
        "A1-R-11 and A1-R-12 ask the same."
    ]


def test_a_key_that_its_length_gives_away_is_named() -> None:
    assert next(complaints({"A1-R-11": choice_item(1, length=15)})).startswith("A1-R-11: the length of")


def test_keys_in_one_place_are_counted() -> None:
    items = {f"A1-R-{number}": choice_item(number) for number in range(11, 21)}
    assert list(complaints(items)) == ["10 of 10 keys are a."]


def test_keys_that_are_always_the_longest_are_counted() -> None:
    items = {f"A1-R-{number}": choice_item(number, "abc"[number % 3], 7) for number in range(11, 21)}
    assert list(complaints(items)) == ["In 10 of 10 lists the key is the longest."]


def test_latin_letters_among_cyrillic_ones_are_named_but_not_in_an_address() -> None:
    mixed = choice_item(1) | {"stem": "Кoга?"}  # a Latin o
    assert list(complaints({"A1-R-11": mixed})) == ["A1-R-11: Latin letters in “Кoга?”."]
    assert list(complaints({"A1-R-11": choice_item(1) | {"stem": "Пишете на ana@example.org."}})) == []
