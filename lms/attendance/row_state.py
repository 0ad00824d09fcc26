"""A row of the roll as a telephone keeps it: what the server says of the mark, and what stands beside it."""

from collections.abc import Iterable
from hashlib import sha256
from json import dumps
from typing import Any

from flask import get_template_attribute

from lms.attendance import words
from lms.attendance.roll import MarkLine


def row_states(lines: Iterable[MarkLine], zone: str) -> list[dict[str, Any]]:
    """The rows of marks: version, value, and a conflict as it is shown by the clock of a time zone."""
    return [_state(line, zone) for line in lines]


def _state(line: MarkLine, zone: str) -> dict[str, Any]:
    shown = line.shown_at(line.version)
    return {
        "enrolment": line.enrolment_id,
        "version": line.version,
        "kind": shown.kind.value if shown else None,
        "minutes": shown.minutes if shown else None,
        "reason": shown.reason if shown else None,
        "in_conflict": line.in_conflict,
        "conflict": _shown("conflict", line, zone) if line.in_conflict else "",
    }


def history_of(line: MarkLine, zone: str) -> str:
    """The history of a mark as it is shown, empty before the first entry: asked for when somebody opens it."""
    return _shown("history", line, zone)


def _shown(name: str, line: MarkLine, zone: str) -> str:
    macro = get_template_attribute("attendance/row.html", name)
    return str(macro(line, zone, words)).strip()


def fingerprint(states: list[dict[str, Any]]) -> str:
    """The same for the same rows, so that a telephone that has them already is sent nothing."""
    return sha256(dumps(states, sort_keys=True).encode()).hexdigest()[:32]
