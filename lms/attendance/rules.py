"""What a mark says, how many minutes it counts for, and when a roll may be called or corrected.

Pure: no database, no request.
"""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.access.viewer import Role
from lms.attendance.models import MarkKind
from lms.courses.states import STARTED, EnrolmentState, LessonState

OPENS_BEFORE = timedelta(minutes=30)
"""How long before its start a lesson's roll may be called."""
LONGEST_REASON = 200
"""Characters in the reason of a mark, or in its note."""
LONGEST = 24 * 60
"""Minutes that no lesson has."""
TIMED = frozenset({MarkKind.LATE, MarkKind.LEFT_EARLY})
"""The kinds that need minutes."""
IN_THE_ROOM = frozenset({MarkKind.PRESENT, MarkKind.LATE, MarkKind.LEFT_EARLY})
"""The kinds of who was there, for however long."""
ATTENDING = frozenset({*STARTED, EnrolmentState.TRANSFERRED})
"""The states of enrolments that are, or on an earlier day were, of people in the room."""
CORRECTS_LATE = frozenset({Role.COORDINATOR})
"""Who may still correct a roll, with a reason, when the time for corrections is over."""


class Refusal(enum.StrEnum):
    """Why an entry was not taken."""

    TOO_EARLY = "too_early"
    CANCELLED = "cancelled"
    TOO_LATE = "too_late"
    REASON_MISSING = "reason_missing"
    NOT_ENROLLED = "not_enrolled"
    MINUTES_MISSING = "minutes_missing"
    MINUTES_WRONG = "minutes_wrong"
    IDENTIFIER_USED = "identifier_used"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Value:
    """What a mark says: its kind, the minutes missed if it needs them, the reason if it is excused or else a note."""

    kind: MarkKind
    minutes: int | None = None
    reason: str | None = None

    def agrees_with(self, other: "Value") -> bool:
        """Whether two marks count the same. The wording of a reason or a note is nothing to be in conflict about."""
        return (self.kind, self.minutes) == (other.kind, other.minutes)


def value_of(kind: MarkKind, minutes: int | None = None, reason: str | None = None) -> Value:
    """A value without what its kind has no use for."""
    return Value(
        kind,
        minutes if kind in TIMED else None,
        (reason or "").strip() or None,
    )


def length_of(starts_at: datetime, ends_at: datetime) -> int:
    """The length of a lesson in minutes."""
    return int((ends_at - starts_at).total_seconds() // 60)


def minutes_attended(value: Value, length: int) -> int:
    """The minutes a mark counts for in a lesson of `length` minutes; never below 0."""
    if value.kind in (MarkKind.ABSENT, MarkKind.EXCUSED):
        return 0
    return max(0, length - (value.minutes or 0))


def wrong_minutes(value: Value, length: int) -> Refusal | None:
    """What is wrong with the minutes of a value: whoever missed the whole lesson was absent, not late."""
    if value.kind not in TIMED:
        return None
    if value.minutes is None:
        return Refusal.MINUTES_MISSING
    return None if 0 < value.minutes < length else Refusal.MINUTES_WRONG


def impossible_minutes(value: Value) -> Refusal | None:
    """What is wrong with minutes whatever the lesson is like: there are none, or no lesson has so many."""
    return wrong_minutes(value, LONGEST)


@dataclass(frozen=True)
class Window:
    """When a lesson's roll may be called: from shortly before its start, and corrected for some days."""

    state: LessonState
    starts_at: datetime
    ends_at: datetime
    correction_days: int

    @property
    def opens_at(self) -> datetime:
        """The first moment at which the roll may be called."""
        return self.starts_at - OPENS_BEFORE

    @property
    def closes_at(self) -> datetime:
        """The moment after which only a coordinator may correct, with a reason."""
        return self.ends_at + timedelta(days=self.correction_days)

    def closed_to(self, role: Role, now: datetime) -> Refusal | None:
        """Why this role may not mark anybody now, or None."""
        if self.state is LessonState.CANCELLED:
            return Refusal.CANCELLED
        if now < self.opens_at:
            return Refusal.TOO_EARLY
        if now > self.closes_at and role not in CORRECTS_LATE:
            return Refusal.TOO_LATE
        return None

    def needs_reason(self, now: datetime) -> bool:
        """Whether the time for corrections is over, so that one needs a reason."""
        return now > self.closes_at


def enrolled_on(day: date, starts_on: date, ends_on: date | None) -> bool:
    """Whether a day lies within an enrolment; its last day counts."""
    return starts_on <= day and (ends_on is None or day <= ends_on)
