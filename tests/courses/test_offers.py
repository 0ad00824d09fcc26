"""Places that are offered: held until the answer, free without one; whoever declined was never in the course."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.access.errors import DomainError
from lms.access.viewer import Role
from lms.courses.cohort_queries import places_taken
from lms.courses.enrolment_actions import enrol, transfer
from lms.courses.filling_queries import opening_of
from lms.courses.forming_rules import Why
from lms.courses.models import Cohort, Enrolment, EnrolmentChange, WaitingEntry
from lms.courses.offer_actions import accept_offer, decline_offer, offer_places, take_off
from lms.courses.offer_models import Offer, OfferState
from lms.courses.states import ClosedReason, EnrolmentState
from lms.database import db
from lms.learners.merge_actions import merge
from tests.courses.conftest import Scene, SetClock, SignIn
from tests.factories import (
    at,
    make_centre,
    make_cohort,
    make_learner,
    make_learner_account,
    make_lesson,
    make_staff,
    make_waiting,
)
from tests.factories import enrol as enrol_there

FIRST = date(2026, 3, 2)


@pytest.fixture
def cohort(scene: Scene) -> Cohort:
    """A cohort of one place that begins in a month."""
    return make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1, starts_on=FIRST)


@pytest.fixture
def offer(scene: Scene, cohort: Cohort) -> Offer:
    """The place, offered for two days."""
    entry = make_waiting(make_learner(scene.centre))
    (made,) = offer_places(scene.coordinator.viewer, cohort, [entry], clock.now() + timedelta(days=2))
    db.session.commit()
    return made


def test_an_offered_place_is_taken_until_the_answer(scene: Scene, cohort: Cohort, offer: Offer) -> None:
    assert places_taken([cohort.id]) == {cohort.id: 1}
    other = make_learner(scene.centre)
    assert enrol(scene.coordinator.viewer, cohort, [other], FIRST)[0].refusal is not None
    decline_offer(scene.coordinator.viewer, offer)
    assert enrol(scene.coordinator.viewer, cohort, [other], FIRST)[0].refusal is None


def test_whoever_did_not_answer_for_a_place_can_move_to_it_later(
    scene: Scene, cohort: Cohort, offer: Offer, set_clock: SetClock
) -> None:
    here = make_cohort(scene.centre, scene.programme, scene.teacher, starts_on=date(2026, 1, 12))
    elsewhere = enrol_there(offer.learner, here, starts_on=date(2026, 1, 12))
    set_clock(offer.reply_by)
    transfer(scene.coordinator.viewer, elsewhere, cohort, clock.today())
    held = select(Enrolment.state).where(Enrolment.cohort_id == cohort.id)
    assert db.session.scalars(held).all() == [EnrolmentState.ACTIVE]
    assert offer.state is OfferState.EXPIRED


def test_whoever_says_yes_is_enrolled_and_no_longer_waits(
    cohort: Cohort, offer: Offer, coordinator: FlaskClient
) -> None:
    page = coordinator.get(f"/cohorts/{cohort.id}").text
    assert "answers by" in page and "Takes the place" in page
    assert coordinator.post(f"/offers/{offer.id}/accept").status_code == 303
    enrolment = db.session.scalars(select(Enrolment)).one()
    assert (enrolment.state, enrolment.starts_on) == (EnrolmentState.ACTIVE, FIRST)
    assert [line.to_state for line in enrolment.changes] == [EnrolmentState.OFFERED, EnrolmentState.ACTIVE]
    assert (offer.state, offer.entry.closed_reason) == (OfferState.ACCEPTED, ClosedReason.ENROLLED)


def test_whoever_says_no_waits_on_and_was_never_in_the_course(
    cohort: Cohort, offer: Offer, coordinator: FlaskClient
) -> None:
    coordinator.post(f"/offers/{offer.id}/decline")
    for model in (Enrolment, EnrolmentChange):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert (offer.state, offer.entry.closed_on, offer.enrolment_id) == (OfferState.DECLINED, None, None)
    assert places_taken([cohort.id]) == {cohort.id: 0}


@pytest.mark.parametrize(("hours", "taken"), [(47, 1), (48, 0), (49, 0)])
def test_a_place_nobody_answered_for_is_free_from_that_moment(
    scene: Scene, cohort: Cohort, offer: Offer, set_clock: SetClock, hours: int, taken: int
) -> None:
    set_clock(at(date(2026, 2, 2), 9) + timedelta(hours=hours))
    assert places_taken([cohort.id]) == {cohort.id: taken}
    refused = enrol(scene.coordinator.viewer, cohort, [make_learner(scene.centre)], FIRST)[0].refusal
    assert (refused is not None) is bool(taken)
    assert (offer.state is OfferState.EXPIRED) is not bool(taken)


def test_an_answer_is_given_once(scene: Scene, offer: Offer, coordinator: FlaskClient) -> None:
    accept_offer(scene.coordinator.viewer, offer)
    with pytest.raises(DomainError, match="answered already"):
        decline_offer(scene.coordinator.viewer, offer)
    page = coordinator.post(f"/offers/{offer.id}/decline", follow_redirects=True).text
    assert "answered already" in page
    assert db.session.scalars(select(Enrolment.state)).one() is EnrolmentState.ACTIVE


def test_whoever_comes_late_to_a_running_course_begins_today(scene: Scene, offer: Offer, set_clock: SetClock) -> None:
    offer.reply_by = at(date(2026, 3, 20), 9)
    set_clock(at(date(2026, 3, 10), 9))
    accept_offer(scene.coordinator.viewer, offer)
    assert db.session.scalars(select(Enrolment.starts_on)).one() == date(2026, 3, 10)


def test_offers_of_another_centre_are_not_found(offer: Offer, client_as: SignIn, scene: Scene) -> None:
    for stranger in (make_staff(Role.COORDINATOR, make_centre()), scene.teacher):
        assert client_as(stranger).post(f"/offers/{offer.id}/accept").status_code == 404
    assert offer.state is OfferState.OPEN


def test_looking_at_the_link_changes_nothing_and_answering_does(offer: Offer, client: FlaskClient) -> None:
    address = f"/offer/{offer.token}"
    for _ in range(2):
        page = client.get(address).text
        assert "Yes, I am coming" in page and offer.state is OfferState.OPEN
    assert client.post(address, data={"answer": "yes"}).status_code == 303
    assert "You have a place" in client.get(address).text
    assert (offer.state, offer.noted_by_id) == (OfferState.ACCEPTED, None)
    assert client.post(address, data={"answer": "no"}).status_code == 409
    assert offer.state is OfferState.ACCEPTED


def test_the_page_speaks_the_person_s_language_and_tells_little(offer: Offer, client: FlaskClient) -> None:
    offer.learner.language, offer.learner.phone = "ar", "+359888000001"
    page = client.get(f"/offer/{offer.token}").text
    assert 'lang="ar" dir="rtl"' in page and "نعم، سآتي" in page
    assert offer.learner.family_latin not in page and "+359888000001" not in page


def test_the_page_behind_a_secret_address_is_kept_and_listed_nowhere(offer: Offer, client: FlaskClient) -> None:
    for address in (f"/offer/{offer.token}", "/offer/forged"):
        headers = client.get(address).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
        assert headers["Referrer-Policy"] == "same-origin"
    assert "X-Robots-Tag" not in client.get("/").headers


def test_a_wrong_link_is_not_found_and_a_wrong_answer_is_refused(offer: Offer, client: FlaskClient) -> None:
    assert client.get("/offer/forged").status_code == client.post("/offer/forged").status_code == 404
    assert client.post(f"/offer/{offer.token}", data={"answer": "maybe"}).status_code == 400
    assert offer.state is OfferState.OPEN


def test_after_the_deadline_the_link_says_whom_to_call(offer: Offer, client: FlaskClient, set_clock: SetClock) -> None:
    set_clock(offer.reply_by)
    assert "The time to answer is over" in client.get(f"/offer/{offer.token}").text
    assert client.post(f"/offer/{offer.token}", data={"answer": "yes"}).status_code == 409
    assert offer.state is OfferState.OPEN and offer.entry.closed_on is None


def test_a_course_that_is_over_takes_nobody_in(
    cohort: Cohort, offer: Offer, client: FlaskClient, set_clock: SetClock
) -> None:
    offer.reply_by, cohort.ends_on = at(date(2026, 3, 20), 9), date(2026, 3, 10)
    set_clock(at(date(2026, 3, 10), 20))
    assert "Yes, I am coming" in client.get(f"/offer/{offer.token}").text
    set_clock(at(date(2026, 3, 11), 9))
    assert "The time to answer is over" in client.get(f"/offer/{offer.token}").text
    assert client.post(f"/offer/{offer.token}", data={"answer": "yes"}).status_code == 409
    assert offer.state is OfferState.OPEN and offer.entry.closed_on is None


def test_the_message_is_in_the_person_s_language_with_their_link(offer: Offer, coordinator: FlaskClient) -> None:
    offer.learner.language, offer.learner.phone = "uk", "+359888000001"
    page = coordinator.get(f"/offers/{offer.id}/message").text
    assert "Вітаємо" in page and f"/offer/{offer.token}" in page
    assert "https://wa.me/359888000001?text=" in page and "sms:+359888000001?body=" in page


def merged_into_somebody_waiting_longer(scene: Scene, offer: Offer) -> WaitingEntry:
    """The entry of somebody who waits longer, whose record the person's became."""
    longer = make_waiting(make_learner(scene.centre), since=date(2025, 6, 1))
    merge(scene.coordinator.viewer, longer.learner, offer.learner, [])
    return longer


def test_of_one_who_has_two_records_the_place_is_given_back_with_the_one_wait(scene: Scene, offer: Offer) -> None:
    longer = merged_into_somebody_waiting_longer(scene, offer)
    take_off(scene.coordinator.viewer, longer, ClosedReason.MOVED_AWAY)
    assert offer.state is OfferState.WITHDRAWN


def test_whoever_declined_is_not_asked_again_by_another_record(scene: Scene, cohort: Cohort, offer: Offer) -> None:
    decline_offer(scene.coordinator.viewer, offer)
    longer = merged_into_somebody_waiting_longer(scene, offer)
    opening = opening_of(scene.coordinator.viewer, cohort, clock.today())
    assert opening is not None
    assert longer in [entry for left, entry in opening.passed if left.why is Why.DECLINED]


def test_a_learner_finds_the_offer_on_their_own_page(
    scene: Scene, offer: Offer, client_as: SignIn, set_clock: SetClock
) -> None:
    offer.learner.account = make_learner_account(scene.centre)
    page = client_as(offer.learner.account).get("/learn").text
    assert "There is a place for you" in page and f"/offer/{offer.token}" in page
    set_clock(offer.reply_by)
    assert "There is a place for you" not in client_as(offer.learner.account).get("/learn").text


def test_after_a_no_the_page_names_no_lesson_any_more(offer: Offer, client: FlaskClient) -> None:
    make_lesson(offer.cohort, at(date(2026, 3, 2), 18))
    address = f"/offer/{offer.token}"
    assert "Your first lesson" in client.get(address).text
    client.post(address, data={"answer": "no"})
    assert "Your first lesson" not in client.get(address).text


def test_the_sender_can_read_what_the_message_says(offer: Offer, coordinator: FlaskClient) -> None:
    offer.learner.language = "ar"
    page = coordinator.get(f"/offers/{offer.id}/message").text
    assert "What it says" in page and "There is a place for you in a Bulgarian course" in page
    offer.learner.language = "en"
    assert "What it says" not in coordinator.get(f"/offers/{offer.id}/message").text
