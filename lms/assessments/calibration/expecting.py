"""The E-step: where people stand on the grid, as far as their answers and the present curves say.

Marginal maximum likelihood by EM, Bock and Aitkin (1981), Psychometrika 46, 443-459. Items a person was not asked
leave the likelihood; the engine chose them by the answers that are in it, so what is missing may be ignored (Rubin,
1976; Mislevy and Chang, 2000, Psychometrika 65, 149-156).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from lms.assessments.calibration.curves import RIGHT, WRONG, Answers, Curves, Population
from lms.assessments.placement.scale import GRID, Floats

AT_A_TIME = 2000
"""People who are weighed together, so that memory does not grow with their number."""


@dataclass(frozen=True)
class Weighed:
    """Some people: what they answered, and how likely each stands where."""

    right: Floats
    """One where an item was right; shape (people, items)."""
    wrong: Floats
    said: Floats
    stand: Floats
    """How likely each ability is; shape (people, grid)."""
    log_likelihood: float


@dataclass(frozen=True)
class Expected:
    """How many people of each ability were right and wrong in each item, as far as can be expected."""

    right: Floats
    """Shape (items, grid)."""
    wrong: Floats
    people: int
    log_likelihood: float
    population: Population
    """The people themselves, as normal as their answers say."""

    @property
    def asked(self) -> Floats:
        """How many people of each ability were asked; shape (items, grid)."""
        return self.right + self.wrong


def weigh(answers: Answers, curves: Curves, population: Population) -> Iterator[Weighed]:
    """Where each person stands, some people at a time."""
    likely = curves.right()
    log_right, log_wrong = np.log(likely), np.log1p(-likely)
    for first in range(0, len(answers.table), AT_A_TIME):
        table, said = answers.table[first : first + AT_A_TIME], answers.said[first : first + AT_A_TIME]
        right, wrong = (table == RIGHT).astype(float), (table == WRONG).astype(float)
        joint = right @ log_right + wrong @ log_wrong + population.log_weights(said)
        top = joint.max(axis=1, keepdims=True)
        weights = np.exp(joint - top)
        total = weights.sum(axis=1, keepdims=True)
        yield Weighed(right, wrong, said, weights / total, float((np.log(total) + top).sum()))


def expect(
    answers: Answers, curves: Curves, population: Population, counted: NDArray[np.bool_] | None = None
) -> Expected:
    """What the answers say together; all of them say where people stand, and those `counted` how they did there."""
    shape = (len(curves.b), len(GRID))
    right, wrong, logs, first = np.zeros(shape), np.zeros(shape), 0.0, 0
    every = np.ones_like(answers.table, dtype=bool) if counted is None else counted
    sums = np.zeros(6)
    for some in weigh(answers, curves, population):
        count = every[first : first + len(some.said)]
        right += (some.right * count).T @ some.stand
        wrong += (some.wrong * count).T @ some.stand
        logs += some.log_likelihood
        sums += _sums(some)
        first += len(some.said)
    return Expected(right, wrong, len(answers.table), logs, _population(sums))


def _sums(some: Weighed) -> Floats:
    """What the regression of ability on statements needs of some people: n, x, xx, y, xy, yy."""
    said, mean = some.said, some.stand @ GRID
    squares = (some.stand @ np.square(GRID)).sum()
    return np.array([len(said), said.sum(), said @ said, mean.sum(), said @ mean, squares])


def _population(sums: Floats) -> Population:
    x, xx, y, xy, yy = (float(one) for one in sums[1:] / sums[0])
    spread, together = xx - x**2, xy - x * y
    slope = together / spread if spread > 1e-9 else 0.0
    return Population(y - slope * x, slope, sqrt(max(yy - y**2 - slope * together, 1e-4)))
