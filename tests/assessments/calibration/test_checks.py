"""Fit, with figures worked out by hand."""

import numpy as np
import pytest

from lms.assessments.calibration.checks import MeanSquares, mean_squares
from lms.assessments.calibration.curves import NOT_ASKED, Answers, Curves, Population

NOBODY_DIFFERS = Population(0, 0, 0.01)
"""Everybody has the ability 0, whatever they answer."""
EASY = Curves(np.ones(1), np.array([-np.log(3)]), np.zeros(1))
"""Somebody of ability 0 is right three times of four: the variance of an answer is 3/16."""


def answered(right: int, wrong: int) -> Answers:
    return Answers.of(np.array([[1]] * right + [[0]] * wrong + [[NOT_ASKED]] * 3, dtype=np.int8))


@pytest.mark.parametrize(
    ("right", "wrong", "square"),
    [
        (75, 25, 1),
        # 100 x (1/4)^2 of 100 x 3/16
        (100, 0, 1 / 3),
        # (50 x 1/16 + 50 x 9/16) of 100 x 3/16
        (50, 50, 5 / 3),
    ],
)
def test_mean_squares_compare_squares_with_the_variance(right: int, wrong: int, square: float) -> None:
    found = mean_squares(EASY, NOBODY_DIFFERS, answered(right, wrong))
    assert found.infit == pytest.approx([square], abs=1e-3)
    assert found.outfit == pytest.approx([square], abs=1e-3)
    assert found.answers == [100]


def test_their_errors_are_those_of_the_model() -> None:
    # The variance of a square is 3/16 (1 - 4 x 3/16) = 3/64, of a ratio 16/3 - 4 = 4/3; of 100 answers.
    found = mean_squares(EASY, NOBODY_DIFFERS, answered(75, 25))
    assert found.infit_error == pytest.approx([np.sqrt(300 / 64) / (300 / 16)], abs=1e-3)
    assert found.outfit_error == pytest.approx([np.sqrt(400 / 3) / 100], abs=1e-3)


def test_an_answer_is_compared_with_what_the_others_predict() -> None:
    # Two people, two items: what somebody is right in is predicted by the other item only.
    curves, people = Curves(np.full(2, 2.0), np.zeros(2), np.zeros(2)), Population()
    agree = mean_squares(curves, people, Answers.of(np.array([[1, 1], [0, 0]], dtype=np.int8)))
    differ = mean_squares(curves, people, Answers.of(np.array([[1, 0], [0, 1]], dtype=np.int8)))
    assert (agree.infit < 1).all()
    assert (differ.infit > 1).all()


def test_one_answer_alone_is_predicted_by_the_people() -> None:
    curves = Curves(np.full(1, 2.0), np.zeros(1), np.zeros(1))
    found = mean_squares(curves, Population(), Answers.of(np.array([[1]], dtype=np.int8)))
    assert found.infit == pytest.approx([1])


@pytest.mark.parametrize(
    ("infit", "outfit", "error", "answers", "misfit"),
    [
        (1.0, 1.0, 0.02, 400, False),
        (1.07, 1.0, 0.02, 400, True),
        (0.93, 1.0, 0.02, 400, True),
        (1.0, 1.07, 0.02, 400, True),
        (1.07, 1.0, 0.03, 400, False),
        (1.04, 1.0, 0.01, 4000, False),
        (2.0, 2.0, 0.1, 29, False),
        (np.nan, np.nan, np.nan, 0, False),
    ],
)
def test_an_item_misfits_by_its_errors_and_by_how_much(
    infit: float, outfit: float, error: float, answers: float, misfit: bool
) -> None:
    one = MeanSquares(*(np.array([value]) for value in (infit, error, outfit, error, answers)))
    assert list(one.misfits()) == [misfit]
