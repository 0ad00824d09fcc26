"""The words of free places: why somebody is not asked, and what became of an offer."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l

from lms.courses.forming_terms import LeftOut, Why
from lms.courses.models import WaitingEntry
from lms.courses.offer_models import OfferState

WHY = {
    Why.ENROLLED: _l("Already in a course at that time"),
    Why.OFFERED: _l("With an open offer"),
    Why.DECLINED: _l("Declined a place in this group"),
    Why.UNANSWERED: _l("Did not answer when offered a place in this group"),
    Why.NOT_ASKED: _l("Not asked yet when they can come"),
    Why.MODE: _l("Ask for the other kind of course (online or in person)"),
    Why.TIME: _l("Cannot come at these times"),
    Why.READING_UNKNOWN: _l("Not asked yet whether they read Cyrillic"),
    Why.READING: _l("Read Cyrillic better or less well than the group"),
}
ANSWERS = {
    OfferState.ACCEPTED: _l("Takes the place"),
    OfferState.DECLINED: _l("Does not take it"),
    OfferState.EXPIRED: _l("no answer in time"),
    OfferState.WITHDRAWN: _l("taken back"),
}
ANSWER_TONES = {OfferState.ACCEPTED: "good", OfferState.DECLINED: "warn", OfferState.EXPIRED: "warn"}


def by_reason(passed: Iterable[tuple[LeftOut, WaitingEntry]]) -> list[tuple[str, Sequence[WaitingEntry]]]:
    """Who is passed over, together with others for whom the reason is the same; the first in the list first."""
    found: dict[Why, list[WaitingEntry]] = {}
    for left, entry in passed:
        found.setdefault(left.why, []).append(entry)
    return [(str(WHY[why]), entries) for why, entries in found.items()]
