"""How well curves are known: standard errors from what each person's answers say about them.

The information is the sum of the products of the persons' scores (the empirical information; Meilijson, 1989, Journal
of the Royal Statistical Society B 51, 127-138) and of what was believed before. It counts that abilities are not known;
it takes the population, the tie of the scale and, with one slope, the common discrimination as given.
"""

from dataclasses import dataclass

import numpy as np

from lms.assessments.calibration.curves import Answers
from lms.assessments.calibration.expecting import Weighed, weigh
from lms.assessments.calibration.fitting import Fit, Model
from lms.assessments.calibration.improving import Priors, directions
from lms.assessments.placement.scale import Floats


@dataclass(frozen=True)
class Errors:
    """Standard errors of difficulties, and of the logarithms of discriminations; shape (items,) each."""

    b: Floats
    log_a: Floats


def errors(found: Fit, answers: Answers, model: Model, priors: Priors | None = None) -> Errors:
    """The standard errors of a fit; enormous where neither answers nor beliefs say anything."""
    items = len(found.curves.b)
    hard, steep = (priors or Priors.none(items)).precision
    known = np.repeat([hard, steep], items)
    parts = _Parts.of(found, 1 if model is Model.RASCH else 2)
    known = known[: items * len(parts.right)]
    # What nothing is known of gets a large error instead of a division by zero.
    information = np.diag(known + 1e-12)
    for some in weigh(answers, found.curves, found.population):
        scores = parts.scores(some)
        information += scores.T @ scores
    each = np.sqrt(np.diag(np.linalg.inv(information)))
    return Errors(each[:items], each[items:] if len(each) > items else np.zeros(items))


@dataclass(frozen=True)
class _Parts:
    """What being right and being wrong adds to the score of a person of each ability, parameter by parameter."""

    right: list[Floats]
    """Each of the shape (guesses, items, grid)."""
    wrong: list[Floats]

    @classmethod
    def of(cls, found: Fit, parameters: int) -> "_Parts":
        likely, slope = found.curves.right(), found.curves.slope()
        along = directions(found.curves)[:parameters]
        return cls([slope / likely * by for by in along], [-slope / (1 - likely) * by for by in along])

    def scores(self, some: Weighed) -> Floats:
        """The scores of some people; shape (people, parameters)."""
        pairs = [(up[some.guess].T, down[some.guess].T) for up, down in zip(self.right, self.wrong, strict=True)]
        return np.hstack([some.right * (some.stand @ up) + some.wrong * (some.stand @ down) for up, down in pairs])
