"""Which item to ask next: what it tells about the course, the balance of skills, and how often it was shown.

What an item tells is the mutual information between its outcome and the course the person belongs in, under the
present belief: information about ability far from any cut is worth nothing to the decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lms.assessments.placement.belief import know, right
from lms.assessments.placement.scale import IN_COURSE, Floats
from lms.assessments.states import Skill

SHARES = {Skill.LISTENING: 0.3, Skill.READING: 0.35, Skill.USE_OF_LANGUAGE: 0.35}
"""How much of a placement each skill is asked."""


@dataclass(frozen=True)
class Bank:
    """The items that may be asked: arrays of one length, (items,)."""

    ids: NDArray[np.int64]
    a: Floats
    b: Floats
    c: Floats
    spread: Floats
    """The standard deviation with which each difficulty is known."""
    skills: Sequence[Skill]
    shown: NDArray[np.int64]
    """To how many people each item was shown."""
    rights: Floats = field(init=False)
    """How likely each ability is right; shape (items, grid)."""

    def __post_init__(self) -> None:
        """Work out the curves once for all questions that are asked of this bank."""
        object.__setattr__(self, "rights", right(know(self.a, self.b, self.spread), self.c))

    def place(self, identifier: int) -> int:
        """Where an item stands. Raises KeyError when the bank does not have it."""
        found = np.flatnonzero(self.ids == identifier)
        if not len(found):
            raise KeyError(identifier)
        return int(found[0])


@dataclass(frozen=True)
class Exposure:
    """How often an item may be shown."""

    people: int
    """How many people took a placement so far."""
    share: float = 0.25
    """An item is shown to at most this share of all people."""
    first: int = 5
    """So many may always see it: a share of few people is nobody."""

    def allows(self, shown: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which items may be shown to one more person."""
        return np.asarray(shown + 1 <= np.maximum(self.first, self.share * (self.people + 1)))


def information(belief: Floats, rights: Floats) -> Floats:
    """What each item tells about the course, in bits; `rights` has the shape (items, grid)."""
    joint = rights @ (belief[:, None] * IN_COURSE)
    of_course = belief @ IN_COURSE
    return np.asarray(_entropy(joint.sum(axis=1)) - _expected_entropy(joint, of_course))


def _entropy(p: Floats) -> Floats:
    q = np.clip(p, 1e-12, 1 - 1e-12)
    return np.asarray(-(q * np.log2(q) + (1 - q) * np.log2(1 - q)))


def _expected_entropy(joint: Floats, of_course: Floats) -> Floats:
    likely = joint / np.maximum(of_course, 1e-300)
    return np.asarray(_entropy(likely) @ of_course)


def next_item(
    belief: Floats,
    bank: Bank,
    allowed: NDArray[np.bool_],
    asked: Mapping[Skill, int],
    exposure: Exposure,
    among: int,
    rng: Generator,
) -> int | None:
    """The place of the item to ask next; None when nothing is allowed.

    Of the skill that is furthest behind its share, one of the `among` items that tell most, drawn by what they tell
    (randomesque, Kingsbury and Zara, 1989): nobody meets the same items as their neighbour. `allowed` says which
    items the person may see at all; where the limit of exposure leaves none of them, the least shown are asked.
    """
    if not allowed.any():
        return None
    free = allowed & exposure.allows(bank.shown)
    if not free.any():
        free = allowed & (bank.shown == bank.shown[allowed].min())
    free &= _of_skill(_due(bank, free, asked), bank)
    tells = np.where(free, information(belief, bank.rights), -1.0)
    best = np.argsort(-tells, kind="stable")[: min(among, int(free.sum()))]
    weights = np.maximum(tells[best], 0) + 1e-9
    return int(rng.choice(best, p=weights / weights.sum()))


def _due(bank: Bank, free: NDArray[np.bool_], asked: Mapping[Skill, int]) -> Skill:
    """The skill furthest behind its share among those that still have an item."""
    there = {skill for skill, may in zip(bank.skills, free, strict=True) if may}
    so_far = sum(asked.values()) + 1
    behind = {skill: SHARES.get(skill, 0.0) * so_far - asked.get(skill, 0) for skill in Skill if skill in there}
    return max(behind, key=lambda skill: behind[skill])


def _of_skill(skill: Skill, bank: Bank) -> NDArray[np.bool_]:
    return np.array([one is skill for one in bank.skills])
