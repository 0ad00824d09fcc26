"""The syllabus against the lessons: which unit is planned for which lesson, and whether hours add up.

Pure: no database, no request. Hours are academic hours.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

U = TypeVar("U")
L = TypeVar("L", bound=Hashable)


@dataclass(frozen=True)
class Share(Generic[U]):
    """The part of a unit that belongs to one lesson: its hours from `first` to `last`, counted from 1."""

    unit: U
    first: int
    last: int
    of: int
    """How many hours the unit has."""

    @property
    def hours(self) -> int:
        """How many hours of the lesson it takes."""
        return self.last - self.first + 1

    @property
    def whole(self) -> bool:
        """Whether the lesson has the whole unit."""
        return self.hours == self.of


def lay_units(units: Sequence[tuple[U, int]], lessons: Sequence[tuple[L, int]]) -> Mapping[L, Sequence[Share[U]]]:
    """Lay units, one after the other, over lessons in the order of time; both with their hours.

    A lesson can hold the end of one unit and the beginning of the next; lessons after the last unit hold none.
    """
    left = [(unit, hours, hours) for unit, hours in reversed(units)]
    plan: dict[L, list[Share[U]]] = {}
    for lesson, room in lessons:
        shares = plan.setdefault(lesson, [])
        while room and left:
            unit, rest, hours = left.pop()
            taken = min(room, rest)
            begun = hours - rest
            shares.append(Share(unit, begun + 1, begun + taken, hours))
            room -= taken
            if rest > taken:
                left.append((unit, rest - taken, hours))
    return plan


def difference(unit_hours: Sequence[int], programme_hours: int) -> int:
    """By how many hours the units exceed the programme; negative when some are missing, 0 when they add up."""
    return sum(unit_hours) - programme_hours
