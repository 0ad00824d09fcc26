"""Whether another item is worth asking, held against what the worth is defined by."""

from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.placement import belief
from lms.assessments.placement.rules import Terms
from lms.assessments.placement.scale import CUTS, GRID
from lms.assessments.placement.worth import is_worth_asking, sureness
from lms.courses.states import Level

TERMS = Terms()
MOST = TERMS.most
CUT = CUTS[Level.A2]
MEANS, SDS, LEFT = st.floats(-4.5, 4.5), st.floats(0.25, 1.8), st.integers(0, MOST)


def worth(mean: float, sd: float, left: int, gain: float = TERMS.gain, cost: float = TERMS.cost) -> bool:
    return is_worth_asking(mean, sd, left, MOST, gain, cost)


@given(MEANS, st.floats(0.3, 1.5))
def test_how_sure_a_normal_belief_is_agrees_with_the_belief_on_the_grid(mean: float, sd: float) -> None:
    on_grid = belief.courses(belief.normalised(np.exp(-np.square((GRID - mean) / sd) / 2)))
    # A cut lies on a point of the grid, which counts as above it; half the point is a matter of 0.05 logit.
    assert sureness(np.array([mean]), sd)[0] == pytest.approx(on_grid.max(), abs=0.08)


@pytest.mark.parametrize(
    ("mean", "sd", "left", "expected"),
    [
        (CUT, 1.0, 19, True),
        (CUT, 0.7, 10, True),
        (CUT + 0.2, 0.4, 19, True),
        (CUT + 0.3, 0.4, 19, False),
        # In the middle of a course nothing is left to decide.
        (CUT + 1, 0.4, 19, False),
        (-4.4, 0.6, 19, False),
        (CUT + 0.6, 0.6, 19, True),
        (CUT + 0.6, 0.6, 3, False),
    ],
)
def test_what_is_worth_asking(mean: float, sd: float, left: int, expected: bool) -> None:
    assert worth(mean, sd, left) is expected


def test_one_item_is_worth_what_it_adds_to_the_best_choice() -> None:
    """With one item left the worth is an integral that can be worked out apart: Simpson's over the moved mean."""
    sd, mean = 0.6, CUT + 0.2
    after = 1 / sqrt(1 / sd**2 + TERMS.gain)
    moved = sqrt(sd**2 - after**2)
    z = np.linspace(-6, 6, 2001)
    weights = np.exp(-np.square(z) / 2)
    expected = float(sureness(mean + moved * z, after) @ weights / weights.sum())
    adds = expected - float(sureness(np.array([mean]), sd)[0])
    assert 0 < adds < 1
    assert worth(mean, sd, 1, cost=0.9 * adds)
    assert not worth(mean, sd, 1, cost=1.1 * adds)


@given(MEANS, SDS)
def test_when_nothing_may_be_asked_nothing_is_worth_asking(mean: float, sd: float) -> None:
    assert not worth(mean, sd, 0)


@given(MEANS, SDS, LEFT)
def test_with_more_items_left_it_is_never_worth_less(mean: float, sd: float, left: int) -> None:
    assert worth(mean, sd, left) <= worth(mean, sd, MOST)


@given(MEANS, SDS, LEFT)
def test_what_is_worth_a_high_price_is_worth_a_low_one(mean: float, sd: float, left: int) -> None:
    assert worth(mean, sd, left, cost=0.02) <= worth(mean, sd, left, cost=0.004)


@given(st.floats(-50, 50), st.floats(0, 50), LEFT)
def test_beliefs_beyond_what_was_worked_out_have_an_answer(mean: float, sd: float, left: int) -> None:
    assert worth(mean, sd, left) in (True, False)


def test_items_that_tell_nothing_are_not_worth_asking() -> None:
    assert not worth(CUT, 0.8, MOST, gain=0.001)
    assert worth(CUT, 0.8, MOST, gain=exp(0))
