"""What is said about items that come from outside: what is wrong, and what is still to be written."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.exchange.asking import question_of
from lms.assessments.exchange.checking import checked
from lms.assessments.exchange.making import item_of
from lms.assessments.exchange.shapes import fits_kind, validator
from lms.assessments.items import content
from lms.assessments.items.flaws import flaws_of
from lms.assessments.states import ItemKind
from tests.assessments.exchange.items import items
from tests.soak import tries

Item = dict[str, Any]
SAID = ("kind", "level", "skill", "instruction", "audio", "forgive", "also", "tempts", "pictures", "rubric", "words")
WRONG = ("", 7, None, [], {}, ["a"], {"a": "b"}, "не е така", "x" * 2000)


def example(kind: str, **changes: Any) -> Item:
    """A whole item of a kind, changed."""
    head = {"code": "A1-U-10", "level": "A1", "skill": "use_of_language", "topic": "people", "grammar": "проба"}
    return head | {"kind": kind, "why": "Така е."} | copy.deepcopy(OWN[kind]) | changes


OWN: dict[str, Item] = {
    "single_choice": {
        "instruction": "read_answer",
        "stem": "Кой е тук?",
        "choices": [
            {"id": "a", "text": "аз"},
            {"id": "b", "text": "ти", "tempts": "…"},
            {"id": "c", "text": "тя", "tempts": "…"},
        ],
        "key": "a",
    },
    "true_false": {
        "instruction": "read_true_false",
        "text": "Днес е петък.",
        "stem": "Утре е събота.",
        "key": "true",
        "tempts": {"false": "…", "not_said": "…"},
    },
    "written": {
        "instruction": "write_short",
        "stem": "Напишете съобщение.",
        "rubric": "written-a1",
        "words": {"least": 5, "most": 40},
        "model": "Здравей!",
    },
}


def without(item: Item, *path: Any) -> Item:
    """An item without one of its parts."""
    *way, last = path
    part: Any = item
    for step in way:
        part = part[step]
    del part[last]
    return item


def changed(value: Any, *path: Any) -> Item:
    """A whole item in which something else stands in one place."""
    item = example("single_choice")
    *way, last = path
    part: Any = item
    for step in way:
        part = part[step]
    part[last] = value
    return item


@pytest.mark.parametrize(
    ("item", "unfinished"),
    [
        (example("single_choice"), ()),
        (without(example("single_choice"), "why"), ("why",)),
        (without(example("single_choice"), "choices", 1, "tempts"), ("tempts",)),
        (example("single_choice", grammar=""), ("grammar",)),
        (without(without(example("single_choice"), "grammar"), "choices", 2, "tempts"), ("grammar", "tempts")),
        (without(example("true_false"), "text"), ("text",)),
        (without(example("true_false"), "tempts", "false"), ("tempts",)),
        (without(without(example("written", skill="writing"), "why"), "model"), ("model",)),
        (without(example("single_choice"), "code"), ()),
    ],
)
def test_notes_for_teachers_may_be_written_later(item: Item, unfinished: tuple[str, ...]) -> None:
    found = checked(item)
    assert (found.faults, found.unfinished) == ((), unfinished)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (example("single_choice", level="C2"), "Level: “C2” is not known."),
        (example("single_choice", code="17"), "Code: “17” cannot stand there."),
        (example("single_choice", stem="ж" * 1300), "Question: at most 1200 letters."),
        (example("single_choice", stem=" "), "Question: “ ” cannot stand there."),
        (without(example("single_choice"), "key"), "Key: nothing stands there."),
        (changed("ж" * 201, "choices", 1, "text"), "Choices 2: at most 200 letters."),
        (changed("", "choices", 2, "tempts"), "Choices 3, Why it tempts: nothing stands there."),
        (without(example("single_choice"), "stem"), "There is nothing to read, see or hear."),
        (without(example("single_choice"), "choices", 2), "Choices: at least 3 are needed, and there are 2."),
        (example("single_choice", seconds=3), "Seconds: an item of this kind has no such thing."),
        (example("written", skill="writing", rubric="none"), "There is no rubric “none”."),
        (
            example("written", skill="writing", words={"least": 0, "most": 9}),
            "Number of words: 0 is too little or too much.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words(item: Item, said: str) -> None:
    assert said in checked(item).faults


def test_too_many_choices_are_counted_and_not_each_complained_about() -> None:
    choices = [{"id": one, "text": one * 3, "tempts": "…"} for one in "abcdefgh"]
    faults = checked(example("single_choice", choices=choices)).faults
    assert set(faults) == {"There are too many choices.", "Choices: at most 4 are possible, and there are 8."}


def parts_of(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of an item."""
    for name, inner in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield (*path, name)
        yield from parts_of(inner, (*path, name))


@st.composite
def broken(draw: st.DrawFn) -> Item:
    """An item with something in it that does not belong there, or something missing."""
    item = copy.deepcopy(draw(items(draw(st.sampled_from(ItemKind)))))
    *way, last = draw(st.sampled_from([path for path in parts_of(item) if path != ("kind",)]))
    part: Any = item
    for step in way:
        part = part[step]
    if draw(st.booleans()):
        part[last] = draw(st.sampled_from(WRONG))
    else:
        del part[last]
    return item


@tries(150)
@given(broken())
def test_the_quick_shape_is_the_shape_of_the_schema(item: Item) -> None:
    kind = ItemKind(item["kind"])
    whole = validator(kind).is_valid(item)
    assert fits_kind(kind)(item) == whole
    # A file names its author above all items, an item on its way elsewhere its own.
    author = item.pop("author", "Azbuka")
    assert whole == content._validator().is_valid({"author": author, "items": [item]})


@tries(150)
@given(st.sampled_from(ItemKind).flatmap(items), st.sampled_from(SAID), st.sampled_from(WRONG))
def test_whatever_a_file_says_of_an_item_is_told_and_never_fails(item: Item, field: str, value: Any) -> None:
    question = question_of(item)
    question.said[field] = value
    made = item_of(question)
    found = checked(made)
    if not found.faults and not found.unfinished:
        assert list(flaws_of(made)) == []
