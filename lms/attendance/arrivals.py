"""Entries as they come from a device, and what each of them is answered."""

import enum
from dataclasses import dataclass
from datetime import datetime

from lms.attendance.rules import Refusal, Value


class AnswerKind(enum.StrEnum):
    """What became of an entry a device sent."""

    APPLIED = "applied"
    ALREADY_KNOWN = "already_known"
    CONFLICT = "conflict"
    SET_ASIDE = "set_aside"
    """It could not be taken and is kept, until a person says what becomes of it: the device may forget it."""
    REFUSED = "refused"
    """It is not kept: whoever made it can mend it, and the device has it still."""


TAKEN = frozenset({AnswerKind.APPLIED, AnswerKind.CONFLICT})


@dataclass(frozen=True)
class Arrival:
    """An entry as it comes from a device."""

    id: str
    """A UUID in its usual form, made on the device."""
    enrolment_id: int
    value: Value
    made_at: datetime
    based_on: int = 0
    """The version of the mark the device had seen; 0 if none."""
    follows: str | None = None
    """The entry the device had made before this one for the same mark, if any."""


@dataclass(frozen=True)
class Answer:
    """What became of one entry, and why if it was refused or set aside."""

    entry_id: str
    enrolment_id: int
    kind: AnswerKind
    why: Refusal | None = None
