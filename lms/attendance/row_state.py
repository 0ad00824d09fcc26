"""A row of the roll as a telephone keeps it: what the server says of the mark, and what stands beside it."""

from collections.abc import Iterable
from hashlib import sha256
from json import dumps
from typing import Any

from flask import get_template_attribute

from lms.attendance import words
from lms.attendance.roll import Roll, RollLine


def row_states(roll: Roll, only: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """The rows of a roll, or those of some enrolments: version, value, and a conflict as it is shown."""
    wanted = None if only is None else frozenset(only)
    return [_state(line, roll) for line in roll.lines if wanted is None or line.enrolment.id in wanted]


def _state(line: RollLine, roll: Roll) -> dict[str, Any]:
    shown = line.shown_at(line.version)
    return {
        "enrolment": line.enrolment.id,
        "version": line.version,
        "kind": shown.kind.value if shown else None,
        "minutes": shown.minutes if shown else None,
        "reason": shown.reason if shown else None,
        "in_conflict": line.in_conflict,
        "conflict": _shown("conflict", line, roll) if line.in_conflict else "",
    }


def history_of(line: RollLine, roll: Roll) -> str:
    """The history of a mark as it is shown, empty before the first entry: asked for when somebody opens it."""
    return _shown("history", line, roll)


def _shown(name: str, line: RollLine, roll: Roll) -> str:
    macro = get_template_attribute("attendance/row.html", name)
    return str(macro(line, roll.lesson.cohort.centre.time_zone, words)).strip()


def fingerprint(states: list[dict[str, Any]]) -> str:
    """The same for the same rows, so that a telephone that has them already is sent nothing."""
    return sha256(dumps(states, sort_keys=True).encode()).hexdigest()[:32]
