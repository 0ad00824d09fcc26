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

from lms.assessments.calibration.curves import GUESSES, RIGHT, WRONG, Answers, Curves, Population
from lms.assessments.placement.scale import GRID, Floats

AT_A_TIME = 2000
"""People who are weighed together, so that memory does not grow with their number."""


@dataclass(frozen=True)
class Weighed:
    """Some people who guess as often: what they answered, and how likely each stands where."""

    who: NDArray[np.int64]
    """Their places among all people."""
    guess: int
    """Their place in GUESSES."""
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
    """Shape (guesses, items, grid)."""
    wrong: Floats
    people: int
    log_likelihood: float
    population: Population
    """The people themselves, as normal as their answers say."""

    @property
    def asked(self) -> Floats:
        """How many people of each ability were asked; shape (guesses, items, grid)."""
        return self.right + self.wrong


def weigh(answers: Answers, curves: Curves, population: Population) -> Iterator[Weighed]:
    """Where each person stands, some people at a time."""
    likely = curves.right()
    log_right, log_wrong = np.log(likely), np.log1p(-likely)
    for guess in range(len(GUESSES)):
        alike = np.flatnonzero(answers.guess == guess)
        for first in range(0, len(alike), AT_A_TIME):
            who = alike[first : first + AT_A_TIME]
            right, wrong = answers.table[who] == RIGHT, answers.table[who] == WRONG
            logs = right @ log_right[guess] + wrong @ log_wrong[guess] + population.log_weights(answers.said[who])
            top = logs.max(axis=1, keepdims=True)
            weights = np.exp(logs - top)
            total = weights.sum(axis=1, keepdims=True)
            found = float((np.log(total) + top).sum())
            yield Weighed(
                who, guess, right.astype(float), wrong.astype(float), answers.said[who], weights / total, found
            )


def expect(
    answers: Answers, curves: Curves, population: Population, counted: NDArray[np.bool_] | None = None
) -> Expected:
    """What the answers say together; all of them say where people stand, and those `counted` how they did there."""
    shape = (len(GUESSES), len(curves.b), len(GRID))
    right, wrong, logs, sums = np.zeros(shape), np.zeros(shape), 0.0, np.zeros(6)
    every = np.ones_like(answers.table, dtype=bool) if counted is None else counted
    for some in weigh(answers, curves, population):
        right[some.guess] += (some.right * every[some.who]).T @ some.stand
        wrong[some.guess] += (some.wrong * every[some.who]).T @ some.stand
        logs += some.log_likelihood
        sums += _sums(some)
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
