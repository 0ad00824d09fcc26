"""What an answer is worth, kind by kind, and what a ruling changes."""

from typing import Any

import pytest

from lms.assessments.judging.rules import Ruling, judge
from lms.assessments.states import ItemKind as Kind
from tests.assessments.judging.items import BODIES


@pytest.mark.parametrize(
    ("kind", "answer", "share"),
    [
        (Kind.SINGLE_CHOICE, {"choice": "a"}, 1),
        (Kind.SINGLE_CHOICE, {"choice": "b"}, 0),
        (Kind.DIALOGUE, {"choice": "b"}, 1),
        (Kind.PICTURE_CHOICE, {"choice": "c"}, 0),
        (Kind.TRUE_FALSE, {"choice": "true"}, 1),
        (Kind.TRUE_FALSE, {"choice": "not_said"}, 0),
        (Kind.SEVERAL_CHOICES, {"choices": ["a", "c"]}, 1),
        (Kind.SEVERAL_CHOICES, {"choices": ["a"]}, 1 / 2),
        (Kind.SEVERAL_CHOICES, {"choices": ["a", "b"]}, 0),
        (Kind.SEVERAL_CHOICES, {"choices": ["a", "b", "c"]}, 1 / 2),
        (Kind.SEVERAL_CHOICES, {"choices": ["a", "b", "c", "d"]}, 0),
        (Kind.GAP_TYPED, {"gaps": ["чета", "чете"]}, 1),
        (Kind.GAP_TYPED, {"gaps": ["Чета.", "четем"]}, 1 / 2),
        (Kind.GAP_LIST, {"gaps": ["a", "c"]}, 1),
        (Kind.GAP_LIST, {"gaps": ["c", "a"]}, 0),
        (Kind.ORDERING, {"order": ["1", "2", "3", "4"]}, 1),
        (Kind.ORDERING, {"order": ["4", "1", "2", "3"]}, 1),
        (Kind.ORDERING, {"order": ["2", "1", "3", "4"]}, 0),
        (Kind.MATCHING, {"pairs": {"1": "1", "2": "2", "3": "3"}}, 1),
        (Kind.MATCHING, {"pairs": {"1": "1", "2": "x1", "3": "2"}}, 1 / 3),
        (Kind.SPOKEN, {"recording": 1}, None),
        (Kind.WRITTEN, {"text": "Здравейте!"}, None),
    ],
)
def test_each_kind_is_worth_the_share_of_it_that_is_right(
    kind: Kind, answer: dict[str, Any], share: float | None
) -> None:
    found = judge(kind, BODIES[kind], answer)
    assert found.share == (pytest.approx(share) if share is not None else None)
    assert found.right is (share == 1)


@pytest.mark.parametrize("kind", Kind)
def test_not_knowing_is_worth_nothing_but_for_an_item_without_a_right_answer(kind: Kind) -> None:
    assert judge(kind, BODIES[kind], None).share == 0
    assert judge(kind, BODIES[kind], None, Ruling(void=True)).share == 1


def test_parts_that_read_alike_may_change_places() -> None:
    body = {"parts": ["да", "вървя", "да", "говоря"]}
    assert judge(Kind.ORDERING, body, {"order": ["3", "2", "1", "4"]}).right


def test_what_a_teacher_accepted_counts_and_says_so() -> None:
    answer, ruling = {"gaps": ["прочитам", "чете"]}, Ruling(accepted={0: ["прочитам"]})
    assert judge(Kind.GAP_TYPED, BODIES[Kind.GAP_TYPED], answer).share == 1 / 2
    found = judge(Kind.GAP_TYPED, BODIES[Kind.GAP_TYPED], answer, ruling)
    assert found.share == 1
    assert [part.by_teacher for part in found.parts] == [True, False]


def test_an_acceptance_holds_for_its_own_gap_only() -> None:
    answer, ruling = {"gaps": ["чета", "чета"]}, Ruling(accepted={0: ["чете"]})
    assert [p.right for p in judge(Kind.GAP_TYPED, BODIES[Kind.GAP_TYPED], answer, ruling).parts] == [True, False]


@pytest.mark.parametrize(
    ("kind", "key", "answer"),
    [
        (Kind.SINGLE_CHOICE, {"key": "c"}, {"choice": "c"}),
        (Kind.SEVERAL_CHOICES, {"keys": ["a", "b", "c"]}, {"choices": ["a", "b", "c"]}),
        (Kind.GAP_LIST, {"gaps": [{"key": "b"}, {"key": "c"}]}, {"gaps": ["b", "c"]}),
        (Kind.ORDERING, {"also": [[2, 1, 3, 4]]}, {"order": ["2", "1", "3", "4"]}),
    ],
)
def test_a_corrected_key_is_the_key(kind: Kind, key: dict[str, Any], answer: dict[str, Any]) -> None:
    assert not judge(kind, BODIES[kind], answer).right
    assert judge(kind, BODIES[kind], answer, Ruling(key=key)).right


def test_an_item_judges_as_exactly_as_it_says() -> None:
    body = BODIES[Kind.GAP_TYPED] | {"forgive": []}
    assert judge(Kind.GAP_TYPED, body, {"gaps": ["Чета", "чете"]}).share == 1 / 2
