"""Absences that matter: what the marks of a person in one enrolment say about whether they are slipping away.

Pure: no database, no request. What counts:

- Only held lessons on days of the enrolment, in their order; of a lesson in which nobody marked the person nothing is
  known, so it is passed over.
- An absence is one that nobody excused. An excused lesson neither counts nor ends a row of absences.
- *In a row*: absences since the person was last there. *Often*: absences of the last two weeks, today with them.
- *Falling*: the share (share_rules.py) is under a limit, and lower than it was two weeks ago. Who has been here for
  less than two weeks has nothing to fall from: for them the other signals are there.
- *Out of reach*: the threshold of the programme is not reached even by missing nothing more of what is planned.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.attendance.models import MarkKind
from lms.attendance.rules import IN_THE_ROOM
from lms.attendance.share_rules import TOLERANCE, HourShare


class Signal(enum.StrEnum):
    """Why somebody should call a person."""

    NOT_COME = "not_come"
    """They said on which day they would come, and did not."""
    IN_A_ROW = "in_a_row"
    OFTEN = "often"
    FALLING = "falling"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True)
class Limits:
    """From when absences matter; a limit of 0 is not looked at."""

    in_a_row: int = 2
    often: int = 3
    days: int = 14
    """The days in which “often” is counted, and over which a share falls."""
    percent: int = 80


@dataclass(frozen=True)
class Met:
    """A held lesson on a day of the enrolment, and what is marked; hours are academic."""

    lesson_id: int
    day: date
    hours: int
    kind: MarkKind | None = None
    attended_hours: float = 0.0
    version: int = 0
    """Of how many entries the mark is made."""
    known_at: datetime | None = None
    """When the entry arrived by which the mark is what it is."""

    @property
    def absent(self) -> bool:
        """Whether the person was not there, and nobody excused it."""
        return self.kind is MarkKind.ABSENT

    @property
    def there(self) -> bool:
        """Whether the person was there, for however long."""
        return self.kind in IN_THE_ROOM


@dataclass(frozen=True)
class Terms:
    """What the hours of an enrolment are held against."""

    threshold_percent: int = 70
    excused_counts: bool = False
    ahead: int = 0
    """Academic hours of the lessons planned and not held yet."""
    earlier: tuple[Met, ...] = ()
    """The held lessons of the enrolments the person was transferred from: their hours go with the person."""


@dataclass(frozen=True)
class Watched:
    """What the marks of one enrolment say."""

    absences: tuple[Met, ...]
    row: tuple[Met, ...]
    """The absences since the person was last there."""
    lately: tuple[Met, ...]
    """The absences of the last days that are looked at."""
    last_there: date | None
    share: HourShare
    may_miss: int
    signals: frozenset[Signal]

    @property
    def led_here(self) -> tuple[Met, ...]:
        """The absences to speak about: those in a row and those of the last days, in their order."""
        return tuple(one for one in self.absences if one in self.row or one in self.lately)


def watch(lessons: Sequence[Met], terms: Terms, today: date, limits: Limits) -> Watched:
    """What the held lessons of an enrolment, in their order, say on a day."""
    since = today - timedelta(days=limits.days)
    absences = tuple(one for one in lessons if one.absent)
    last = max((place for place, one in enumerate(lessons) if one.there), default=-1)
    row = tuple(one for one in lessons[last + 1 :] if one.absent)
    lately = tuple(one for one in absences if since < one.day <= today)
    share = _share(lessons, terms)
    # Whoever is not called yet may turn out to have been there.
    unknown = sum(one.hours for one in lessons if one.kind is None)
    may_miss = _share([one for one in lessons if one.kind], terms).may_miss(terms.ahead + unknown)
    before = _share([one for one in lessons if one.day <= since], terms)
    found = {
        Signal.IN_A_ROW: 0 < limits.in_a_row <= len(row),
        Signal.OFTEN: 0 < limits.often <= len(lately),
        Signal.FALLING: may_miss >= 0 and _falls(share, before, limits.percent),
        Signal.OUT_OF_REACH: may_miss < 0 and share.share is not None,
    }
    signals = frozenset(signal for signal, there in found.items() if there)
    return Watched(absences, row, lately, lessons[last].day if last >= 0 else None, share, may_miss, signals)


def _share(lessons: Sequence[Met], terms: Terms) -> HourShare:
    every = (*terms.earlier, *lessons)
    return HourShare(
        attended_hours=sum(one.attended_hours for one in every),
        excused_hours=sum(one.hours for one in every if one.kind is MarkKind.EXCUSED),
        held_hours=sum(one.hours for one in every),
        threshold_percent=terms.threshold_percent,
        excused_counts=terms.excused_counts,
    )


def _falls(now: HourShare, before: HourShare, percent: int) -> bool:
    if not percent or now.share is None or before.share is None:
        return False
    return not now.reaches(percent) and now.share + TOLERANCE < before.share
