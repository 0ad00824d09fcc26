"""The bank and the people on whom the placement is tried, and what came of a test of them.

A bank of 300 items like ours: four levels, three skills, difficulties spread by 0.7 logit around what the writer's
level says, discriminations lognormal around 1.2, four choices for most items and almost no guessing for typed ones.
People answer by the three-parameter model and never say “I don’t know”.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lms.assessments.placement.scale import CUTS, DISCRIMINATION, ITEM_MEANS, Floats
from lms.assessments.placement.selection import SHARES, Bank

ITEMS = 300
SPREAD = 0.7
"""How far difficulties really lie from what the writer's level says, in logits."""
PRIOR_SD = 0.35
"""How far they lie from what is known of them, where they are known as priors only."""
CHANCE = (0.25, 0.25, 0.25, 1 / 3, 0.25, 0.25, 0.25, 0.02, 0.05)
CUT_LIST = np.array(list(CUTS.values()))

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """What a test found: of each person how many courses it was off, and with how many items."""

    off: Places
    lengths: Places
    exposure: float = 1.0
    """The share of people who were shown the item that was shown most."""

    @property
    def exact(self) -> float:
        """How often the course is the right one, in percent."""
        return float(100 * (self.off == 0).mean())

    @property
    def items(self) -> float:
        """The mean number of items."""
        return float(self.lengths.mean())

    def report(self, name: str) -> None:
        """Print it on one line."""
        shown = f"{100 * self.exposure:3.0f} % most shown" if self.exposure < 1 else "all see all items"
        print(f"  {name:<42} {self.exact:5.1f} % exact {self.items:5.1f} items", end="")
        print(f"  {int((self.off > 1).sum())} of {len(self.off)} two or more off  {shown}")


def bank_of(rng: Generator, items: int = ITEMS) -> Bank:
    """A bank with true numbers."""
    return Bank(
        ids=np.arange(items),
        a=rng.lognormal(np.log(DISCRIMINATION), 0.25, items),
        b=np.resize(np.array(list(ITEM_MEANS.values())), items) + rng.normal(0, SPREAD, items),
        c=np.resize(np.array(CHANCE), items),
        spread=np.zeros(items),
        skills=[list(SHARES)[place // len(ITEM_MEANS) % len(SHARES)] for place in range(items)],
    )


def as_priors(bank: Bank, rng: Generator) -> Bank:
    """The same bank as somebody knows it who has estimates of its difficulties and nothing more."""
    size = len(bank.ids)
    b = bank.b + rng.normal(0, PRIOR_SD, size)
    return replace(bank, a=np.full(size, DISCRIMINATION), b=b, spread=np.full(size, PRIOR_SD))


def people(rng: Generator, count: int) -> dict[str, Floats]:
    """Abilities of people who come evenly from all courses, and of people as they are expected."""
    return {
        "uniform from -4.2 to 3.8": rng.uniform(-4.2, 3.8, count),
        "normal, mean -0.2, sd 1.6": rng.normal(-0.2, 1.6, count),
    }


def course(ability: Floats) -> Places:
    """The place of the course each ability belongs in."""
    return np.searchsorted(CUT_LIST, ability, side="right")


def answers(true: Bank, places: Places, ability: Floats | float, rng: Generator) -> NDArray[np.bool_]:
    """Right or wrong, by the three-parameter model, of each item for each ability; shape (people, items)."""
    knows = 1 / (1 + np.exp(-true.a[places] * (np.asarray(ability)[..., None] - true.b[places])))
    return np.asarray(rng.random(knows.shape) < true.c[places] + (1 - true.c[places]) * knows)
