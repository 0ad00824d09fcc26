"""Whether an item is harder for some people than for others who know as much: differential item functioning.

Mantel and Haenszel's common odds ratio over strata of equal ability, on the delta scale and in the classes A, B and C
of the Educational Testing Service (Holland and Thayer, 1988; Zieky, 1993, in Holland and Wainer, Differential Item
Functioning). Pure.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from math import log, sqrt
from typing import NamedTuple

import pandas as pd

from lms.assessments.statistics.classical import SMALLEST, comparable, people

STRATA = 5
"""Into so many groups people are divided by what they know, to be compared within each."""
LEAST = 20
"""People whom each of both groups needs for a comparison to say anything."""
PER_LOG_ODDS = -2.35
"""From a logarithm of odds to deltas: a delta of 1 is about 10 percent of people at an item of medium difficulty."""


class Size(enum.StrEnum):
    """The classes of the Educational Testing Service."""

    A = "A"
    """No difference, or one that does not matter."""
    B = "B"
    C = "C"
    """A large difference beyond doubt."""


class Stratum(NamedTuple):
    """People of about the same ability: how many of each group were right and wrong."""

    focal_right: int
    focal_wrong: int
    others_right: int
    others_wrong: int


@dataclass(frozen=True)
class Difference:
    """How an item works for a group, compared with all others who know as much."""

    focal: int
    """People of the group."""
    others: int
    delta: float
    """Below zero: harder for the group. NaN where the groups cannot be compared."""
    error: float

    @property
    def size(self) -> Size | None:
        """How much the difference matters; None when too few can be compared."""
        if min(self.focal, self.others) < LEAST or not self.error > 0:
            return None
        far = abs(self.delta)
        if far < 1 or far <= 1.96 * self.error:
            return Size.A
        # C: at least 1.5, and by a one-sided test beyond 1.
        return Size.C if far >= 1.5 and far > 1 + 1.645 * self.error else Size.B


def strata(answers: pd.DataFrame, focal: pd.Series) -> list[Stratum]:
    """The people in up to STRATA groups of about equal ability; `focal` says who is of the group.

    Who did equally well is in one stratum, so strata are of equal size only as far as that allows.
    """
    known = comparable(answers)
    if known.empty:
        return []
    place = ((known["rest"].rank() - 0.5) / len(known) * STRATA).astype(int)
    counted = known.assign(focal=focal.reindex(known.index)).groupby([place, "focal", "right"]).size()

    def count(of: int, group: bool, right: bool) -> int:
        return int(counted.get((of, group, right), 0))

    return [
        Stratum(count(n, True, True), count(n, True, False), count(n, False, True), count(n, False, False))
        for n in sorted(set(place))
    ]


def compare(layers: list[Stratum]) -> tuple[float, float]:
    """The difference on the delta scale and its standard error; NaN where one group is nowhere beside the other.

    The variance is that of Robins, Breslow and Greenland (1986), Biometrics 42, 311-323.
    """
    parts = [_parts(layer) for layer in layers if sum(layer)]
    r, s = sum(part.r for part in parts), sum(part.s for part in parts)
    if not (r > 0 and s > 0):
        return float("nan"), float("nan")
    variance = (
        sum(part.p * part.r for part in parts) / (2 * r**2)
        + sum(part.p * part.s + part.q * part.r for part in parts) / (2 * r * s)
        + sum(part.q * part.s for part in parts) / (2 * s**2)
    )
    return PER_LOG_ODDS * log(r / s), abs(PER_LOG_ODDS) * sqrt(variance)


class _Part(NamedTuple):
    """What a stratum adds: cross products and sums of the diagonals, each divided by its people."""

    r: float
    s: float
    p: float
    q: float


def _parts(layer: Stratum) -> _Part:
    n = sum(layer)
    along = layer.others_right * layer.focal_wrong, layer.others_wrong * layer.focal_right
    diagonals = layer.others_right + layer.focal_wrong, layer.others_wrong + layer.focal_right
    return _Part(along[0] / n, along[1] / n, diagonals[0] / n, diagonals[1] / n)


def difference(answers: pd.DataFrame, focal: pd.Series) -> Difference | None:
    """How an item works for a group; None when the group or the others are fewer than SMALLEST people."""
    group, others = people(answers[focal]), people(answers[~focal])
    if min(group, others) < SMALLEST:
        return None
    return Difference(group, others, *compare(strata(answers, focal)))


def by_tongue(answers: pd.DataFrame) -> Iterator[tuple[str, Difference]]:
    """Each mother tongue against all others, the most frequent first; who was not asked is in no comparison."""
    asked = answers[answers["tongue"] != ""]
    for tongue in asked["tongue"].value_counts().index:
        if found := difference(asked, asked["tongue"] == tongue):
            yield str(tongue), found


def by_cyrillic(answers: pd.DataFrame) -> Difference | None:
    """People who read Cyrillic against those who do not; who was not asked is in no comparison."""
    asked = answers[answers["cyrillic"].notna()]
    return difference(asked, asked["cyrillic"].astype(bool))
