"""The words of the forming of groups: patterns, routes, and why somebody is left out."""

from collections.abc import Sequence
from itertools import groupby

from babel import Locale
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.courses.forming_plan import Reading
from lms.courses.forming_terms import LeftOut, Why
from lms.courses.states import Route
from lms.courses.timetable import Slot

READING = {
    Reading.MIXED: _l("together"),
    Reading.SEPARATE: _l("in separate groups"),
    Reading.READS: _l("only who reads Cyrillic"),
    Reading.LETTERS: _l("only who does not read Cyrillic yet"),
}
ROUTES = {
    Route.MIXED: _l("for everybody, whether or not they read Cyrillic"),
    Route.READS: _l("for those who read Cyrillic"),
    Route.LETTERS: _l("for those who begin with the letters"),
}
_WHY = {
    Why.ENROLLED: _l("They are enrolled in a cohort that runs at the same time"),
    Why.OFFERED: _l("They have an open offer for another cohort"),
    Why.BY_HAND: _l("Left out by hand"),
    Why.NOT_ASKED: _l("Nobody has asked them yet when they can come"),
    Why.MODE: _l("No group of the kind they ask for (online or in person) is considered"),
    Why.TIME: _l("They cannot come at the times considered"),
    Why.READING_UNKNOWN: _l("It is not known whether they read Cyrillic"),
    Why.READING: _l("The groups are for the other reading route"),
    Why.NOTHING_FREE: _l("No room or teacher was free at the times they can come; ask again to see whether one is now"),
    Why.ENOUGH_GROUPS: _l("There are enough people for one more group than you asked for"),
}


def why_words(left: LeftOut, least: int) -> str:
    """Why somebody is in no group, in a phrase that can be told to them."""
    if left.why is Why.FULL:
        said = _("Group %(number)s is full with people who stand before them", number=left.number)
        return str(said)
    if left.why is Why.TOO_FEW:
        said = ngettext(
            "Too few: %(num)d person can come at those times, a group needs %(least)s",
            "Too few: %(num)d people can come at those times, a group needs %(least)s",
            left.number or 0,
            least=least,
        )
        return str(said)
    return str(_WHY[left.why])


def pattern_words(pattern: Sequence[Slot]) -> str:
    """A weekly pattern in short: “Mon, Wed, Fri 18:00, 2 academic hours”."""
    locale = get_locale() or Locale("bg")
    names = locale.days["stand-alone"]["abbreviated"]
    said = []
    ordered = sorted(pattern, key=lambda slot: (slot.starts_at, slot.hours, slot.weekday))
    for (at, hours), slots in groupby(ordered, key=lambda slot: (slot.starts_at, slot.hours)):
        days = ", ".join(names[slot.weekday] for slot in slots)
        length = ngettext("%(num)d academic hour", "%(num)d academic hours", hours)
        said.append(f"{days} {at:%H:%M}, {length}")
    return "; ".join(said)
