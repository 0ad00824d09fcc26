"""What is done with offers: holding places for waiting people, and noting what they answered.

A place that is not taken leaves no enrolment behind: whoever declined never was in the course, and goes on waiting
since the day they have been waiting.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Role, Viewer
from lms.courses.models import Cohort, Enrolment, EnrolmentChange, WaitingEntry
from lms.courses.offer_models import Offer, OfferState
from lms.courses.states import ClosedReason, EnrolmentState
from lms.courses.waiting_actions import close_waiting, hold_person, open_entry
from lms.database import db

BY_LINK = Viewer(account_id=None, role=Role.LEARNER, name="link")
"""The viewer of whoever answers by the link of their own offer."""


class OfferOver(DomainError):
    """The offer was answered already, or nobody answered in time."""


def offer_places(by: Viewer, cohort: Cohort, entries: Sequence[WaitingEntry], reply_by: datetime) -> list[Offer]:
    """Hold a place in the cohort for each waiting person until they answer.

    The caller holds the cohort and has seen that there are as many free places.
    """
    first = max(cohort.starts_on, clock.today(cohort.centre.time_zone))
    offers = []
    for entry in entries:
        enrolment = Enrolment(
            learner_id=entry.learner_id, cohort_id=cohort.id, state=EnrolmentState.OFFERED, starts_on=first
        )
        enrolment.changes.append(EnrolmentChange(by_id=by.account_id, to_state=EnrolmentState.OFFERED, at=clock.now()))
        facts = {"cohort_id": cohort.id, "learner_id": entry.learner_id, "entry_id": entry.id}
        offer = Offer(**facts, enrolment=enrolment, made_by_id=by.account_id, reply_by=reply_by)
        offer.renew()
        offers.append(offer)
    db.session.add_all(offers)
    db.session.flush()
    record(by, "offer.make", "cohort", cohort.id, people=len(offers))
    return offers


def accept_offer(by: Viewer, offer: Offer) -> None:
    """Note that a person takes the place: they are enrolled, and no longer wait.

    Raises OfferOver, also when the time to answer is over: somebody else may have the place by now.
    """
    enrolment = _open(offer)
    if offer.overdue:
        raise OfferOver(_l("The time to answer is over."))
    first = max(offer.cohort.starts_on, clock.today(offer.cohort.centre.time_zone))
    enrolment.state, enrolment.starts_on = EnrolmentState.ACTIVE, first
    line = EnrolmentChange(by_id=by.account_id, from_state=EnrolmentState.OFFERED, at=clock.now())
    line.to_state = EnrolmentState.ACTIVE
    enrolment.changes.append(line)
    _settle(by, offer, OfferState.ACCEPTED)
    # Not the entry of the offer: when two records were made one, the person waits by the other one's.
    if entry := open_entry(offer.learner_id, offer.cohort.programme.level):
        close_waiting(by, entry, ClosedReason.ENROLLED, offer.cohort.code)


def decline_offer(by: Viewer, offer: Offer) -> None:
    """Note that a person does not take the place: it is free again, and they go on waiting. Raises OfferOver."""
    enrolment = _open(offer)
    _settle(by, offer, OfferState.DECLINED)
    _give_up(offer, enrolment)


def withdraw_offer(by: Viewer, offer: Offer) -> None:
    """Take back an offer that was made by mistake: the place is free, and the person goes on waiting.

    Raises OfferOver when it was answered already.
    """
    enrolment = _open(offer)
    _settle(by, offer, OfferState.WITHDRAWN)
    _give_up(offer, enrolment)


def take_off(by: Viewer, entry: WaitingEntry, reason: ClosedReason, note: str | None = None) -> None:
    """Take a person off the waiting list for a reason; a place that is held for them is free again.

    Raises DomainError when they are off it already.
    """
    hold_person(entry.learner_id)
    # The offers before the entry, in the order of everybody who locks both.
    held = select(Offer).where(Offer.entry_id == entry.id, Offer.state == OfferState.OPEN).with_for_update(of=Offer)
    offers = db.session.scalars(held.execution_options(populate_existing=True)).all()
    close_waiting(by, entry, reason, note)
    for offer in offers:
        withdraw_offer(by, offer)


def expire_offers(by: Viewer, cohort_id: int | None = None) -> int:
    """Give up the places of a cohort, or of all, that nobody answered for in time; returns how many."""
    statement = select(Offer).where(Offer.state == OfferState.OPEN, Offer.reply_by <= clock.now())
    if cohort_id is not None:
        statement = statement.where(Offer.cohort_id == cohort_id)
    late = db.session.scalars(statement.order_by(Offer.id).with_for_update()).all()
    for offer in late:
        enrolment = offer.enrolment
        _settle(by, offer, OfferState.EXPIRED)
        if enrolment:
            _give_up(offer, enrolment)
    return len(late)


def _open(offer: Offer) -> Enrolment:
    hold_person(offer.learner_id)
    locked = select(Offer).where(Offer.id == offer.id).with_for_update(of=Offer)
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if offer.state is not OfferState.OPEN or offer.enrolment is None:
        raise OfferOver(_l("This offer was answered already."))
    return offer.enrolment


def _settle(by: Viewer, offer: Offer, state: OfferState) -> None:
    offer.state, offer.answered_at, offer.noted_by_id = state, clock.now(), by.account_id
    record(by, f"offer.{state}", "learner", offer.learner_id, cohort=offer.cohort_id)
    db.session.flush()


def _give_up(offer: Offer, enrolment: Enrolment) -> None:
    offer.enrolment = None
    db.session.flush()
    for line in enrolment.changes:
        db.session.delete(line)
    db.session.delete(enrolment)
    db.session.flush()
