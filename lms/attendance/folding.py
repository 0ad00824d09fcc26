"""How entries add up to a mark.

The rule. An entry *replaces* the entries its author had seen: those the mark was made of at the
version it is based on, and the entry the same device had made just before it, which may still be on
its way. Entries that no other entry replaces stand side by side. The one made last wins for now; if
those standing do not agree, the mark is in conflict until somebody who has seen them all says what
is right: that is an entry like any other, and replaces them.

Who replaces whom does not depend on the order in which entries that had not seen each other arrive,
so the value and the conflict are the same in every order. Only when a device's clock is ahead, and its
entry therefore counts as made when it was received, can the order decide which of two conflicting
values shows until the conflict is settled.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.attendance.models import Entry, EntryAnswer
from lms.attendance.rules import Value, minutes_attended


@dataclass(frozen=True)
class Touch:
    """An entry as far as folding needs it."""

    id: str
    value: Value
    made_at: datetime
    version: int
    based_on: int = 0
    follows: str | None = None


@dataclass(frozen=True)
class Standing:
    """What the entries of a mark add up to: the one that wins, and all that nobody replaced."""

    wins: Touch
    side_by_side: tuple[Touch, ...]

    @property
    def in_conflict(self) -> bool:
        """Whether entries stand side by side that do not agree."""
        return any(not touch.value.agrees_with(self.wins.value) for touch in self.side_by_side)


def trusted_moment(made_at: datetime, received_at: datetime, opens_at: datetime) -> datetime:
    """When an entry counts as made: never before the roll was open and never after the entry arrived."""
    return min(max(made_at, opens_at), received_at)


def value_in(entry: Entry) -> Value:
    """What an entry says."""
    return Value(entry.kind, entry.minutes, entry.reason)


def touch_of(entry: Entry, opens_at: datetime) -> Touch:
    """An entry as folding sees it; `opens_at` is when its lesson's roll could first be called."""
    made_at = trusted_moment(entry.made_at, entry.received_at, opens_at)
    return Touch(entry.id, value_in(entry), made_at, entry.version, entry.based_on, entry.follows)


def fold(touches: Collection[Touch]) -> Standing:
    """What the entries of one mark, at least one, add up to."""
    seen = max(touch.based_on for touch in touches)
    followed = {touch.follows for touch in touches}
    standing = [touch for touch in touches if touch.version > seen and touch.id not in followed]
    # Entries that follow each other in a circle come from no device of ours; even then none is dropped.
    standing = sorted(standing or touches, key=lambda touch: (touch.made_at, touch.id))
    return Standing(standing[-1], tuple(standing))


def facts_of(touches: Collection[Touch], length: int) -> dict[str, Any]:
    """What the mark of these entries says, by the names of its columns, in a lesson of `length` minutes."""
    standing = fold(touches)
    value = standing.wins.value
    return {
        "kind": value.kind,
        "minutes": value.minutes,
        "reason": value.reason,
        "minutes_attended": minutes_attended(value, length),
        "version": len(touches),
        "entry_id": standing.wins.id,
        "in_conflict": standing.in_conflict,
    }


def shown_at(touches: Collection[Touch], version: int) -> Value | None:
    """What a page made at this version of the mark had chosen: nothing while the mark was in conflict."""
    seen = [touch for touch in touches if touch.version <= version]
    if not seen or fold(seen).in_conflict:
        return None
    return fold(seen).wins.value


def answer_to(touch: Touch, standing: Standing) -> EntryAnswer:
    """What to answer an entry that has just been taken into a mark."""
    stands = touch in standing.side_by_side
    return EntryAnswer.CONFLICT if stands and standing.in_conflict else EntryAnswer.APPLIED
