"""The words of free places: why somebody is not asked, and what became of an offer."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l

from lms.courses.forming_rules import LeftOut, Why
from lms.courses.models import WaitingEntry
from lms.courses.offer_models import OfferState

WHY = {
    Why.ENROLLED: _l("have a place in a course at that time"),
    Why.OFFERED: _l("have an open offer"),
    Why.DECLINED: _l("were offered a place in this group and declined"),
    Why.UNANSWERED: _l("were offered a place in this group and did not answer"),
    Why.NOT_ASKED: _l("were not asked yet when they can come"),
    Why.MODE: _l("ask for the other kind of course (online or in person)"),
    Why.TIME: _l("cannot come at these times"),
    Why.READING_UNKNOWN: _l("were not asked whether they read Cyrillic"),
    Why.READING: _l("learn by the other reading route"),
}
ANSWERS = {
    OfferState.ACCEPTED: _l("takes the place"),
    OfferState.DECLINED: _l("does not take it"),
    OfferState.EXPIRED: _l("did not answer in time"),
    OfferState.WITHDRAWN: _l("the offer was taken back"),
}
ANSWER_TONES = {OfferState.ACCEPTED: "good", OfferState.DECLINED: "warn", OfferState.EXPIRED: "warn"}


def by_reason(passed: Iterable[tuple[LeftOut, WaitingEntry]]) -> list[tuple[str, Sequence[WaitingEntry]]]:
    """Who is passed over, together with others for whom the reason is the same; the first in the list first."""
    found: dict[Why, list[WaitingEntry]] = {}
    for left, entry in passed:
        found.setdefault(left.why, []).append(entry)
    return [(str(WHY[why]), entries) for why, entries in found.items()]
