"""Whatever is offered, answered, forgotten or enrolled by hand, in any order: places and people always add up."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms import clock
from lms.access.errors import DomainError
from lms.access.viewer import Role, Viewer
from lms.courses.cohort_queries import places_taken
from lms.courses.enrolment_actions import enrol, withdraw
from lms.courses.filling_actions import offer_free_places
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.courses.offer_actions import accept_offer, decline_offer, expire_offers, take_off, withdraw_offer
from lms.courses.offer_models import Offer, OfferState
from lms.courses.states import HOLDING_A_PLACE, ClosedReason, EnrolmentState, LeavingReason
from lms.database import db
from tests.factories import at, make_centre, make_cohort, make_learner, make_programme, make_staff, make_waiting
from tests.soak import tries

PEOPLE, PLACES, FIRST = 4, 2, date(2026, 2, 2)
ACTS = ("offer", "accept", "decline", "withdraw", "expire", "enrol", "leave", "take_off", "wait")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1)), max_size=14)


class Story:
    """A cohort of two places and four waiting people, to whom things happen."""

    def __init__(self) -> None:
        centre = make_centre()
        self.by: Viewer = make_staff(Role.COORDINATOR, centre).viewer
        teacher = make_staff(Role.TEACHER, centre)
        self.cohort = make_cohort(centre, make_programme(), teacher, capacity=PLACES, starts_on=date(2026, 3, 2))
        self.entries = [make_waiting(make_learner(centre)) for _ in range(PEOPLE)]
        self.now = at(FIRST, 9)

    def happen(self, act: str, which: int) -> None:
        """Let one thing happen; a refusal changes nothing."""
        entry = self.entries[which]
        offer = db.session.scalars(select(Offer).where(Offer.entry_id == entry.id).order_by(Offer.id.desc())).first()
        try:
            if act == "wait":
                self.now += timedelta(hours=30)
            elif act == "offer":
                offer_free_places(self.by, self.cohort, [entry], self.now + timedelta(days=1 + which))
            elif act == "enrol":
                enrol(self.by, self.cohort, [entry.learner], self.cohort.starts_on)
            elif act == "expire":
                expire_offers(self.by)
            elif act == "take_off":
                take_off(self.by, entry, ClosedReason.OTHER)
            elif act == "leave":
                self._leave(entry)
            elif offer:
                {"accept": accept_offer, "decline": decline_offer, "withdraw": withdraw_offer}[act](self.by, offer)
        except DomainError:
            pass
        db.session.commit()

    def _leave(self, entry: WaitingEntry) -> None:
        active = Enrolment.learner_id == entry.learner_id, Enrolment.state == EnrolmentState.ACTIVE
        if stay := db.session.scalars(select(Enrolment).where(*active)).first():
            withdraw(self.by, stay, LeavingReason.OTHER, clock.today())


def check(cohort: Cohort) -> None:
    """What must hold after every step."""
    assert places_taken([cohort.id])[cohort.id] <= PLACES
    holding = select(Enrolment.learner_id).where(Enrolment.state.in_(HOLDING_A_PLACE))
    twice = holding.group_by(Enrolment.learner_id).having(func.count() > 1)
    assert db.session.scalars(twice).all() == []
    for offer in db.session.scalars(select(Offer)):
        held = offer.enrolment.state if offer.enrolment else None
        if offer.state is OfferState.OPEN:
            assert held is EnrolmentState.OFFERED and offer.entry.closed_on is None
        elif offer.state is OfferState.ACCEPTED:
            assert held in (EnrolmentState.ACTIVE, EnrolmentState.WITHDRAWN)
        else:
            assert held is None
    offered = select(func.count()).where(Enrolment.state == EnrolmentState.OFFERED)
    open_ = select(func.count()).where(Offer.state == OfferState.OPEN)
    assert db.session.scalar(offered) == db.session.scalar(open_)
    for entry in db.session.scalars(select(WaitingEntry).where(WaitingEntry.closed_reason == ClosedReason.ENROLLED)):
        states = select(Enrolment.state).where(Enrolment.learner_id == entry.learner_id)
        assert {EnrolmentState.ACTIVE, EnrolmentState.WITHDRAWN} & set(db.session.scalars(states))


@given(STEPS)
@settings(tries(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_places_and_people_add_up_after_any_sequence(app: Flask, steps: list[tuple[str, int]]) -> None:
    story = Story()

    def now() -> datetime:
        return story.now

    with patch.object(clock, "now", now):
        for act, which in steps:
            story.happen(act, which)
            check(story.cohort)
