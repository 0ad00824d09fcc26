"""Whose points count when one, two or three people rate an answer, and what is asked of whom.

Pure: no database and no Flask. A share is how much of all points of the rubric was given, from 0 to 1.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

CLOSE = 0.2
"""How far apart two shares may be for their mean to count."""
ROUNDING = 1e-9
"""Shares are sums of fractions: 0.75 and 0.55 are 0.2 apart and a hair more."""


@dataclass(frozen=True)
class Given:
    """A rating that was given: by which account, and how much of all points."""

    marker: int
    share: float
    settles: bool = False
    """Whether it decides between two that differ."""


@dataclass(frozen=True)
class Rated:
    """What was given to one answer so far, and who asked for a second marker."""

    given: tuple[Given, ...] = ()
    second_wanted_by: int | None = None

    @property
    def independent(self) -> tuple[Given, ...]:
        """The ratings of those who did not see another's."""
        return tuple(one for one in self.given if not one.settles)

    @property
    def settled(self) -> Given | None:
        """The rating that decides, if there is one."""
        return next((one for one in self.given if one.settles), None)

    def by(self, marker: int | None) -> Given | None:
        """What an account gave without seeing another's rating."""
        return next((one for one in self.independent if one.marker == marker), None)


class Stage(enum.StrEnum):
    """What an answer waits for."""

    FIRST = "first"
    SECOND = "second"
    SETTLING = "settling"
    MARKED = "marked"


class Task(enum.StrEnum):
    """What one person may do about an answer."""

    FIRST = "first"
    SECOND = "second"
    SETTLE = "settle"
    CHANGE = "change"


def agree(one: float, other: float) -> bool:
    """Whether two shares are so close that their mean counts."""
    return abs(one - other) <= CLOSE + ROUNDING


def stage(rated: Rated) -> Stage:
    """What an answer waits for."""
    if rated.settled:
        return Stage.MARKED
    if not rated.independent:
        return Stage.FIRST
    if len(rated.independent) == 1:
        return Stage.MARKED if rated.second_wanted_by is None else Stage.SECOND
    one, other = rated.independent
    return Stage.MARKED if agree(one.share, other.share) else Stage.SETTLING


def counted(rated: Rated) -> tuple[Given, ...]:
    """The ratings an answer's share is made of: the one that settles, or else all; none while it waits."""
    if stage(rated) is not Stage.MARKED:
        return ()
    return (rated.settled,) if rated.settled else rated.independent


def share_of(rated: Rated) -> float | None:
    """How much of an answer is right: the mean of what counts; None while it waits for somebody."""
    shares = [one.share for one in counted(rated)]
    return sum(shares) / len(shares) if shares else None


def task_for(rated: Rated, marker: int | None, stands_in: bool = False) -> Task | None:
    """What is asked of an account; None where it has nothing to do with the answer any more.

    Whoever asked for the second marker settles. `stands_in`: so does this account, who gave no rating of its own.
    """
    own, now = rated.by(marker), stage(rated)
    if rated.settled:
        return Task.CHANGE if rated.settled.marker == marker else None
    if now is Stage.SETTLING and (rated.second_wanted_by == marker or (stands_in and own is None)):
        return Task.SETTLE
    if own:
        return Task.CHANGE
    return {Stage.FIRST: Task.FIRST, Stage.SECOND: Task.SECOND}.get(now)


def shows_others(rated: Rated, task: Task | None) -> bool:
    """Whether an account with this task reads what others gave: not while its own rating is to be its own."""
    return stage(rated) is Stage.MARKED or task is Task.SETTLE


def may_change(released_at: datetime | None, handed_in_at: datetime | None) -> bool:
    """Whether what was marked may be marked anew: until the results are shown.

    Where they are shown at once, since before the sitting was over, nobody looks over the marks before; a slip of the
    hand can be mended there.
    """
    return released_at is None or (handed_in_at is not None and released_at <= handed_in_at)


def following(order: Sequence[int], current: int) -> int | None:
    """What comes after one of a list, from its end at its beginning again; None when there is nothing else."""
    if current not in order:
        return order[0] if order else None
    others = [*order[order.index(current) + 1 :], *order[: order.index(current)]]
    return others[0] if others else None
