"""What a coordinator asks for when forming groups, and how it and its groups are kept as plain JSON. Pure."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from lms.courses.forming_terms import Form, Frame, parts_of
from lms.courses.states import Route
from lms.courses.timetable import Slot


class Reading(enum.StrEnum):
    """Whether those who read Cyrillic and those who do not yet learn together."""

    MIXED = "mixed"
    SEPARATE = "separate"
    READS = "reads"
    LETTERS = "letters"


_ROUTES = {
    Reading.MIXED: (Route.MIXED,),
    Reading.SEPARATE: (Route.LETTERS, Route.READS),
    Reading.READS: (Route.READS,),
    Reading.LETTERS: (Route.LETTERS,),
}
Pattern = tuple[Slot, ...]


def _every(days: Iterable[int], at: time, hours: int) -> Pattern:
    return tuple(Slot(day, at, hours) for day in days)


BUILT_IN: tuple[Pattern, ...] = (
    _every((0, 2, 4), time(18), 2),
    _every((1, 3), time(18), 3),
    _every(range(5), time(9), 4),
    _every(range(5), time(14), 4),
    _every(range(5), time(18), 3),
    _every((0, 2, 4), time(9, 30), 3),
    _every((0, 2, 4), time(14), 3),
    _every((5, 6), time(10), 4),
    _every((5,), time(10), 4),
)
"""Forms that courses usually have: evenings, intensive at every part of the day, mornings, afternoons, weekends."""


@dataclass(frozen=True)
class Plan:
    """What is asked for; rooms and teachers by identifier, in the order in which they are tried."""

    size: int
    least: int
    most_groups: int | None
    rooms: tuple[int, ...]
    online: bool
    teachers: tuple[int, ...]
    patterns: tuple[Pattern, ...]
    earliest: date
    latest: date
    reading: Reading

    def forms(self) -> list[tuple[int, Form]]:
        """Every form that is considered, with the index of its pattern."""
        modes = [False] * bool(self.rooms) + [True] * self.online
        return [
            (index, Form(parts_of(pattern), online, route))
            for index, pattern in enumerate(self.patterns)
            for online in modes
            for route in _ROUTES[self.reading]
        ]


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """A plan as plain JSON."""
    return {
        "size": plan.size,
        "least": plan.least,
        "most_groups": plan.most_groups,
        "rooms": list(plan.rooms),
        "online": plan.online,
        "teachers": list(plan.teachers),
        "patterns": [[[s.weekday, f"{s.starts_at:%H:%M}", s.hours] for s in pattern] for pattern in plan.patterns],
        "earliest": plan.earliest.isoformat(),
        "latest": plan.latest.isoformat(),
        "reading": plan.reading.value,
    }


def plan_from_json(kept: dict[str, Any]) -> Plan:
    """A plan as it was kept."""
    return Plan(
        size=kept["size"],
        least=kept["least"],
        most_groups=kept["most_groups"],
        rooms=tuple(kept["rooms"]),
        online=kept["online"],
        teachers=tuple(kept["teachers"]),
        patterns=tuple(
            tuple(Slot(day, time.fromisoformat(at), hours) for day, at, hours in pattern)
            for pattern in kept["patterns"]
        ),
        earliest=date.fromisoformat(kept["earliest"]),
        latest=date.fromisoformat(kept["latest"]),
        reading=Reading(kept["reading"]),
    )


def frames_as_json(frames: Sequence[Frame]) -> list[dict[str, Any]]:
    """Proposed groups as plain JSON."""
    return [
        {
            "pattern": frame.pattern,
            "online": frame.form.online,
            "route": frame.form.route.value,
            "starts_on": frame.starts_on.isoformat(),
            "room": frame.room_id,
            "teacher": frame.teacher_id,
            "capacity": frame.capacity,
            "taken_in": sorted(frame.taken_in),
        }
        for frame in frames
    ]


def frames_from_json(kept: Sequence[dict[str, Any]], plan: Plan) -> tuple[Frame, ...]:
    """Proposed groups as they were kept, by the patterns of their plan."""
    return tuple(
        Frame(
            Form(parts_of(plan.patterns[one["pattern"]]), one["online"], Route(one["route"])),
            one["pattern"],
            date.fromisoformat(one["starts_on"]),
            one["room"],
            one["teacher"],
            one["capacity"],
            frozenset(one["taken_in"]),
        )
        for one in kept
    )
