"""When a placement ends: sure enough, long enough, at the floor, or between two courses for good."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.placement import belief, rules
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given, Stop, Terms, over
from lms.assessments.placement.scale import COURSES, CUTS, GRID, Floats
from lms.courses.states import Level
from tests.assessments.placement.strategies import GIVEN

TERMS = Terms()
RIGHT = Given(1.2, 0.0, 0.0, 0.0, Outcome.RIGHT)
WRONG, UNKNOWN = replace(RIGHT, outcome=Outcome.WRONG), replace(RIGHT, outcome=Outcome.UNKNOWN)


def around(mean: float, sd: float) -> Floats:
    return belief.normalised(np.exp(-np.square((GRID - mean) / sd) / 2))


SURE_A1, SURE_LITERACY = around(-1.2, 0.3), around(-4.0, 0.4)
BETWEEN, WIDE = around(-0.2, 0.35), around(-0.2, 1.2)


@pytest.mark.parametrize(
    ("now", "given", "expected"),
    [
        (SURE_A1, [RIGHT] * 5, None),
        (SURE_A1, [RIGHT] * 6, Stop.SURE),
        # At the floor nobody is asked on for nothing, and one right answer is not nothing.
        (SURE_LITERACY, [WRONG] * 3, None),
        (SURE_LITERACY, [WRONG, UNKNOWN] * 2, Stop.FLOOR),
        (SURE_LITERACY, [WRONG] * 3 + [RIGHT], None),
        (SURE_A1, [WRONG] * 4, None),
        (BETWEEN, [RIGHT] * 13, None),
        (BETWEEN, [RIGHT] * 14, Stop.BETWEEN),
        (WIDE, [RIGHT] * 14, None),
        (WIDE, [RIGHT] * 24, None),
        (WIDE, [RIGHT] * 25, Stop.LONG_ENOUGH),
        (SURE_A1, [RIGHT] * 25, Stop.SURE),
    ],
)
def test_when_it_ends(now: Floats, given: list[Given], expected: Stop | None) -> None:
    if expected is None and now is WIDE and len(given) >= TERMS.settle_from:
        # Far from sure with hardly anything left: it cannot settle any more.
        expected = Stop.BETWEEN if rules.may_settle(rules.standing(now), 25 - len(given)) < TERMS.settle else None
    assert over(now, given) is expected


@given(st.lists(GIVEN, max_size=30), st.floats(-4.5, 4.5), st.floats(0.1, 2))
def test_it_never_ends_before_six_unless_at_the_floor_and_never_goes_on_after_twenty_five(
    answers: list[Given], mean: float, sd: float
) -> None:
    stop = over(around(mean, sd), answers)
    if len(answers) < TERMS.least:
        assert stop in (None, Stop.FLOOR)
    if len(answers) >= TERMS.most:
        assert stop is not None
    if stop is Stop.SURE:
        assert rules.standing(around(mean, sd)).sure >= TERMS.sure
    if stop is Stop.FLOOR:
        assert rules.standing(around(mean, sd)).proposal is Level.LITERACY


@given(st.floats(-4.5, 4.5), st.floats(0.1, 2))
def test_the_proposal_is_the_most_likely_course(mean: float, sd: float) -> None:
    now = rules.standing(around(mean, sd))
    assert list(now.courses) == list(COURSES)
    assert sum(now.courses.values()) == pytest.approx(1)
    assert now.sure == max(now.courses.values()) == now.courses[now.proposal]


@given(st.floats(-4, 4), st.floats(0.2, 1.5))
def test_what_may_still_be_settled_is_a_probability_and_nothing_left_settles_nothing(mean: float, sd: float) -> None:
    now = rules.standing(around(mean, sd))
    assert all(0 <= rules.may_settle(now, left) <= 1 for left in range(25))
    # Of whoever stands at a cut nothing becomes sure without another answer.
    if now.sure < 0.6:
        assert rules.may_settle(now, 0) < 0.05


def test_it_settles_less_the_nearer_a_cut_is() -> None:
    cut = CUTS[Level.A2]
    settles = [rules.may_settle(rules.standing(around(cut + distance, 0.5)), 5) for distance in (0.0, 0.4, 0.9)]
    assert settles == sorted(settles) and settles[0] < 0.5 < settles[-1]


def test_every_step_is_kept_for_explaining() -> None:
    first = belief.start(2)
    steps = rules.beliefs(first, [RIGHT, WRONG])
    assert len(steps) == 3 and steps[0] is first
    assert steps[2] == pytest.approx(belief.update(steps[1], 1.2, 0.0, 0.0, Outcome.WRONG))
