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
DUE = 0.25
"""So much of an item behind its share a skill may be asked; where none is, the one that is furthest behind.

So no skill is ever a whole item ahead of its share or behind it, and six items hold two of each.
"""


@dataclass(frozen=True)
class Bank:
    """The items that may be asked, as long as nothing about them changes: arrays of one length, (items,)."""

    ids: NDArray[np.int64]
    a: Floats
    b: Floats
    c: Floats
    spread: Floats
    """The standard deviation with which each difficulty is known."""
    skills: Sequence[Skill]
    rights: Floats = field(init=False)
    """How likely each ability is right; shape (items, grid)."""
    of_skill: dict[Skill, NDArray[np.bool_]] = field(init=False)
    """The items of each skill that has some."""

    def __post_init__(self) -> None:
        """Work out the curves once for all questions that are asked of this bank."""
        object.__setattr__(self, "rights", right(know(self.a, self.b, self.spread), self.c))
        there = [skill for skill in Skill if skill in set(self.skills)]
        object.__setattr__(self, "of_skill", {skill: np.array(self.skills, dtype=str) == skill for skill in there})

    def place(self, identifier: int) -> int:
        """Where an item stands. Raises KeyError when the bank does not have it."""
        found = np.flatnonzero(self.ids == identifier)
        if not len(found):
            raise KeyError(identifier)
        return int(found[0])


@dataclass(frozen=True)
class Exposure:
    """How often items were shown, and how often they may be."""

    shown: NDArray[np.int64]
    """To how many people each item of the bank was shown."""
    people: int
    """How many people took a placement so far."""
    share: float = 0.25
    """An item is shown to at most this share of all people."""
    first: int = 5
    """So many may always see it: a share of few people is nobody."""

    def of(self, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which of the allowed items may be shown to one more person: if none, those that were shown least."""
        free = allowed & (self.shown + 1 <= max(self.first, self.share * (self.people + 1)))
        return free if free.any() else allowed & (self.shown == self.shown[allowed].min())


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

    Of the skills that are due, one of the `among` items that tell most, drawn by what they tell (randomesque,
    Kingsbury and Zara, 1989): nobody meets the same items as their neighbour. `allowed` says which items the person
    may see at all; where the limit of exposure leaves none of them, the least shown are asked.
    """
    if not allowed.any():
        return None
    free = exposure.of(allowed)
    of_due = [bank.of_skill[skill] for skill in _due(bank, free, asked)]
    places = np.flatnonzero(free & np.logical_or.reduce(of_due))
    tells = np.maximum(information(belief, bank.rights[places]), 0) + 1e-9
    best = np.argsort(-tells, kind="stable")[:among]
    return int(places[rng.choice(best, p=tells[best] / tells[best].sum())])


def _due(bank: Bank, free: NDArray[np.bool_], asked: Mapping[Skill, int]) -> list[Skill]:
    """The skills to ask now, of those that still have an item: far enough behind their share, or furthest."""
    so_far = sum(asked.values()) + 1
    there = [skill for skill, places in bank.of_skill.items() if (free & places).any()]
    behind = {skill: SHARES.get(skill, 0.0) * so_far - asked.get(skill, 0) for skill in there}
    least = min(DUE, max(behind.values()))
    return [skill for skill in there if behind[skill] >= least]
