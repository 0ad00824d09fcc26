"""What is believed of a person's ability, and what an answer does to it."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.placement import belief
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given, beliefs
from lms.assessments.placement.scale import CUTS, GRID, STARTS, Floats
from tests.assessments.placement.strategies import GIVEN

AT_ZERO = int(np.argmin(np.abs(GRID)))


def test_the_curve_is_the_logistic_one_with_guessing() -> None:
    knows = belief.know(1.2, 1.0)
    assert knows[AT_ZERO] == pytest.approx(1 / (1 + exp(1.2)))
    assert belief.right(knows, 0.25)[AT_ZERO] == pytest.approx(0.25 + 0.75 / (1 + exp(1.2)))


def test_many_items_have_a_curve_each() -> None:
    several = belief.right(belief.know(np.array([1.0, 1.5]), np.array([-1.0, 2.0])), np.array([0.0, 0.25]))
    assert several.shape == (2, len(GRID))
    assert several[1] == pytest.approx(belief.right(belief.know(1.5, 2.0), 0.25))


def test_an_item_whose_difficulty_is_uncertain_says_less() -> None:
    start = belief.start()
    sure, unsure = (belief.update(start, 1.2, 0.0, 0.0, Outcome.RIGHT, spread) for spread in (0.0, 0.7))
    before = belief.mean_and_sd(start)[0]
    assert before < belief.mean_and_sd(unsure)[0] < belief.mean_and_sd(sure)[0]


def test_what_one_says_of_oneself_sets_where_one_begins_and_no_more() -> None:
    means = [belief.mean_and_sd(belief.start(said))[0] for said in range(len(STARTS))]
    assert means == sorted(means)
    # Nobody is sure of a course because of what they say.
    assert max(max(belief.courses(belief.start(said))) for said in range(len(STARTS))) < 0.7


@given(st.lists(GIVEN, max_size=25))
def test_whatever_is_answered_a_belief_is_a_probability(answers: list[Given]) -> None:
    for now in beliefs(belief.start(), answers):
        assert np.isfinite(now).all() and (now >= 0).all()
        assert now.sum() == pytest.approx(1)
        assert belief.courses(now).sum() == pytest.approx(1)


@given(st.lists(GIVEN, min_size=2, max_size=8), st.data())
def test_the_order_of_answers_says_nothing(answers: list[Given], data: st.DataObject) -> None:
    other = data.draw(st.permutations(answers))
    assert beliefs(belief.start(), answers)[-1] == pytest.approx(beliefs(belief.start(), other)[-1])


@given(st.lists(GIVEN, max_size=6), GIVEN)
def test_being_right_never_speaks_against_somebody(answers: list[Given], one: Given) -> None:
    before = beliefs(belief.start(), answers)[-1]

    def mean(outcome: Outcome) -> float:
        return belief.mean_and_sd(belief.update(before, one.a, one.b, one.c, outcome, one.spread))[0]

    now = belief.mean_and_sd(before)[0]
    assert mean(Outcome.WRONG) - 1e-9 <= now <= mean(Outcome.RIGHT) + 1e-9
    assert mean(Outcome.UNKNOWN) == mean(Outcome.WRONG)


@pytest.mark.parametrize(("ability", "course"), [(-4.0, 0), (-1.0, 1), (1.0, 2), (3.0, 3)])
def test_a_belief_in_one_ability_is_a_belief_in_its_course(ability: float, course: int) -> None:
    certain: Floats = (np.abs(GRID - ability) < 0.01).astype(float)
    assert belief.courses(certain)[course] == pytest.approx(1)


def test_a_course_begins_at_its_cut() -> None:
    for place, cut in enumerate(CUTS.values()):
        certain = (np.abs(GRID - cut) < 0.01).astype(float)
        assert belief.courses(certain)[place + 1] == pytest.approx(1)
