"""Differential functioning, worked out by hand."""

from math import isnan, log, sqrt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.statistics.differential import (
    Difference,
    Size,
    Stratum,
    by_cyrillic,
    by_tongue,
    compare,
    difference,
    strata,
)
from tests.assessments.statistics.by_hand import answers

counts = st.integers(0, 30)
layers = st.lists(st.builds(Stratum, counts, counts, counts, counts), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("layers", "odds"),
    [
        # Others 30:10, the group 20:20: odds 3.
        ([Stratum(20, 20, 30, 10)], 3),
        ([Stratum(20, 20, 20, 20)], 1),
        # (30 x 20 + 10 x 5) / 80 and / 40 over (10 x 20) / 80 and (10 x 5) / 40: (7.5 + 2.5) / (2.5 + 1.25)
        ([Stratum(20, 20, 30, 10), Stratum(5, 10, 10, 15)], (600 / 80 + 100 / 40) / (200 / 80 + 75 / 40)),
    ],
)
def test_the_common_odds_ratio_weighs_the_strata(layers: list[Stratum], odds: float) -> None:
    assert compare(layers)[0] == pytest.approx(-2.35 * log(odds))


def test_the_error_of_one_table_is_that_of_its_log_odds() -> None:
    # With a single stratum the variance is 1/a + 1/b + 1/c + 1/d (Woolf).
    assert compare([Stratum(20, 20, 30, 10)])[1] == pytest.approx(2.35 * sqrt(1 / 20 + 1 / 20 + 1 / 30 + 1 / 10))


@pytest.mark.parametrize("layers", [[], [Stratum(0, 0, 5, 5)], [Stratum(5, 0, 5, 0)], [Stratum(0, 0, 0, 0)]])
def test_without_both_groups_and_both_results_nothing_is_compared(layers: list[Stratum]) -> None:
    assert all(isnan(one) for one in compare(layers))


@given(layers)
def test_the_other_way_round_the_difference_is_the_other_way_round(layers: list[Stratum]) -> None:
    swapped = [Stratum(one.others_right, one.others_wrong, one.focal_right, one.focal_wrong) for one in layers]
    one, other = compare(layers), compare(swapped)
    assert (isnan(one[0]) and isnan(other[0])) or one[0] == pytest.approx(-other[0], abs=1e-9)
    assert isnan(one[1]) or one[1] == pytest.approx(other[1])


@given(layers, st.permutations(range(5)))
def test_the_order_of_strata_means_nothing(layers: list[Stratum], order: list[int]) -> None:
    mixed = [layers[place] for place in order if place < len(layers)]
    assert compare(layers) == pytest.approx(compare(mixed), nan_ok=True)


@pytest.mark.parametrize(
    ("focal", "others", "delta", "error", "size"),
    [
        (40, 40, -0.9, 0.1, Size.A),
        (40, 40, -1.2, 0.7, Size.A),
        (40, 40, -1.2, 0.3, Size.B),
        (40, 40, 1.4, 0.1, Size.B),
        (40, 40, 1.6, 0.5, Size.B),
        (40, 40, -1.6, 0.3, Size.C),
        (40, 40, 3.0, 1.0, Size.C),
        (19, 40, -3.0, 0.3, None),
        (40, 19, -3.0, 0.3, None),
        (40, 40, float("nan"), float("nan"), None),
    ],
)
def test_classes_are_those_of_ets(focal: int, others: int, delta: float, error: float, size: Size | None) -> None:
    assert Difference(focal, others, delta, error).size is size


def frame(focal: str, others: str, **more: object) -> pd.DataFrame:
    """Two groups who do equally well in the rest."""
    rows = [{"right": one == "1", "rest": float(place), **more} for place, one in enumerate(focal)]
    rows += [{"right": one == "1", "rest": float(place)} for place, one in enumerate(others)]
    return answers(*rows)


def test_strata_hold_people_who_do_about_as_well() -> None:
    both = frame("0011100111", "1111111110", tongue="ar")
    assert strata(both, both["tongue"] == "ar") == [
        Stratum(0, 2, 2, 0),
        Stratum(2, 0, 2, 0),
        Stratum(1, 1, 2, 0),
        Stratum(1, 1, 2, 0),
        Stratum(2, 0, 1, 1),
    ]


def test_a_group_is_compared_with_who_does_as_well_not_with_everybody() -> None:
    # The group knows less all over; among equals the item is the same.
    rows = [{"right": place % 2 == 0, "rest": 0.0, "tongue": "ar"} for place in range(40)]
    rows += [{"right": place % 2 == 0, "rest": 0.0, "tongue": "uk"} for place in range(10)]
    rows += [{"right": place % 8 != 0, "rest": 5.0, "tongue": "uk"} for place in range(40)]
    rows += [{"right": place % 8 != 0, "rest": 5.0, "tongue": "ar"} for place in range(8)]
    mixed = answers(*rows)
    found = difference(mixed, mixed["tongue"] == "ar")
    assert found is not None
    assert abs(found.delta) < 0.6
    assert found.size is Size.A


def test_tongues_of_few_people_are_not_named() -> None:
    rows = [{"tongue": "ar", "right": place % 2 == 0, "rest": float(place)} for place in range(8)]
    rows += [{"tongue": "uk", "rest": float(place)} for place in range(5)]
    rows += [{"tongue": "fa", "rest": float(place)} for place in range(4)]
    rows += [{"tongue": "", "rest": float(place)} for place in range(30)]
    assert [(tongue, found.focal, found.others) for tongue, found in by_tongue(answers(*rows))] == [
        ("ar", 8, 9),
        ("uk", 5, 12),
    ]


def test_a_tongue_beside_which_few_are_left_is_not_compared() -> None:
    rows = [{"tongue": "ar"}] * 20 + [{"tongue": "fa"}] * 4
    assert list(by_tongue(answers(*rows))) == []


def test_who_was_not_asked_about_cyrillic_is_in_no_comparison() -> None:
    rows = [{"cyrillic": place < 6, "rest": float(place % 6)} for place in range(12)] + [{"cyrillic": pd.NA}] * 10
    found = by_cyrillic(answers(*rows))
    assert found is not None
    assert (found.focal, found.others) == (6, 6)
    assert by_cyrillic(answers(*rows[:10])) is None
