"""A row of the roll as a telephone keeps it: what the server says of the mark, and the words beside it."""

from collections.abc import Iterable
from hashlib import sha256
from json import dumps
from typing import Any

from flask import get_template_attribute

from lms.attendance import words
from lms.attendance.roll import Roll, RollLine


def row_states(roll: Roll, only: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """The rows of a roll, or those of some enrolments: version, value, conflict, and their history as it is shown."""
    wanted = None if only is None else frozenset(only)
    return [_state(line, roll) for line in roll.lines if wanted is None or line.enrolment.id in wanted]


def _state(line: RollLine, roll: Roll) -> dict[str, Any]:
    shown = line.shown_at(line.version)
    zone = roll.lesson.cohort.centre.time_zone
    return {
        "enrolment": line.enrolment.id,
        "version": line.version,
        "kind": shown.kind.value if shown else None,
        "minutes": shown.minutes if shown else None,
        "reason": shown.reason if shown else None,
        "in_conflict": line.in_conflict,
        "said": words.said(shown) if not line.in_conflict else words.said(None),
        "conflict": str(_macro("conflict")(line, zone, words)).strip(),
        "history": str(_macro("history")(line, zone, words)).strip(),
    }


def _macro(name: str) -> Any:
    return get_template_attribute("attendance/row.html", name)


def fingerprint(states: list[dict[str, Any]]) -> str:
    """The same for the same rows, so that a telephone that has them already is sent nothing."""
    return sha256(dumps(states, sort_keys=True).encode()).hexdigest()[:32]
