"""Drift, with figures worked out by hand."""

import numpy as np
import pytest

from lms.assessments.calibration.curves import GUESSES, NOT_ASKED, Answers, Curves, Population
from lms.assessments.calibration.drifting import Displacement, displacement
from lms.assessments.calibration.expecting import Expected
from lms.assessments.placement.scale import GRID

MIDDLE = int(np.abs(GRID).argmin())
EASY = Curves(np.ones(1), np.array([-np.log(3)]), np.zeros(1))
"""Somebody of ability 0 is right three times of four."""


def at_zero(right: float, wrong: float) -> Expected:
    """So many people of ability 0 were right and wrong."""
    rights, wrongs = np.zeros((2, len(GUESSES), 1, len(GRID)))
    rights[-1, 0, MIDDLE], wrongs[-1, 0, MIDDLE] = right, wrong
    return Expected(rights, wrongs, int(right + wrong), 0.0, Population())


def test_displacement_is_one_step_from_the_difficulty_in_use() -> None:
    # 50 of 100 instead of 75: 25 too few, by an information of 100 x 3/16.
    found = displacement(EASY, at_zero(50, 50), np.array([0.3]))
    assert found.logits == pytest.approx([25 / 18.75])
    assert found.error == pytest.approx([np.sqrt(1 / 18.75 + 0.09)])
    assert found.answers == pytest.approx([100])


@pytest.mark.parametrize(
    ("logits", "error", "answers", "drifted"),
    [
        (0.6, 0.2, 60, True),
        (-0.6, 0.2, 60, True),
        (0.45, 0.1, 60, False),
        (0.6, 0.3, 60, False),
        (2.0, 0.2, 29, False),
        (np.nan, np.nan, 0, False),
    ],
)
def test_an_item_drifts_by_logits_and_by_errors(logits: float, error: float, answers: float, drifted: bool) -> None:
    one = Displacement(np.array([logits]), np.array([error]), np.array([answers]))
    assert list(one.drifts()) == [drifted]


def test_the_latest_answers_of_each_item_are_counted() -> None:
    table = np.array([[1, 0], [NOT_ASKED, 1], [0, 1], [1, NOT_ASKED]], dtype=np.int8)
    assert Answers.of(table).latest(2).tolist() == [[False, False], [False, True], [True, True], [True, False]]
