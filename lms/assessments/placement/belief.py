"""What is believed of a person's ability, and what an answer does to it.

A belief is a probability for each ability of the grid. The response model is the logistic one with discrimination a,
difficulty b and guessing c (Birnbaum, in Lord and Novick, 1968): P(right) = c + (1 - c) / (1 + exp(-a (ability - b))).
"""

import enum
from math import sqrt

import numpy as np

from lms.assessments.placement.scale import GRID, IN_COURSE, START_SD, START_UNASKED, STARTS, Floats


class Outcome(enum.StrEnum):
    """What came of one item."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"
    """“I don’t know”: the person says that they would only guess."""


def know(a: Floats | float, b: Floats | float, spread: Floats | float = 0.0) -> Floats:
    """How likely each ability of the grid knows each item; shape (items, grid), or (grid,) for one item.

    `spread` is the standard deviation with which a difficulty is known. An item whose difficulty is uncertain says
    less: its curve is averaged over the difficulties it may have, by the probit approximation of the average of a
    logistic curve (MacKay, 1992, Neural Computation 4(5), equation 10), a / sqrt(1 + pi (a spread)^2 / 8).
    """
    steep = np.asarray(a) / np.sqrt(1 + np.pi * (np.asarray(a) * np.asarray(spread)) ** 2 / 8)
    distance = np.asarray(GRID - np.asarray(b)[..., None])
    return np.asarray(1 / (1 + np.exp(-steep[..., None] * distance)))


def right(knows: Floats, c: Floats | float) -> Floats:
    """How likely each ability is right, knowing or by chance; shapes as of `know`."""
    chance = np.asarray(c)[..., None]
    return np.asarray(chance + (1 - chance) * knows)


def start(can_do: int | None = None) -> Floats:
    """The first belief, from how many of the five statements a person says of themselves (None: not asked)."""
    mean = START_UNASKED if can_do is None else STARTS[can_do]
    return normalised(np.exp(-np.square((GRID - mean) / START_SD) / 2))


def update(belief: Floats, a: float, b: float, c: float, outcome: Outcome, spread: float = 0.0) -> Floats:
    """The belief after an answer.

    Being wrong takes not knowing and an unlucky guess, and the luck is the same for every ability; so “I don’t know”
    says of ability what a wrong answer says. It is kept apart because it says more about the person: they do not
    guess, and they are spared the guess.
    """
    knows = know(a, b, spread)
    return normalised(belief * (right(knows, c) if outcome is Outcome.RIGHT else 1 - knows))


def normalised(weights: Floats) -> Floats:
    """Weights that add up to one."""
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def courses(belief: Floats) -> Floats:
    """How likely the person belongs in each course; shape (courses,)."""
    return np.asarray(belief @ IN_COURSE)


def mean_and_sd(belief: Floats) -> tuple[float, float]:
    """The expected ability and its standard deviation, in logits."""
    mean = float(belief @ GRID)
    variance = float(belief @ np.square(GRID - mean))
    return mean, sqrt(max(0.0, variance))
