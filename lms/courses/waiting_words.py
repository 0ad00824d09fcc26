"""The words of the waiting list on pages: priorities, reasons, sources of a level, and steps of its history."""

from datetime import date
from typing import Any

from babel.lists import format_list
from flask_babel import format_date, get_locale, ngettext
from flask_babel import lazy_gettext as _l

from lms.courses.models import WaitingChange, WaitingEntry
from lms.courses.states import ClosedReason, Level, LevelSource, Priority, WaitingStep
from lms.courses.waiting_rules import Standing
from lms.courses.words import LEVEL_NAMES

SOURCES = {
    LevelSource.PLACEMENT: _l("decided after the placement"),
    LevelSource.TEACHER: _l("said by a teacher"),
    LevelSource.PREVIOUS_COURSE: _l("from the previous course"),
    LevelSource.INTERVIEW: _l("from talking with the person"),
}
PRIORITIES = {
    Priority.MINOR: _l("under 18"),
    Priority.EXPIRING_STATUS: _l("the status or the right to the course ends soon"),
    Priority.JOB: _l("a job depends on the course"),
    Priority.RETURNING: _l("returns after illness or birth"),
    Priority.OTHER: _l("another reason"),
}
CLOSED_REASONS = {
    ClosedReason.ENROLLED: _l("enrolled"),
    ClosedReason.FOUND_ELSEWHERE: _l("found a course elsewhere"),
    ClosedReason.MOVED_AWAY: _l("moved away"),
    ClosedReason.UNREACHABLE: _l("cannot be reached"),
    ClosedReason.NOT_WANTED: _l("does not want a course any more"),
    ClosedReason.MERGED: _l("the same person is on the list twice"),
    ClosedReason.OTHER: _l("another reason"),
}
STEPS = {
    WaitingStep.ADDED: _l("put on the list"),
    WaitingStep.CHANGED: _l("changed"),
    WaitingStep.PRIORITY: _l("given priority"),
    WaitingStep.NO_PRIORITY: _l("no priority any more"),
    WaitingStep.CLOSED: _l("taken off the list"),
    WaitingStep.REOPENED: _l("put back on the list"),
}
_FIELDS = {
    "since": _l("waiting since"),
    "level": _l("level"),
    "level_source": _l("what the level rests on"),
    "level_on": _l("the day of the level"),
    "note": _l("note"),
}


def standing_words(standing: Standing) -> str:
    """Why somebody stands where they stand: “7 of 43. Before: …”, in one sentence."""
    place = str(_l("%(position)s of %(all)s", position=standing.position, all=standing.all))
    ahead = []
    if standing.with_priority:
        ahead.append(ngettext("%(num)d person with priority", "%(num)d people with priority", standing.with_priority))
    if standing.longer:
        ahead.append(ngettext("%(num)d person waiting longer", "%(num)d people waiting longer", standing.longer))
    if not ahead:
        return str(_l("%(place)s: nobody stands before", place=place))
    return str(_l("%(place)s. Before: %(ahead)s", place=place, ahead=format_list(ahead, locale=get_locale())))


def closed_words(entry: WaitingEntry) -> str:
    """Why a person no longer waits, with what was noted."""
    return _joined(CLOSED_REASONS[entry.closed_reason] if entry.closed_reason else "", entry.closed_note)


def change_words(change: WaitingChange) -> str:
    """What a step of the history says besides its name."""
    detail: dict[str, Any] = change.detail
    if change.step is WaitingStep.CHANGED:
        return "; ".join(
            f"{_FIELDS[name]}: {_said(name, was)} → {_said(name, now)}" for name, (was, now) in detail.items()
        )
    if change.step is WaitingStep.PRIORITY:
        return _joined(PRIORITIES[Priority(detail["priority"])], detail.get("note"))
    if change.step is WaitingStep.CLOSED:
        return _joined(CLOSED_REASONS[ClosedReason(detail["reason"])], detail.get("note"))
    return str(detail.get("note") or "")


def _joined(said: object, note: str | None) -> str:
    return f"{said} · {note}" if note else str(said)


def _said(name: str, value: str | None) -> str:
    if not value:
        return "–"
    if name in ("since", "level_on"):
        return str(format_date(date.fromisoformat(value), rebase=False))
    if name == "level":
        return str(LEVEL_NAMES[Level(value)])
    return str(SOURCES[LevelSource(value)]) if name == "level_source" else value
