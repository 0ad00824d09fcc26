"""Whom to call now, and in which order. Pure: no database, no request.

Who has a signal is called. After a call a person leaves the list until the next absence that becomes known; one
before the day on which they said they would come is no news. Nobody reached: they come back the next day, unless they
came. Asked to be called again: on that day, unless they came. Said they would come on a day, and were absent then or
later without coming in between: they come back, whatever else the marks say.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.attendance.absence_rules import Met, Signal, Watched
from lms.learners.contact_models import Answer

NOT_REACHED = frozenset({Answer.NO_ANSWER, Answer.WRONG_NUMBER})


@dataclass(frozen=True)
class Call:
    """The last time somebody tried to reach a person; `day` is by the clock of the centre."""

    at: datetime
    day: date
    answer: Answer
    next_on: date | None = None


def reasons(watched: Watched, last: Call | None) -> frozenset[Signal]:
    """Why somebody should call: what the marks say, and whether a day that was named has passed in vain."""
    return watched.signals | ({Signal.NOT_COME} if _in_vain(watched, last) else frozenset())


def due(watched: Watched, last: Call | None, today: date) -> bool:
    """Whether a person is to be called now."""
    why = reasons(watched, last)
    if last is None or not why:
        return bool(why)
    if Signal.NOT_COME in why or any(_is_news(absence, last) for absence in watched.absences):
        return True
    if watched.last_there is not None and watched.last_there >= last.day:
        return False
    if last.answer is Answer.CALL_AGAIN:
        return today >= (last.next_on or last.day + timedelta(days=1))
    return last.answer in NOT_REACHED and today > last.day


def order(watched: Watched, name: str) -> tuple[bool, int, int, str]:
    """What the list is sorted by: the threshold out of reach last; the longest row; the fewest hours to miss; the name.

    Who can still be kept in the course comes before who can no longer complete it.
    """
    return watched.may_miss < 0, -len(watched.row), watched.may_miss, name


def _is_news(absence: Met, last: Call) -> bool:
    expected = last.answer is Answer.COMING and last.next_on is not None and absence.day < last.next_on
    return not expected and absence.known_at is not None and absence.known_at > last.at


def _in_vain(watched: Watched, last: Call | None) -> bool:
    if last is None or last.answer is not Answer.COMING or last.next_on is None:
        return False
    came = watched.last_there is not None and watched.last_there >= last.next_on
    return not came and any(_is_news(absence, last) for absence in watched.absences)
