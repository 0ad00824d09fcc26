"""A parcel: what a telephone sends of the marks it keeps, read one entry at a time.

One entry that cannot be read is refused by itself, so that it never keeps the others on the telephone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lms.access.sent import moment_of, storable
from lms.attendance.actions import Answer, AnswerKind, Arrival
from lms.attendance.models import MarkKind
from lms.attendance.rules import LONGEST_REASON, Refusal, value_of

LARGEST_PARCEL = 500
"""How many entries one parcel may hold; a telephone that keeps more sends several."""
LARGEST_NUMBER = 2**31 - 1


class UnreadableParcel(ValueError):
    """What came is no parcel at all: nothing in it can be answered by its identifier."""


@dataclass(frozen=True)
class Parcel:
    """The entries of a parcel in their order, and answers to those that could not be read."""

    arrivals: Sequence[Arrival]
    unreadable: Sequence[Answer]


def read_parcel(sent: object) -> Parcel:
    """Read a parcel: `{"entries": […]}`, each with the fields of an Arrival, its value as kind, minutes and reason.

    Raises UnreadableParcel when it is not of this form, holds more than LARGEST_PARCEL entries, or an entry has no
    identifier by which it could be answered.
    """
    entries = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(entries, list) or len(entries) > LARGEST_PARCEL:
        raise UnreadableParcel
    arrivals, unreadable = [], []
    for entry in entries:
        identifier = _identifier(entry.get("id") if isinstance(entry, dict) else None)
        if identifier is None:
            raise UnreadableParcel
        try:
            arrivals.append(_arrival(identifier, entry))
        except (KeyError, TypeError, ValueError):
            unreadable.append(Answer(identifier, 0, AnswerKind.REFUSED, Refusal.UNREADABLE))
    return Parcel(arrivals, unreadable)


def _arrival(identifier: str, entry: dict[str, Any]) -> Arrival:
    follows = entry.get("follows") or None
    minutes = entry.get("minutes")
    return Arrival(
        identifier,
        _number(entry["enrolment"]),
        value_of(MarkKind(entry["kind"]), None if minutes is None else _number(minutes), _reason(entry)),
        moment_of(entry.get("made_at")),
        _number(entry["based_on"]),
        _required_identifier(follows) if follows else None,
    )


def _reason(entry: dict[str, Any]) -> str | None:
    reason = entry.get("reason") or None
    if reason is None:
        return None
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON:
        raise ValueError(reason)
    return storable(reason)


def _number(given: object) -> int:
    # True is a number to Python, and 3.0 is one to JSON; neither comes from a page of ours.
    if type(given) is not int or not 0 <= given <= LARGEST_NUMBER:
        raise ValueError(given)
    return given


def _identifier(given: object) -> str | None:
    try:
        return _required_identifier(given)
    except ValueError:
        return None


def _required_identifier(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError(given)
    return str(UUID(given))
