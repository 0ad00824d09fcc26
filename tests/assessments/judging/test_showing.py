"""An item on its way to a person and back: nothing gives the key away, and nothing but what was offered comes back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.judging.reading import NotOffered, Unanswered, read
from lms.assessments.judging.rules import judge
from lms.assessments.judging.showing import show
from lms.assessments.states import ItemKind as Kind
from tests.assessments.judging.items import BODIES
from tests.assessments.judging.sending import sent

RIGHT: dict[Kind, dict[str, Any]] = {
    Kind.SINGLE_CHOICE: {"choice": "a"},
    Kind.DIALOGUE: {"choice": "b"},
    Kind.PICTURE_CHOICE: {"choice": "b"},
    Kind.TRUE_FALSE: {"choice": "true"},
    Kind.SEVERAL_CHOICES: {"choices": ["a", "c"]},
    Kind.GAP_TYPED: {"gaps": ["чета", "чете"]},
    Kind.GAP_LIST: {"gaps": ["a", "c"]},
    Kind.ORDERING: {"order": ["1", "2", "3", "4"]},
    Kind.MATCHING: {"pairs": {"1": "1", "2": "2", "3": "3"}},
    Kind.WRITTEN: {"text": "Здравейте!"},
}


@given(st.sampled_from(sorted(RIGHT)), st.text(max_size=20))
def test_in_whatever_order_it_is_shown_the_right_answer_comes_back_right(kind: Kind, seed: str) -> None:
    shown = show(kind, BODIES[kind], seed)
    answer = read(shown, sent(shown, RIGHT[kind]))
    assert answer == RIGHT[kind]
    assert json.loads(json.dumps(answer)) == answer
    assert judge(kind, BODIES[kind], answer).share in (1, None)


@given(st.sampled_from(sorted(RIGHT)), st.text(max_size=20))
def test_one_seed_shows_one_order(kind: Kind, seed: str) -> None:
    assert show(kind, BODIES[kind], seed) == show(kind, BODIES[kind], seed)


@given(st.text(max_size=20))
def test_parts_to_be_ordered_never_lie_in_order(seed: str) -> None:
    shown = show(Kind.ORDERING, BODIES[Kind.ORDERING], seed)
    assert [option.identifier for option in shown.options] != ["1", "2", "3", "4"]


def test_the_place_of_a_part_says_nothing_about_its_number() -> None:
    orders = {
        tuple(o.identifier for o in show(Kind.MATCHING, BODIES[Kind.MATCHING], str(n)).options) for n in range(99)
    }
    assert len(orders) > 10


def test_true_false_not_said_keep_their_order() -> None:
    shown = show(Kind.TRUE_FALSE, BODIES[Kind.TRUE_FALSE], "7")
    assert [(option.mark, option.identifier) for option in shown.options] == [
        ("1", "true"),
        ("2", "false"),
        ("3", "not_said"),
    ]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.SINGLE_CHOICE, {}),
        (Kind.SINGLE_CHOICE, {"choice": [""]}),
        (Kind.SEVERAL_CHOICES, {"choice": []}),
        (Kind.GAP_TYPED, {"gap-1": ["чета"], "gap-2": ["  "]}),
        (Kind.GAP_LIST, {"gap-1": ["1"]}),
        (Kind.ORDERING, {"place-1": ["1"], "place-2": ["2"], "place-3": ["3"]}),
        (Kind.ORDERING, {f"place-{n}": ["1"] for n in "1234"}),
        (Kind.MATCHING, {"pair-1": ["1"], "pair-2": ["2"]}),
        (Kind.WRITTEN, {"text": ["   "]}),
    ],
)
def test_an_answer_that_is_not_whole_is_asked_for_again(kind: Kind, fields: dict[str, list[str]]) -> None:
    with pytest.raises(Unanswered):
        read(show(kind, BODIES[kind], "1"), fields)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.SINGLE_CHOICE, {"choice": ["a"]}),  # what the bank calls it is not what the page has
        (Kind.SINGLE_CHOICE, {"choice": ["4"]}),
        (Kind.SEVERAL_CHOICES, {"choice": ["1", "9"]}),
        (Kind.GAP_TYPED, {"gap-1": ["ч" * 201], "gap-2": ["чете"]}),
        (Kind.GAP_TYPED, {"gap-1": ["\x00"], "gap-2": ["чете"]}),
        (Kind.GAP_LIST, {"gap-1": ["1"], "gap-2": ["съм"]}),
        (Kind.ORDERING, {f"place-{n}": [str(10 * int(n))] for n in "1234"}),
        (Kind.ORDERING, {f"place-{n}": ["1/2"] for n in "1234"}),
        (Kind.MATCHING, {f"pair-{n}": ["x1"] for n in "123"}),
        (Kind.WRITTEN, {"text": ["а" * 5001]}),
    ],
)
def test_what_was_never_offered_is_refused(kind: Kind, fields: dict[str, list[str]]) -> None:
    with pytest.raises(NotOffered):
        read(show(kind, BODIES[kind], "1"), fields)
