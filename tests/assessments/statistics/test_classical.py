"""The figures of an item and a quiz, worked out by hand."""

from math import isnan, sqrt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.statistics import classical
from tests.assessments.statistics.by_hand import answers, scored


@pytest.mark.parametrize(("right", "facility"), [("1111", 1), ("0000", 0), ("1100", 0.5), ("1000", 0.25)])
def test_facility_is_the_share_of_right_answers(right: str, facility: float) -> None:
    assert classical.facility(scored(right, [0, 1, 2, 3])) == facility


def test_i_do_not_know_is_not_right_and_counted_by_itself() -> None:
    frame = answers({"right": False, "given": False}, {"right": False}, {}, {})
    assert classical.facility(frame) == 0.5
    assert classical.unknown(frame) == 0.25


@pytest.mark.parametrize(
    ("right", "rest", "correlation"),
    [
        ("0011", [1, 1, 3, 3], 1),
        ("1100", [1, 1, 3, 3], -1),
        ("0101", [1, 1, 3, 3], 0),
        # Means 3 and 1.5 around 2.25; deviations of right ±1/2, of rest -1.25 -.25 .75 .75: 0.75 / sqrt(1 x 2.75)
        ("0011", [1, 2, 3, 3], 1.5 / sqrt(2.75)),
    ],
)
def test_discrimination_is_the_correlation_with_the_rest(right: str, rest: list[float], correlation: float) -> None:
    assert classical.discrimination(scored(right, rest)) == pytest.approx(correlation)


@pytest.mark.parametrize(
    ("right", "rest"),
    [("1111", [1, 2, 3, 4]), ("1010", [2, 2, 2, 2]), ("1", [1]), ("10", [float("nan"), 3])],
    ids=["all right", "the same rest", "one person", "one rest"],
)
def test_without_differences_there_is_no_discrimination(right: str, rest: list[float]) -> None:
    assert isnan(classical.discrimination(scored(right, rest)))


def test_several_tests_are_compared_each_within_itself() -> None:
    # The second test counts in another unit; both agree fully.
    one, other = scored("01", [1, 3]), scored("01", [0.1, 0.2], test="2/chosen")
    assert classical.discrimination(pd.concat([one, other], ignore_index=True)) == pytest.approx(1)


def test_choices_say_how_many_and_how_good() -> None:
    rows = (
        [{"answer": "хляб", "right": True, "rest": 2.0}] * 6
        + [{"answer": "вода", "right": False, "rest": 0.0}] * 5
        + [{"answer": "сол", "right": False, "rest": 1.0}] * 4
        + [{"answer": "", "given": False, "right": False, "rest": 0.0}] * 5
    )
    table = classical.choices(answers(*rows))
    assert list(table["answer"]) == ["хляб", "вода"]
    assert list(table["chosen"]) == [6, 5]
    assert list(table["share"]) == pytest.approx([0.3, 0.25])
    assert list(table["right"]) == [True, False]
    # Mean 16/20 = 0.8; mean of squares 28/20 = 1.4, so the standard deviation is sqrt(1.4 - 0.64).
    assert list(table["rest"]) == pytest.approx([1.2 / sqrt(0.76), -0.8 / sqrt(0.76)])


def test_an_answer_of_one_person_many_times_is_an_answer_of_one_person() -> None:
    assert classical.choices(answers(*[{"person": 1}] * 9)).empty
    assert classical.people(answers(*[{"person": 1}] * 9)) == 1


@pytest.mark.parametrize(("seconds", "median"), [([3, 9, 200], 9), ([4, 8], 6), ([5, None], 5)])
def test_half_of_the_answers_took_at_most_the_median(seconds: list[float], median: float) -> None:
    assert classical.median_seconds(answers(*({"seconds": one} for one in seconds))) == median


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        (["11", "00", "11", "00"], 1),
        (["10", "01", "11", "00"], 0),
        # Each item has one of four unlike the others: variance 1/4. Scores 3 2 0 2: (17 - 49/4) / 3 = 19/12.
        # 3/2 (1 - (3/4) / (19/12)) = 15/19
        (["111", "101", "000", "101"], 15 / 19),
    ],
)
def test_alpha_compares_the_variances_of_items_and_scores(rows: list[str], alpha: float) -> None:
    table = pd.DataFrame([[one == "1" for one in row] for row in rows])
    assert classical.alpha(table) == pytest.approx(alpha)


@pytest.mark.parametrize("rows", [["1", "0"], ["10"], ["10", "01"], []], ids=["one item", "one", "same scores", "none"])
def test_without_differences_there_is_no_alpha(rows: list[str]) -> None:
    assert isnan(classical.alpha(pd.DataFrame([[one == "1" for one in row] for row in rows])))


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=2, max_size=20))
def test_turning_the_rest_around_turns_the_discrimination(rows: list[tuple[bool, int]]) -> None:
    def found(sign: int) -> float:
        return classical.discrimination(answers(*({"right": right, "rest": sign * rest} for right, rest in rows)))

    one, other = found(1), found(-1)
    assert (isnan(one) and isnan(other)) or one == pytest.approx(-other)
    assert isnan(one) or -1 - 1e-9 <= one <= 1 + 1e-9
