"""Fitting curves to answers: EM on the grid until nothing moves, with the population estimated freely."""

import enum
from dataclasses import dataclass

import numpy as np

from lms.assessments.calibration.curves import Answers, Curves, Population
from lms.assessments.calibration.expecting import Expected, expect
from lms.assessments.calibration.improving import Priors, improve
from lms.assessments.calibration.tying import Tie, to_the_people
from lms.assessments.placement.scale import START_SD, START_UNASKED

STILL = 1e-4
"""Nothing moves any more when everything moves less, in logits."""
MOST = 500
"""Looks at the people after which it ends in any case."""


class Model(enum.StrEnum):
    """How much of an item is estimated."""

    RASCH = "rasch"
    """The difficulty; the discrimination is one number for all items."""
    TWO_PARAMETERS = "2pl"
    """Difficulty and discrimination."""


@dataclass(frozen=True)
class Fit:
    """Curves that explain the answers, and the people who gave them."""

    curves: Curves
    population: Population
    seen: Expected
    """What was expected of the people at these curves."""


def fit(
    answers: Answers,
    start: Curves,
    model: Model = Model.TWO_PARAMETERS,
    priors: Priors | None = None,
    tie: Tie = to_the_people,
) -> Fit:
    """Curves by marginal maximum likelihood, or a posteriori where there are priors.

    Each turn estimates curves and population apart and then ties the scale, which leaves the likelihood as it is: a
    parameter-expanded EM (Liu, Rubin and Wu, 1998, Biometrika 85, 755-770), faster than one with the population held.
    Raises ValueError when nobody answered.
    """
    if not len(answers.table):
        raise ValueError("Nobody answered.")
    beliefs = priors or Priors.none(len(start.b))
    curves, population = start, Population(START_UNASKED, 0.0, START_SD)
    for _ in range(MOST):
        seen = expect(answers, curves, population)
        better = improve(curves, seen, beliefs, model is Model.RASCH)
        unit, shift = tie(better, seen.population)
        before, people_before = curves, population
        curves, population = better.rescaled(unit, shift), seen.population.rescaled(unit, shift)
        if _moved(before, curves) < STILL and _shifted(people_before, population) < STILL:
            break
    curves = _where_answered(answers, curves, start, model)
    return Fit(curves, population, expect(answers, curves, population))


def _where_answered(answers: Answers, found: Curves, start: Curves, model: Model) -> Curves:
    """What nobody answered stays exactly where it started, however far from rest the last turn was."""
    answered = answers.counts() > 0
    steep = np.where(answered | (model is Model.RASCH), found.a, start.a)
    return Curves(steep, np.where(answered, found.b, start.b), found.c)


def _moved(before: Curves, after: Curves) -> float:
    return float(max(np.abs(after.b - before.b).max(), np.abs(np.log(after.a / before.a)).max()))


def _shifted(before: Population, after: Population) -> float:
    pairs = ((before.mean, after.mean), (before.per_statement, after.per_statement), (before.sd, after.sd))
    return max(abs(new - old) for old, new in pairs)
