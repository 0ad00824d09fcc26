"""What is done with a cohort that was opened: changing its number of places, and calling it off."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses import enrolment_actions, replan_actions
from lms.courses.called_off import refuse_called_off
from lms.courses.calling_off_queries import CallingOff, calling_off_of
from lms.courses.cohort_rules import largest_capacity
from lms.courses.enrolment_queries import place_of
from lms.courses.models import Cohort
from lms.courses.offer_actions import expire_offers, withdraw_offer
from lms.courses.offer_models import Offer, OfferState
from lms.courses.wishes import calling_off
from lms.database import db


class NotCalledOff(DomainError):
    """Something stands in the way of calling a cohort off."""


def change_places(by: Viewer, cohort: Cohort, capacity: int) -> None:
    """Change how many people a cohort takes.

    Raises CalledOff, and DomainError, saying how many are possible, when its room seats fewer or more are taken.
    """
    enrolment_actions.hold([cohort.id], [])
    refuse_called_off(cohort)
    limit = largest_capacity(cohort.room.seats if cohort.room else None)
    if not 1 <= capacity <= limit:
        raise DomainError(_l("The cohort can take from 1 to %(limit)s people.", limit=limit))
    taken = place_of(cohort).taken
    if capacity < taken:
        raise DomainError(
            ngettext(
                "%(num)d place is taken, so there cannot be fewer.",
                "%(num)d places are taken, so there cannot be fewer.",
                taken,
            )
        )
    before, cohort.capacity = cohort.capacity, capacity
    record(by, "cohort.places", "cohort", cohort.id, before=before, after=capacity)
    db.session.flush()


def call_off(by: Viewer, cohort: Cohort, reason: str) -> CallingOff:
    """Call off a cohort for a reason: its planned lessons are cancelled and the places offered are taken back.

    Whoever was offered a place goes on waiting. Returns what there was. Raises CalledOff when somebody was
    first, and NotCalledOff when a lesson was held or somebody is enrolled; nothing is changed then.
    """
    # With everybody who was offered a place held, nobody can take it while this is decided.
    replan_actions.hold(cohort, calling_off(cohort, reason).replan)
    db.session.refresh(cohort)
    refuse_called_off(cohort)
    found = calling_off_of(cohort)
    _refuse(found)
    expire_offers(by, cohort.id)
    offers = select(Offer).where(Offer.cohort_id == cohort.id, Offer.state == OfferState.OPEN).order_by(Offer.id)
    for offer in db.session.scalars(offers).all():
        withdraw_offer(by, offer)
    replan_actions.change_timetable(by, calling_off(cohort, reason))
    cohort.called_off_on, cohort.called_off_reason = clock.today(cohort.centre.time_zone), reason
    record(by, "cohort.call_off", "cohort", cohort.id, lessons=found.planned, offers=found.offers)
    db.session.flush()
    return found


def _refuse(found: CallingOff) -> None:
    if found.held:
        raise NotCalledOff(_l("A lesson was held already, so the cohort cannot be called off."))
    if found.people:
        raise NotCalledOff(
            ngettext(
                "%(num)d person is enrolled. They must leave or be moved to another cohort first.",
                "%(num)d people are enrolled. They must leave or be moved to another cohort first.",
                found.people,
            )
        )
