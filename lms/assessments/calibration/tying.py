"""Where a scale without a zero and a unit of its own is tied, so that old placements keep their meaning.

Answers alone leave both open: abilities x and difficulties b explain them as well as k x + m and k b + m with
discriminations a / k. The population is estimated freely, and the difficulties of anchors say which k and m it is:
their mean stays where it was, and so does the distance between easy and hard ones: the regression of the new
difficulties on the old ones has the slope one (linear linking with common items, Kolen and Brennan, 2014, Test
Equating, chapter 6). On the old ones, because true difficulties scatter around what a writer expects: the ratio of
standard deviations, the usual unit, would take that scatter for a wider scale and squeeze it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.assessments.calibration.curves import Curves, Population
from lms.assessments.placement.scale import Floats

Tie = Callable[[Curves, Population], tuple[float, float]]
"""What says the unit and the shift that bring a scale back to where it belongs."""
ANCHORS = 10
"""With fewer anchors only the mean is tied: a slope through fewer points says little."""
SPREAD = 0.5
"""Nor with anchors that lie closer together, in logits (their standard deviation)."""


def to_the_people(_curves: Curves, population: Population) -> tuple[float, float]:
    """Tie a scale so that the people have the mean 0 and the standard deviation 1, as published estimates do."""
    return 1 / population.sd, -population.mean / population.sd


@dataclass(frozen=True)
class Anchors:
    """Items whose difficulties keep the scale where it is."""

    items: NDArray[np.int64]
    """Their places among the curves."""
    b: Floats
    """Their difficulties on the scale as it is; shape as of `items`."""

    def __call__(self, curves: Curves, _population: Population) -> tuple[float, float]:
        """The unit and the shift that bring the anchors back."""
        if not len(self.items):
            return 1.0, 0.0
        now = curves.b[self.items]
        unit = self._unit(now) if len(now) >= ANCHORS and self.b.std() >= SPREAD else 1.0
        return unit, float(self.b.mean() - unit * now.mean())

    def _unit(self, now: Floats) -> float:
        apart = self.b - self.b.mean()
        # A scale that lost its way comes back in small steps, and never turns around.
        return float(np.clip(apart @ apart / max(apart @ now, 1e-9), 0.8, 1.25))
