"""What results say: where each person stands, which sitting counts, how hard an item was, what was answered how often.

Pure: moments in UTC, no database and no Flask.
"""

import enum
import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from lms.assessments.taking.rules import TOLERANCE

MINUTE = timedelta(minutes=1)


class Came(enum.StrEnum):
    """How far a person has come with a quiz they were given."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    OVERDUE = "overdue"
    """The time is over, and nobody has handed it in."""
    HANDED_IN = "handed_in"


class Cell(enum.StrEnum):
    """What became of one item in one sitting."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NO_ANSWER = "no_answer"
    WAITS = "waits"
    """A teacher has not marked it yet."""


def cell_of(answered: bool, share: float | None) -> Cell:
    """What became of an item: `share` is how much of the answer is right; an item never reached has 0 and no answer."""
    if share is None:
        return Cell.WAITS
    if share == 1:
        return Cell.RIGHT
    if not answered:
        return Cell.NO_ANSWER
    return Cell.PARTLY if share > 0 else Cell.WRONG


def is_overdue(due_at: datetime | None, now: datetime) -> bool:
    """Whether a sitting that was not handed in takes no more answers that were sent in time."""
    return due_at is not None and now > due_at + TOLERANCE


def came(handed_in: bool, started: bool, due_of_started: datetime | None, now: datetime) -> Came:
    """How far a person has come who has handed in before or not, and is in the middle of a sitting or not."""
    if started and not is_overdue(due_of_started, now):
        return Came.UNDER_WAY
    if handed_in:
        return Came.HANDED_IN
    return Came.OVERDUE if started else Came.NOT_BEGUN


def counting(shares: Sequence[float | None]) -> int | None:
    """Which of a person's sittings counts, given their shares in order: the best one, of equal ones the latest.

    While none is marked to the end, the latest; None for nobody who has handed in nothing.
    """
    if not shares:
        return None
    return max(range(len(shares)), key=lambda place: (-1.0 if shares[place] is None else shares[place], place))


def minutes_taken(begun: datetime, handed_in: datetime, due_at: datetime | None) -> int:
    """How long a sitting took, in minutes begun: at most until its end, however long after it was handed in."""
    ended = handed_in if due_at is None else min(handed_in, due_at)
    return max(1, math.ceil((ended - begun) / MINUTE))


def facility(shares: Iterable[float | None]) -> float | None:
    """How much of an item people got right on average, from 0 to 1, among those whose answer is marked.

    Classical item facility. None when no answer is marked.
    """
    marked = [share for share in shares if share is not None]
    return sum(marked) / len(marked) if marked else None


Who = TypeVar("Who")


@dataclass(frozen=True)
class Tally(Generic[Who]):
    """One answer to an item and everybody who gave it."""

    text: str
    cell: Cell
    people: tuple[Who, ...]


def tallied(given: Iterable[tuple[str, Cell, Who]], offered: Iterable[tuple[str, Cell]] = ()) -> list[Tally[Who]]:
    """What was answered, the most frequent first; answers that were offered and nobody gave stand last.

    Two texts that read alike but for capitals and spaces are one answer, unless one of them counts and the other not.
    """
    people: dict[Hashable, list[Who]] = {}
    first: dict[Hashable, tuple[str, Cell]] = {}
    for text, cell, who in given:
        key = _key(text, cell)
        first.setdefault(key, (text, cell))
        people.setdefault(key, []).append(who)
    for text, cell in offered:
        first.setdefault(_key(text, cell), (text, cell))
    lines = [Tally(text, cell, tuple(people.get(key, ()))) for key, (text, cell) in first.items()]
    return sorted(lines, key=lambda line: -len(line.people))


def _key(text: str, cell: Cell) -> Hashable:
    return " ".join(text.casefold().split()), cell
