"""When a placement ends: sure enough, long enough, at the floor, or between two courses for good."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.placement import belief, rules
from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given, Stop, Terms, over
from lms.assessments.placement.scale import COURSES, GRID, Floats
from lms.courses.states import Level
from tests.assessments.placement.strategies import GIVEN

TERMS = Terms()
RIGHT = Given(1.2, 0.0, 0.0, 0.0, Outcome.RIGHT)
WRONG, UNKNOWN = replace(RIGHT, outcome=Outcome.WRONG), replace(RIGHT, outcome=Outcome.UNKNOWN)


def around(mean: float, sd: float) -> Floats:
    return belief.normalised(np.exp(-np.square((GRID - mean) / sd) / 2))


SURE_A1, SURE_LITERACY = around(-1.2, 0.3), around(-4.0, 0.4)
BETWEEN, WIDE = around(0.1, 0.35), around(-0.2, 1.2)


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
        # Whoever stands near a cut is asked on while that makes the choice better, and no longer.
        (BETWEEN, [RIGHT] * 5, None),
        (BETWEEN, [RIGHT] * 6, Stop.BETWEEN),
        (WIDE, [RIGHT] * 6, None),
        (WIDE, [RIGHT] * 24, None),
        (WIDE, [RIGHT] * 25, Stop.LONG_ENOUGH),
        (SURE_A1, [RIGHT] * 25, Stop.SURE),
    ],
)
def test_when_it_ends(now: Floats, given: list[Given], expected: Stop | None) -> None:
    assert over(now, given) is expected


@given(st.lists(GIVEN, max_size=30), st.floats(-4.5, 4.5), st.floats(0.1, 2))
def test_it_never_ends_before_six_unless_at_the_floor_and_never_goes_on_after_twenty_five(
    answers: list[Given], mean: float, sd: float
) -> None:
    stop = over(around(mean, sd), answers)
    if len(answers) < TERMS.least:
        assert stop in (None, Stop.FLOOR)
    if len(answers) < TERMS.floor:
        assert stop is None
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


def test_the_terms_decide() -> None:
    assert over(SURE_A1, [RIGHT] * 3, replace(TERMS, least=3)) is Stop.SURE
    assert over(SURE_A1, [RIGHT] * 6, replace(TERMS, sure=0.9999, cost=0.0)) is None
    assert over(BETWEEN, [RIGHT] * 6, replace(TERMS, cost=0.0)) is None
    assert over(WIDE, [RIGHT] * 6, replace(TERMS, cost=0.2)) is Stop.BETWEEN
    assert over(WIDE, [RIGHT] * 9, replace(TERMS, most=9)) is Stop.LONG_ENOUGH


def test_every_step_is_kept_for_explaining() -> None:
    first = belief.start(2)
    steps = rules.beliefs(first, [RIGHT, WRONG])
    assert len(steps) == 3 and steps[0] is first
    assert steps[2] == pytest.approx(belief.update(steps[1], 1.2, 0.0, 0.0, Outcome.WRONG))
