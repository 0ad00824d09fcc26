"""Whether an item behaves as its curve says: mean squares of residuals, and the bounds within which they are chance.

A residual compares an answer with what the person's other answers predict. Mean squares of residuals, each divided by
its variance (Wright and Masters, 1982, Rating Scale Analysis, chapter 5), are 1 as expected; more is noise, less is too
good to be true. Bounds are by their standard errors: the usual 0.7 and 1.3 are for tests that everybody takes whole,
and would pass anything in an adaptive one, where all answers are open.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.assessments.calibration.curves import Answers, Curves, Population
from lms.assessments.calibration.expecting import weigh
from lms.assessments.placement.scale import Floats

JUDGED_FROM = 30
"""Answers below which nothing is said about fit or drift."""
FIT_ERRORS, FIT_LEAST = 3.0, 0.05
"""An item misfits when a mean square is further from 1 than so many standard errors, and than so much."""


@dataclass(frozen=True)
class MeanSquares:
    """How noisy the answers to each item are; nan where nobody answered. Shape (items,) each."""

    infit: Floats
    """Weighted by information: of people near the item."""
    infit_error: Floats
    outfit: Floats
    """Unweighted: sensitive to surprises of people far from it."""
    outfit_error: Floats
    answers: Floats

    def misfits(self) -> NDArray[np.bool_]:
        """Which items are not answered as their curves say. Never one of fewer answers than JUDGED_FROM."""
        pairs = ((self.infit, self.infit_error), (self.outfit, self.outfit_error))
        outside = [np.abs(square - 1) > np.maximum(FIT_LEAST, FIT_ERRORS * error) for square, error in pairs]
        return np.asarray((outside[0] | outside[1]) & (self.answers >= JUDGED_FROM))


def mean_squares(curves: Curves, population: Population, answers: Answers) -> MeanSquares:
    """Infit and outfit of each item, with their standard errors under the model."""
    likely = curves.right()
    sums = np.zeros((6, len(curves.b)))
    for some in weigh(answers, curves, population):
        here = likely[some.guess]
        predicted = np.where(some.right, _predicted(some.stand, here), 1 - _predicted(some.stand, 1 - here))
        sums += _summed(predicted, some.right, some.right + some.wrong)
    squares, variance, of_squares, ratios, of_ratios, asked = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        return MeanSquares(
            squares / variance, np.sqrt(of_squares) / variance, ratios / asked, np.sqrt(of_ratios) / asked, asked
        )


def _predicted(stand: Floats, likely: Floats) -> Floats:
    """How likely each person was to answer as they did, by their other answers alone; shape (people, items).

    Where a person stands without one answer is where they stand with it, divided by how likely it is; summed over the
    grid that leaves the harmonic mean of how likely it is.
    """
    return np.clip(1 / (stand @ (1 / likely).T), 1e-6, 1 - 1e-6)


def _summed(predicted: Floats, right: Floats, asked: Floats) -> Floats:
    """Sums over people: squares, their variances, ratios, their variances, answers; shape (6, items)."""
    variance = predicted * (1 - predicted)
    squares = np.square(right - predicted)
    each = (squares, variance, variance * (1 - 4 * variance), squares / variance, 1 / variance - 4, np.ones_like(asked))
    return np.array([(one * asked).sum(axis=0) for one in each])
