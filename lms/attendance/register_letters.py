"""Marks as they are typed: one letter, of either language and keyboard, and the minutes behind it."""

import re

from flask_babel import force_locale
from flask_babel import gettext as _

from lms.attendance.models import MarkKind
from lms.attendance.rules import TIMED, Value, value_of, wrong_minutes
from lms.attendance.words import REFUSALS, letters

LOCALES = ("bg", "en")
# The letters on the same keys of a phonetic keyboard that stands in the other language, and + without Shift.
_OTHER_KEYBOARD = {
    MarkKind.PRESENT: "=pп",
    MarkKind.LATE: "kл",
    MarkKind.LEFT_EARLY: "tе",
    MarkKind.ABSENT: "nа",
    MarkKind.EXCUSED: "iхь",
}
_CELL = re.compile(r"(\D)\s*([0-9]{0,4})")


class Unreadable(Exception):
    """What stands in a cell is no mark; the message says why."""


def kinds_by_letter() -> dict[str, MarkKind]:
    """Every small letter that means a kind of mark."""
    found = {letter: kind for kind, typed in _OTHER_KEYBOARD.items() for letter in typed}
    for locale in LOCALES:
        with force_locale(locale):
            found |= {letter.casefold(): kind for kind, letter in letters().items()}
    return found


def typed_value(text: str, length: int) -> Value | None:
    """What a cell says in a lesson of `length` minutes; None if it is empty. Raises Unreadable."""
    if not text.strip():
        return None
    found = _CELL.fullmatch(text.strip().casefold())
    kind = kinds_by_letter().get(found[1]) if found else None
    if found is None or kind is None:
        raise Unreadable(_("No mark begins so. The letters stand above the table."))
    if found[2] and kind not in TIMED:
        raise Unreadable(_("Minutes go only with late and left early."))
    value = value_of(kind, int(found[2]) if found[2] else None)
    if wrong := wrong_minutes(value, length):
        raise Unreadable(str(REFUSALS[wrong]))
    return value


def as_typed(value: Value | None) -> str:
    """A mark as somebody would type it in the language of the page."""
    return f"{letters()[value.kind]}{value.minutes or ''}" if value else ""
