"""When a quiz can be taken, until when answers count, in which order its items stand, and what it is worth.

Pure: moments in UTC, no database and no Flask.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

TOLERANCE = timedelta(seconds=30)
"""How long after the end an answer may arrive that was sent in time."""


class Standing(enum.StrEnum):
    """Where a person stands with what they were given."""

    NOT_YET = "not_yet"
    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """When an assignment is open and how often it may be taken; None for without end."""

    opens_at: datetime
    closes_at: datetime | None = None
    attempts: int | None = None
    withdrawn: bool = False


def standing(window: Window, now: datetime, handed_in: int, due_of_started: datetime | None, started: bool) -> Standing:
    """Where a person stands who has handed in so many attempts, and has begun another or not.

    What was begun goes on until its own end, also after the assignment is closed to others.
    """
    if started and (due_of_started is None or now <= due_of_started):
        return Standing.UNDER_WAY
    if started or (window.attempts is not None and handed_in >= window.attempts):
        return Standing.DONE
    if window.withdrawn or (window.closes_at is not None and now >= window.closes_at):
        return Standing.DONE if handed_in else Standing.CLOSED
    return Standing.OPEN if now >= window.opens_at else Standing.NOT_YET


def due(begun: datetime, minutes: int | None, extra_percent: int, closes_at: datetime | None) -> datetime | None:
    """Until when the answers of a sitting count: `minutes` and what a person has more, at most until the end of all.

    Whoever needs longer than others has it also where the end of all would cut it off, if they began in time for
    others: the extra minutes come on top of that end. None where time does not end.
    """
    if minutes is None:
        return closes_at
    usual = begun + timedelta(minutes=minutes)
    extra = timedelta(minutes=minutes * extra_percent / 100)
    return (usual if closes_at is None else min(usual, closes_at)) + extra


class Taken(enum.StrEnum):
    """What becomes of an answer that arrives."""

    KEPT = "kept"
    LATE = "late"
    """Kept, though it arrived after the end: the device says that it was given before."""
    KNOWN = "known"
    """An older answer than the one that is there, or the same: nothing changes."""
    OVER = "over"
    """Time is over, or the quiz was handed in."""


@dataclass(frozen=True)
class Sitting:
    """What decides about an answer that arrives."""

    due_at: datetime | None
    handed_in: bool
    final: bool = False
    """Whether an answer cannot be changed, since what is right was shown after it."""


def taken(sitting: Sitting, before: datetime | None, answered: bool, made_at: datetime | None, now: datetime) -> Taken:
    """What becomes of an answer made at a moment (None: just now) to an item that was answered before or not.

    `before` is when the answer that is there was made. A device's clock is believed only backwards.
    """
    made = min(made_at or now, now)
    if answered and (sitting.final or (before is not None and made <= before)):
        return Taken.KNOWN
    if sitting.handed_in:
        return Taken.OVER
    if sitting.due_at is None or now <= sitting.due_at + TOLERANCE:
        return Taken.KEPT
    return Taken.LATE if made_at is not None and made <= sitting.due_at else Taken.OVER


def in_order(sections: Iterable[Sequence[int]], seed: str, shuffled: bool) -> list[int]:
    """The positions of a quiz's items as one person meets them: sections stay in order, items within them are mixed."""
    rng = Random(seed)  # noqa: S311  # an order, not a secret
    order = []
    for positions in sections:
        mixed = list(positions)
        if shuffled:
            rng.shuffle(mixed)
        order += mixed
    return order


def share_of(shares: Sequence[float | None]) -> float | None:
    """How much of a quiz is right, from 0 to 1: each item counts the same; None while one is not marked.

    Raises ValueError for a quiz without items.
    """
    if not shares:
        raise ValueError("A quiz has items.")
    marked = [share for share in shares if share is not None]
    return sum(marked) / len(shares) if len(marked) == len(shares) else None


def passed(share: float | None, pass_percent: int | None) -> bool | None:
    """Whether a share passes; None where nobody passes or fails, or it is not known yet.

    The percentage is rounded as it is shown, to one decimal, so that nobody reads 60.0 % and has failed at 60 %.
    """
    if share is None or pass_percent is None:
        return None
    return round(100 * share, 1) >= pass_percent
