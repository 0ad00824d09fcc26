"""The scale of the placement, chance, and the letters that come first."""

from itertools import pairwise

import numpy as np
import pytest

from lms.assessments.placement import stages
from lms.assessments.placement.scale import (
    BELONGS,
    COURSES,
    CUTS,
    GRID,
    IN_COURSE,
    ITEM_MEANS,
    expected_difficulty,
    guessing,
)
from lms.assessments.placement.stages import LETTERS, Reading
from lms.assessments.states import ItemKind, ItemLevel, Within
from tests.assessments.judging.items import BODIES


def test_every_ability_belongs_in_one_course_and_courses_go_up() -> None:
    assert IN_COURSE.sum(axis=1).tolist() == [1.0] * len(GRID)
    assert np.diff(BELONGS).min() == 0 and set(BELONGS) == set(range(len(COURSES)))


def test_a_cut_lies_a_little_above_the_items_of_the_level_below_it() -> None:
    for (below, above), cut in zip(pairwise(ITEM_MEANS.values()), CUTS.values(), strict=True):
        assert below < cut < above
        assert cut - below < above - cut or cut - below == pytest.approx(0.8)


def test_the_writers_judgement_moves_an_item_within_its_level() -> None:
    easy, middle, hard = (expected_difficulty(ItemLevel.A2, within) for within in Within)
    assert easy < middle == ITEM_MEANS[ItemLevel.A2] < hard
    assert hard < expected_difficulty(ItemLevel.B1, Within.EASY)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ItemKind.SINGLE_CHOICE, 1 / 3),
        (ItemKind.TRUE_FALSE, 1 / 3),
        (ItemKind.SEVERAL_CHOICES, 1 / 15),
        (ItemKind.GAP_LIST, 1 / 9),
        (ItemKind.MATCHING, 1 / (4 * 3 * 2)),
        (ItemKind.GAP_TYPED, 0.02),
        (ItemKind.ORDERING, 0.05),
        (ItemKind.WRITTEN, 0.0),
    ],
)
def test_how_often_somebody_is_right_by_chance(kind: ItemKind, expected: float) -> None:
    assert guessing(kind, BODIES[kind]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rights", "over"),
    [
        ([False] * 3, False),
        ([False] * 4, True),
        ([False, False, False, True], False),
        ([True] * 7, False),
        ([True] * 8, True),
        ([False] * 3 + [True] + [False] * 4, True),
    ],
)
def test_when_the_letters_are_over(rights: list[bool], over: bool) -> None:
    assert stages.letters_over(rights, LETTERS) is over


@pytest.mark.parametrize(
    ("right", "found"),
    [
        (0, Reading.NOT_YET),
        (3, Reading.NOT_YET),
        (4, Reading.UNSURE),
        (5, Reading.UNSURE),
        (6, Reading.READS),
        (8, Reading.READS),
    ],
)
def test_what_the_letters_found(right: int, found: Reading) -> None:
    assert stages.reading([True] * right + [False] * (LETTERS - right)) is found
