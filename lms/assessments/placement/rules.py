"""The placement engine: where a person stands after their answers, whether it is enough, and how it came about.

A placement is a classification, not a mark: it ends when one course is sure enough, and what it reports is how sure.
Pure: numbers in, numbers out.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from lms.assessments.placement.belief import Outcome, courses, mean_and_sd, update
from lms.assessments.placement.scale import COURSES, Floats
from lms.assessments.placement.worth import is_worth_asking
from lms.courses.states import Level


class Stop(enum.StrEnum):
    """Why a placement ended."""

    SURE = "sure"
    BETWEEN = "between"
    """Another course is possible, and more items would hardly make the choice a better one."""
    LONG_ENOUGH = "long_enough"
    FLOOR = "floor"
    """Nothing was right so far and the lowest course is sure: nobody is asked on for nothing."""
    NO_ITEMS = "no_items"


@dataclass(frozen=True)
class Terms:
    """When a placement ends, and how freely its items are drawn."""

    sure: float = 0.9
    """The probability of a course with which it is sure."""
    least: int = 6
    """Items before which being sure does not end it."""
    most: int = 25
    """Items after which it ends in any case."""
    floor: int = 4
    """Items after which it may end at the floor."""
    cost: float = 0.009
    """How much likelier an item must make the right course to be worth asking."""
    gain: float = 0.35
    """What an item near the person's ability adds to the precision, in 1 / logit^2, for looking ahead."""
    among: int = 6
    """One of so many good items is asked."""


@dataclass(frozen=True)
class Given:
    """One answered item on the scale: its numbers as they were when it was asked, and what came of it."""

    a: float
    b: float
    c: float
    spread: float
    outcome: Outcome


@dataclass(frozen=True)
class Standing:
    """What is believed at one moment."""

    courses: dict[Level, float]
    mean: float
    sd: float

    @property
    def proposal(self) -> Level:
        """The course that is most likely."""
        return max(self.courses, key=lambda level: self.courses[level])

    @property
    def sure(self) -> float:
        """How likely that course is."""
        return self.courses[self.proposal]


def standing(belief: Floats) -> Standing:
    """A belief in a few numbers."""
    likely = dict(zip(COURSES, map(float, courses(belief)), strict=True))
    return Standing(likely, *mean_and_sd(belief))


def beliefs(first: Floats, given: Sequence[Given]) -> list[Floats]:
    """The belief before the first answer and after each of them."""
    return list(accumulate(given, lambda b, g: update(b, g.a, g.b, g.c, g.outcome, g.spread), initial=first))


def over(belief: Floats, given: Sequence[Given], terms: Terms = Terms()) -> Stop | None:
    """Why a placement ends after these answers; None when it goes on."""
    now, asked = standing(belief), len(given)
    nothing_right = all(one.outcome is not Outcome.RIGHT for one in given)
    if asked >= terms.floor and nothing_right and now.proposal is COURSES[0] and now.sure >= terms.sure:
        return Stop.FLOOR
    if asked >= terms.least and now.sure >= terms.sure:
        return Stop.SURE
    if asked >= terms.most:
        return Stop.LONG_ENOUGH
    worth = is_worth_asking(now.mean, now.sd, terms.most - asked, terms.most, terms.gain, terms.cost)
    return None if asked < terms.least or worth else Stop.BETWEEN
