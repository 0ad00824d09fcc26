"""What a calibration estimates: the curves of items on the scale, and the people who answered them.

The response model is that of the placement (see placement/belief.py): discrimination a, difficulty b in logits, and
chance c, which is never estimated but known from the kind of the item. All is pure and works on placement/scale.GRID.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.assessments.placement.belief import know, right
from lms.assessments.placement.scale import GRID, Floats

RIGHT, WRONG, NOT_ASKED = 1, 0, -1
"""What stands in a table of answers; “I don’t know” is WRONG."""
GUESSES: Floats = np.array([0.0, 1 / 3, 2 / 3, 1.0])
"""How often people guess what they do not know, instead of saying “I don’t know”; each person stands in one of these
places. Who never guesses is never right by chance."""


@dataclass(frozen=True)
class Curves:
    """The numbers of items: arrays of one length, (items,)."""

    a: Floats
    b: Floats
    c: Floats

    @property
    def chance(self) -> Floats:
        """How likely who does not know is right, by how often they guess; shape (guesses, items)."""
        return np.asarray(GUESSES[:, None] * self.c)

    def right(self) -> Floats:
        """How likely each ability of the grid is right, never quite 0 or 1; shape (guesses, items, grid)."""
        return np.clip(right(know(self.a, self.b), self.chance), 1e-9, 1 - 1e-9)

    def slope(self) -> Floats:
        """How fast that grows with a (ability - b); shape (guesses, items, grid)."""
        likely, chance = self.right(), self.chance[..., None]
        return np.asarray((likely - chance) * (1 - likely) / (1 - chance))

    def rescaled(self, unit: float, shift: float) -> "Curves":
        """The same curves on a scale where an ability x stands at unit * x + shift."""
        return Curves(self.a / unit, self.b * unit + shift, self.c)


@dataclass(frozen=True)
class Population:
    """The abilities of people as normal around a mean that grows with what they say of themselves.

    What people say sets with which items they begin, so leaving it out would take what was asked for what is
    able. A latent regression, Mislevy (1984), Psychometrika 49, 359-381.
    """

    mean: float = 0.0
    """Of people who say nothing of themselves."""
    per_statement: float = 0.0
    """How much each statement adds, in logits."""
    sd: float = 1.0

    def log_weights(self, said: Floats) -> Floats:
        """The logarithm of how likely each ability is for who says so much; shape (said, grid)."""
        centre = self.mean + self.per_statement * said
        density = -np.square((GRID - centre[:, None]) / self.sd) / 2
        return np.asarray(density - np.log(np.exp(density).sum(axis=1, keepdims=True)))

    def spread(self, said: Floats) -> float:
        """The standard deviation of the abilities of people who say so much of themselves."""
        return float(np.hypot(self.sd, self.per_statement * said.std()))

    def rescaled(self, unit: float, shift: float) -> "Population":
        """The same people on a scale where an ability x stands at unit * x + shift."""
        return Population(self.mean * unit + shift, self.per_statement * unit, self.sd * unit)


@dataclass(frozen=True)
class Answers:
    """Who was right in what: a table with RIGHT, WRONG and NOT_ASKED, and what else is known of the people."""

    table: NDArray[np.int8]
    """Shape (people, items)."""
    said: Floats
    """How many statements people say of themselves; shape (people,), all zero where nobody was asked."""
    guess: NDArray[np.int64]
    """The place in GUESSES of each person; shape (people,)."""

    @classmethod
    def of(cls, table: NDArray[np.int8]) -> "Answers":
        """The answers of people who were not asked what they say of themselves, and could not say “I don’t know”."""
        return cls(table, np.zeros(len(table)), np.full(len(table), len(GUESSES) - 1))

    def counts(self) -> NDArray[np.int64]:
        """How many people answered each item; shape (items,)."""
        return np.asarray((self.table != NOT_ASKED).sum(axis=0), dtype=np.int64)

    def latest(self, most: int) -> NDArray[np.bool_]:
        """Which answers are among the latest of their item, at most so many; people stand in order of time."""
        asked = self.table != NOT_ASKED
        from_the_end = np.cumsum(asked[::-1], axis=0)[::-1]
        return np.asarray(asked & (from_the_end <= most))
