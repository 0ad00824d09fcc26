"""Decisions about the waiting list: who stands before whom, and why somebody stands where they stand.

Pure: no database, no request.
"""

from dataclasses import dataclass
from datetime import date


def rank_key(has_priority: bool, since: date, entry_id: int) -> tuple[bool, date, int]:
    """What orders a waiting list: priority first, then who has been waiting longer, then who was put on it first."""
    return not has_priority, since, entry_id


@dataclass(frozen=True)
class Standing:
    """Somebody's place among those who wait for the level at the centre, and who stands before them."""

    position: int
    all: int
    with_priority: int
    """People before them because of a priority, of whom some may be waiting longer too."""

    @property
    def longer(self) -> int:
        """People before them only because they have been waiting longer."""
        return self.position - 1 - self.with_priority


def standing(position: int, everybody: int, prioritised: int) -> Standing:
    """A place in a list of `everybody`, of whom the first `prioritised` have priority."""
    return Standing(position, everybody, min(position - 1, prioritised))
