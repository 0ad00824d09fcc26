"""The scale of the placement: the grid of abilities, the levels on it, and where items and people are expected.

Ability and difficulty are in logits. Items of a level are expected around its mean; who knows a level answers about
seven in ten of its items, so the cut between two courses lies a little above the items of the lower level. These
numbers are the anchor of everything: a calibration moves items on the scale and never the cuts.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.assessments.states import ItemKind, ItemLevel, Within
from lms.courses.states import Level

Floats = NDArray[np.float64]

GRID: Floats = np.linspace(-5.0, 5.0, 101)
"""Abilities at which a belief is kept, a tenth of a logit apart."""
CUTS = {Level.A1: -2.2, Level.A2: -0.2, Level.B1: 1.8}
"""The ability at which each course begins; below the first of them is Literacy."""
COURSES = (Level.LITERACY, Level.A1, Level.A2, Level.B1)
BELONGS: NDArray[np.int64] = np.searchsorted(np.array(list(CUTS.values())), GRID, side="right")
"""For each ability of the grid the place of its course in COURSES; shape (grid,)."""
IN_COURSE: Floats = (BELONGS[:, None] == np.arange(len(COURSES))).astype(float)
"""Which ability belongs in which course, as ones and zeros; shape (grid, courses)."""

ITEM_MEANS = {ItemLevel.PRE_A1: -3.0, ItemLevel.A1: -1.0, ItemLevel.A2: 1.0, ItemLevel.B1: 3.0}
"""Where the items of a level are expected."""
WITHIN = {Within.EASY: -0.5, Within.MIDDLE: 0.0, Within.HARD: 0.5}
"""How far from there a writer's own judgement moves an item."""
DIFFICULTY_SD = 0.7
"""How far from there items really lie, before anybody answered them."""
DISCRIMINATION = 1.2
"""What is expected of an item before anybody answered it."""

STARTS = (-1.7, -1.2, -0.6, 0.0, 0.6, 1.2)
"""The mean of the first belief by the number of statements a person says of themselves, from none to five."""
START_UNASKED, START_SD = -0.4, 1.6
"""The mean without statements, and the spread: what people say of themselves moves the start and decides nothing."""

_GUESSED = {ItemKind.GAP_TYPED: 0.02, ItemKind.ORDERING: 0.05, ItemKind.TRUE_FALSE: 1 / 3}
_ONE_KEY = frozenset({ItemKind.SINGLE_CHOICE, ItemKind.DIALOGUE, ItemKind.PICTURE_CHOICE})


def expected_difficulty(level: ItemLevel, within: Within = Within.MIDDLE) -> float:
    """Where a writer's level puts an item, in logits."""
    return ITEM_MEANS[level] + WITHIN[within]


def guessing(kind: ItemKind, body: Any) -> float:
    """How often somebody who does not know is right by chance."""
    if kind in _ONE_KEY:
        return 1 / len(body["choices"])
    if kind is ItemKind.SEVERAL_CHOICES:
        return float(1 / (2 ** len(body["choices"]) - 1))
    if kind is ItemKind.GAP_LIST:
        return float(np.prod([1 / len(gap["choices"]) for gap in body["gaps"]]))
    if kind is ItemKind.MATCHING:
        sides = len(body["pairs"]) + len(body.get("extra", ()))
        return float(np.prod([1 / (sides - place) for place in range(len(body["pairs"]))]))
    return _GUESSED.get(kind, 0.0)
