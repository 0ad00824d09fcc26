"""Whether one more item is worth asking: the optimal stopping of a placement, worked out backwards from its end.

An item costs the person a minute, and makes it likelier that the course that is found is the right one. Asking on is
worth it where the best way of going on gains more than its items cost. (Backward induction: DeGroot, 1970, Optimal
Statistical Decisions, chapter 12; for tests: Lewis and Sheehan, 1990, Applied Psychological Measurement 14(4).)

To look ahead the belief is taken as normal. An item adds as much to its precision whatever the answer, and moves its
mean by a normal step of variance 1 / p - 1 / (p + gain), where p is the precision before (Raiffa and Schlaifer, 1961).
"""

from functools import cache
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from lms.assessments.placement.scale import CUTS, GRID, Floats

MEANS: Floats = np.linspace(GRID[0], GRID[-1], 201)
"""The means at which the worth is worked out: close together, since a late item moves a mean by a tenth of a logit."""
LOWEST = 0.25
"""The least precision at which it is: that of a belief with a standard deviation of two logits."""
PARTS = 2
"""Rows of precision that one item passes."""
BEYOND = 15
"""By so many items the last row is further than the longest placement leads: beliefs begin with some precision."""

_erf = np.vectorize(erf, otypes=[float])


def is_worth_asking(mean: float, sd: float, left: int, most: int, gain: float, cost: float) -> bool:
    """Whether a belief with this mean and standard deviation, in logits, is worth another item.

    Of `most` items `left` may still be asked. Each is taken to add `gain` to the precision, in 1 / logit^2, and is
    worth asking when it makes the right course likelier by `cost`.
    """
    worth = _table(most, gain, cost)
    row = round((1 / max(sd, 0.01) ** 2 - LOWEST) / gain * PARTS)
    column = round((mean - MEANS[0]) / (MEANS[1] - MEANS[0]))
    return bool(worth[min(max(row, 0), len(worth) - 1), left, min(max(column, 0), len(MEANS) - 1)])


@cache
def _table(most: int, gain: float, cost: float) -> NDArray[np.bool_]:
    """Where another item is worth asking; shape (precisions, items left, means).

    What can be had from a row rests on the row that one item leads to, so the rows are worked out from the last.
    """
    precisions = LOWEST + gain / PARTS * np.arange(PARTS * (most + BEYOND))
    best = np.empty((len(precisions), most + 1, len(MEANS)))
    worth = np.zeros(best.shape, dtype=bool)
    for row in reversed(range(len(precisions))):
        now = sureness(MEANS, 1 / sqrt(precisions[row]))
        best[row] = now
        if row + PARTS < len(precisions):
            asked = best[row + PARTS, :-1] @ _moves(precisions[row], gain).T - cost
            worth[row, 1:] = asked > now
            best[row, 1:] = np.maximum(asked, now)
    return worth


def _moves(precision: float, gain: float) -> Floats:
    """How likely an item moves the mean from each to each; shape (means, means)."""
    variance = 1 / precision - 1 / (precision + gain)
    weights = np.exp(-np.square(MEANS[:, None] - MEANS) / (2 * variance))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def sureness(mean: Floats, sd: float) -> Floats:
    """How likely the likeliest course is, for normal beliefs with these means and one standard deviation."""
    cuts = np.array(list(CUTS.values()))[:, None]
    below = (1 + _erf((cuts - mean) / (sd * sqrt(2)))) / 2
    edges = np.concatenate([np.zeros((1, len(mean))), below, np.ones((1, len(mean)))])
    return np.asarray(np.diff(edges, axis=0).max(axis=0))
