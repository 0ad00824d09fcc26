"""The M-step: curves that fit better what is expected, held by what was believed before anybody answered.

Fisher scoring for the logistic model with a fixed chance. Priors make it a marginal maximum a posteriori estimate:
normal for the difficulty, lognormal for the discrimination (Mislevy, 1986, Psychometrika 51, 177-195).
"""

from dataclasses import dataclass

import numpy as np

from lms.assessments.calibration.curves import Curves
from lms.assessments.calibration.expecting import Expected
from lms.assessments.placement.scale import GRID, Floats

STEPS = 3
"""Steps of scoring for each look at the people."""
FURTHEST = 1.0
"""No step of scoring goes further, in logits or in the logarithm of the discrimination."""
END = 10.0
"""No difficulty is further from 0: an item that everybody solves has none."""


@dataclass(frozen=True)
class Priors:
    """What is believed of items before anybody answers them: arrays of one length, (items,), and two spreads."""

    b: Floats
    log_a: Floats
    b_sd: float = np.inf
    log_a_sd: float = np.inf

    @classmethod
    def none(cls, items: int) -> "Priors":
        """Nothing is believed, for comparing with estimates by maximum likelihood."""
        return cls(np.zeros(items), np.zeros(items))

    @property
    def precision(self) -> tuple[float, float]:
        """What the belief in a difficulty and in the logarithm of a discrimination weighs: 1 / sd^2."""
        return self.b_sd**-2, self.log_a_sd**-2


def improve(curves: Curves, seen: Expected, priors: Priors, one_slope: bool) -> Curves:
    """Curves that fit better; with `one_slope` (Rasch) only the difficulties.

    The common discrimination of the Rasch model needs no step of its own: the spread of the people is free, and
    tying the scale turns one into the other.
    """
    for _ in range(STEPS):
        curves = _step(curves, seen, priors, one_slope)
    return curves


def _step(curves: Curves, seen: Expected, priors: Priors, one_slope: bool) -> Curves:
    hard, steep = priors.precision
    likely, slope = curves.right(), curves.slope()
    residual = (seen.right - seen.asked * likely) * slope / (likely * (1 - likely))
    weight = seen.asked * np.square(slope) / (likely * (1 - likely))
    by_b, by_a = directions(curves)
    to_b = (residual * by_b).sum(axis=(0, 2)) - (curves.b - priors.b) * hard
    to_a = (residual * by_a).sum(axis=(0, 2)) - (np.log(curves.a) - priors.log_a) * steep
    b_b = (weight * np.square(by_b)).sum(axis=(0, 2)) + hard + 1e-9
    a_a = (weight * np.square(by_a)).sum(axis=(0, 2)) + steep + 1e-9
    b_a = (weight * by_b * by_a).sum(axis=(0, 2))
    if one_slope:
        return _moved(curves, to_b / b_b, np.zeros_like(to_b))
    whole = b_b * a_a - np.square(b_a)
    return _moved(curves, (a_a * to_b - b_a * to_a) / whole, (b_b * to_a - b_a * to_b) / whole)


def directions(curves: Curves) -> tuple[Floats, Floats]:
    """How a (ability - b) changes with b and with log a; shape (items, grid) each."""
    along = curves.a[:, None] * (GRID - curves.b[:, None])
    return np.broadcast_to(-curves.a[:, None], along.shape), along


def _moved(curves: Curves, b: Floats, log_a: Floats) -> Curves:
    return Curves(
        curves.a * np.exp(np.clip(log_a, -FURTHEST, FURTHEST)),
        np.clip(curves.b + np.clip(b, -FURTHEST, FURTHEST), -END, END),
        curves.c,
    )
