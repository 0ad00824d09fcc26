"""What was answered and not accepted: spellings that make no difference are one, and people are counted once."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.judging.rules import Ruling, judge
from lms.assessments.rulings.gathering import Given, OrderGiven, Unaccepted, orders_unaccepted, typed_unaccepted
from lms.assessments.states import ItemKind

BODY: dict[str, Any] = {"stem": "Аз ___ и тя ___.", "gaps": [{"accept": ["чета"]}, {"accept": ["чете"]}]}


def typed(learner_id: int, *gaps: str) -> Given:
    return Given(learner_id, {"gaps": list(gaps)})


def test_what_most_people_typed_stands_first_as_most_of_them_wrote_it() -> None:
    answers = [
        typed(1, "пиша", "чете"),
        typed(2, "прочитам", "чете"),
        typed(3, "Прочитам", "пише"),
        typed(4, "прочитам.", "чете"),
        typed(5, "прочитам", "чете"),
    ]
    assert typed_unaccepted(BODY, answers) == [
        Unaccepted(0, "прочитам", 4),
        Unaccepted(0, "пиша", 1),
        Unaccepted(1, "пише", 1),
    ]


def test_one_person_who_typed_it_twice_is_one_person() -> None:
    assert typed_unaccepted(BODY, [typed(1, "пиша", "чете"), typed(1, "ПИША", "чете")]) == [Unaccepted(0, "пиша", 1)]


def test_what_was_accepted_or_corrected_is_no_longer_listed() -> None:
    answers = [typed(1, "пиша", "пише")]
    corrected = {"gaps": [BODY["gaps"][0], {"accept": ["пише"]}]}
    assert typed_unaccepted(BODY, answers, Ruling(accepted={0: ["пиша"]}, key=corrected)) == []


def test_in_a_void_item_nothing_is_wrong() -> None:
    assert typed_unaccepted(BODY, [typed(1, "пиша", "пише")], Ruling(void=True)) == []


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["абв", "АБ"]), st.sampled_from(["чете", "х"]))))
def test_accepting_everything_that_is_listed_leaves_nothing_wrong(answers: list[tuple[int, str, str]]) -> None:
    given_ = [typed(*one) for one in answers]
    accepted: dict[int, list[str]] = {0: [], 1: []}
    for one in typed_unaccepted(BODY, given_):
        accepted[one.gap].append(one.text)
    ruling = Ruling(accepted=accepted)
    assert all(judge(ItemKind.GAP_TYPED, BODY, one.answer, ruling).right for one in given_)


def test_orders_are_counted_by_how_they_read() -> None:
    body = {"parts": ["да", "не", "да"]}
    given_ = [
        Given(1, {"order": ["2", "3", "1"]}),
        Given(2, {"order": ["2", "1", "3"]}),
        Given(3, {"order": ["3", "2", "1"]}),
    ]
    # The third reads as the right order does.
    assert orders_unaccepted(body, given_) == [OrderGiven((2, 1, 3), 2)]
