"""Writing the offers of the demonstration: in each centre one place is held until an answer, and one was declined.

They stand where a coordinator would have made them: with whoever is next for the free places of a cohort.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta

from lms import clock
from lms.access.viewer import Viewer
from lms.courses.filling_queries import Opening, openings
from lms.courses.offer_actions import BY_LINK, decline_offer, offer_places
from lms.courses.offer_models import Offer, OfferState
from lms.demo.house import House, at

ANSWER_WITHIN = timedelta(days=2)


def write_offers(house: House, today: date) -> int:
    """Offer places in the first cohort with people to fill them; returns how many are held until an answer."""
    made: list[Offer] = []
    for code, centre in house.centres.items():
        by = house.coordinator(code)
        if opening := _worth_filling(openings(by, centre, today)):
            made += _offers(by, opening, today)
    return sum(offer.state is OfferState.OPEN for offer in made)


def _worth_filling(found: Iterable[Opening]) -> Opening | None:
    return next((one for one in found if one.free > 1 and len(one.line) > 1), None)


def _offers(by: Viewer, opening: Opening, today: date) -> list[Offer]:
    first, second = (entry for _, entry in opening.line[:2])
    reply_by = clock.to_utc(today + ANSWER_WITHIN, time(23, 59), opening.cohort.centre.time_zone)
    offers = offer_places(by, opening.cohort, [first, second], reply_by)
    for offer in offers:
        offer.made_at = at(today - timedelta(days=1), 10)
        if offer.enrolment:
            offer.enrolment.starts_on = opening.first
            offer.enrolment.changes[0].at = offer.made_at
    decline_offer(BY_LINK, offers[0])
    offers[0].answered_at = at(today - timedelta(days=1), 19, 40)
    return offers
