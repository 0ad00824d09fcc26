"""Free places on the page: who is proposed, who is passed over, and what happens when somebody says no."""

from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.courses.filling_queries import opening_of, openings
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.courses.offer_models import Offer, OfferState
from lms.courses.offer_queries import overdue_offers
from lms.courses.offer_words import message_of
from lms.courses.states import ClosedReason, EnrolmentState, LeavingReason, LessonState, Level, Priority, Route
from lms.database import db
from lms.learners.models import Meets, PartOfWeek
from lms.messages.actions import note_sent
from lms.messages.models import Channel
from tests.courses.conftest import TODAY, Scene, SetClock, SignIn
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_slot,
    make_staff,
    make_waiting,
)

EVENING, MORNING = frozenset({PartOfWeek.EVENING}), frozenset({PartOfWeek.MORNING})


@pytest.fixture
def cohort(scene: Scene) -> Cohort:
    """An evening cohort of two places that began a week ago: nobody is in it."""
    made = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=2, starts_on=date(2026, 1, 26), code="E")
    make_slot(made, weekday=0, starts_at=time(18), hours=2)
    return made


def waits(scene: Scene, name: str, **given: object) -> WaitingEntry:
    """Somebody who can come in the evenings."""
    facts = {"available": EVENING, "meets": Meets.IN_PERSON} | given
    return make_waiting(make_learner(scene.centre, given_latin=name, family_latin=""), **facts)


def proposed(scene: Scene) -> list[tuple[str, list[str]]]:
    return [
        (one.cohort.code, [entry.learner.given_latin for _, entry in one.line])
        for one in openings(scene.coordinator.viewer, scene.centre, clock.today())
    ]


def offer(browser: FlaskClient, cohort: Cohort, *entries: WaitingEntry, until: str = "2026-02-04") -> tuple[int, str]:
    sent = browser.post(f"/cohorts/{cohort.id}/offers", data={"entries": [e.id for e in entries], "reply_by": until})
    return sent.status_code, sent.text


def test_the_next_who_can_come_are_proposed_and_the_others_told_why(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    waits(scene, "Late", since=date(2026, 1, 20))
    waits(scene, "Morning", available=MORNING)
    waits(scene, "Online", meets=Meets.ONLINE)
    waits(scene, "First", since=date(2026, 1, 30), priority=Priority.JOB)
    waits(scene, "Other", level=Level.A2)
    assert proposed(scene) == [("E", ["First", "Late"])]
    for address in (f"/places?centre={scene.centre.id}", f"/cohorts/{cohort.id}"):
        page = coordinator.get(address).text
        assert "2 places free" in page and "Offer the places" in page
        assert "Cannot come at these times: 1" in page
        assert "Ask for the other kind of course (online or in person): 1" in page


def test_a_place_of_a_coming_and_of_a_full_cohort(scene: Scene, cohort: Cohort) -> None:
    coming = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1, code="B")
    make_slot(coming, weekday=0, starts_at=time(18), hours=2)
    waits(scene, "Amina")
    assert [code for code, _ in proposed(scene)] == ["E", "B"]
    for _ in range(2):
        enrol(make_learner(scene.centre), cohort)
    assert proposed(scene) == [("B", ["Amina"])]


@pytest.mark.parametrize(("lessons", "filled"), [(0, True), (1, True), (2, False)])
def test_a_place_is_filled_until_the_share_of_the_programme_is_held(
    scene: Scene, cohort: Cohort, lessons: int, filled: bool
) -> None:
    scene.programme.late_join_percent = 40  # of ten hours
    for n in range(lessons):
        make_lesson(cohort, at(date(2026, 1, 26) + timedelta(days=n), 18), state=LessonState.HELD)
    make_lesson(cohort, at(date(2026, 2, 9), 18), hours=8)
    assert bool(proposed(scene)) is filled


def test_who_is_offered_a_place_holds_it_and_is_proposed_nowhere_else(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    amina, binh = waits(scene, "Amina"), waits(scene, "Binh")
    assert offer(coordinator, cohort, amina)[0] == 303
    made = db.session.scalars(select(Offer)).one()
    assert (made.learner, made.enrolment.starts_on) == (amina.learner, TODAY)
    assert made.reply_by == at(date(2026, 2, 4), 23, 59)
    assert proposed(scene) == [("E", ["Binh"])]
    assert binh.closed_on is None


def test_after_a_no_the_next_is_proposed_and_never_the_same_again(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    amina = waits(scene, "Amina")
    waits(scene, "Binh"), waits(scene, "Chen")
    offer(coordinator, cohort, amina)
    made = db.session.scalars(select(Offer)).one()
    sent = coordinator.post(f"/offers/{made.id}/decline", data={"back": "places"}, follow_redirects=True)
    assert "Amina goes on waiting" in sent.text
    assert "Declined a place in this group: 1" in sent.text
    assert "Answers of the last two weeks" in sent.text
    assert proposed(scene) == [("E", ["Binh", "Chen"])]


def test_without_an_answer_the_place_goes_to_the_next(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient, set_clock: SetClock
) -> None:
    cohort.capacity = 1
    amina, binh = waits(scene, "Amina"), waits(scene, "Binh")
    offer(coordinator, cohort, amina)
    assert proposed(scene) == []
    set_clock(at(date(2026, 2, 5), 8))
    assert proposed(scene) == [("E", ["Binh"])]
    assert "no answer in time" in coordinator.get(f"/places?centre={scene.centre.id}").text
    assert offer(coordinator, cohort, binh, until="2026-02-07")[0] == 303
    assert [one.state for one in db.session.scalars(select(Offer).order_by(Offer.id))] == [
        OfferState.EXPIRED,
        OfferState.OPEN,
    ]
    assert proposed(scene) == []


def test_whoever_did_not_answer_for_one_group_is_asked_for_the_next(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient, set_clock: SetClock
) -> None:
    amina, other = waits(scene, "Amina"), make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1)
    assert offer(coordinator, other, amina)[0] == 303
    assert ("E", ["Amina"]) not in proposed(scene)
    set_clock(at(date(2026, 2, 5), 8))
    assert ("E", ["Amina"]) in proposed(scene)
    assert offer(coordinator, cohort, amina, until="2026-02-07")[0] == 303


def test_a_group_whose_last_lesson_was_is_not_filled(scene: Scene, cohort: Cohort) -> None:
    for last, filled in ((TODAY, True), (TODAY - timedelta(days=1), False)):
        cohort.ends_on = last
        assert (opening_of(scene.coordinator.viewer, cohort, TODAY) is not None) is filled
        assert bool(openings(scene.coordinator.viewer, scene.centre, TODAY)) is filled


def test_a_group_is_filled_at_its_own_centre_by_whoever_works_at_two(scene: Scene, cohort: Cohort) -> None:
    other = make_centre()
    both = make_staff(Role.COORDINATOR, scene.centre, other).viewer
    assert [one.cohort for one in openings(both, scene.centre, clock.today())] == [cohort]
    assert openings(both, other, clock.today()) == []


def test_lists_say_whether_the_message_went_so_that_nobody_is_forgotten_or_written_to_twice(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    amina = waits(scene, "Amina")
    amina.learner.phone = "+359888000001"
    offer(coordinator, cohort, amina)
    addresses = (f"/places?centre={scene.centre.id}", f"/cohorts/{cohort.id}")
    assert all("not sent yet" in coordinator.get(one).text for one in addresses)
    made = db.session.scalars(select(Offer)).one()
    with coordinator.application.test_request_context():
        prepared = message_of(made)
    assert prepared
    note_sent(scene.coordinator.viewer, made.learner, prepared, Channel.VIBER, seen=0)
    for one in addresses:
        page = coordinator.get(one).text
        assert "not sent yet" not in page and "Viber</strong>, today, 09:00" in page and "Remind" in page


def test_when_somebody_leaves_the_next_is_proposed_at_once(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    leaver = enrol(make_learner(scene.centre), cohort)
    enrol(make_learner(scene.centre), cohort)
    waits(scene, "Amina")
    assert proposed(scene) == []
    facts = {"reason": LeavingReason.WORK.value, "last_day": TODAY.isoformat()}
    page = coordinator.post(f"/enrolments/{leaver.id}/withdraw", data=facts, follow_redirects=True).text
    assert "1 place free" in page and "Amina" in page and "Offer the place" in page


@pytest.mark.parametrize(
    ("chosen", "until", "said"),
    [
        (["Amina", "Binh", "Chen"], "2026-02-04", "You chose more people (3) than places are free (2)."),
        ([], "2026-02-04", "Choose at least one person."),
        (["Amina"], "2026-02-01", "Choose a day from today, two weeks ahead at the most."),
        (["Amina"], "2026-02-17", "Choose a day from today, two weeks ahead at the most."),
        (["Amina"], "", "Choose the day."),
        (["Closed"], "2026-02-04", "Closed does not wait for this level any more."),
        (["Other"], "2026-02-04", "Other does not wait for this level any more."),
        (["Enrolled"], "2026-02-04", "Enrolled: This person is already in N"),
    ],
)
def test_what_cannot_be_offered_is_said_and_nothing_is_written(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient, chosen: list[str], until: str, said: str
) -> None:
    entries = {name: waits(scene, name) for name in ("Amina", "Binh", "Chen", "Enrolled")}
    entries["Closed"] = waits(scene, "Closed", closed_on=TODAY)
    entries["Other"] = waits(scene, "Other", level=Level.A2)
    enrol(entries["Enrolled"].learner, make_cohort(scene.centre, scene.programme, scene.teacher, code="N"))
    status, page = offer(coordinator, cohort, *(entries[name] for name in chosen), until=until)
    assert status == 422 and said in page
    assert db.session.scalars(select(Offer)).all() == []


def test_passing_somebody_over_by_hand_stays_in_the_audit_trail(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    amina, binh = waits(scene, "Amina"), waits(scene, "Binh")
    offer(coordinator, cohort, binh)
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "offer.pass_over")).one()
    assert line.detail == {"entries": [amina.id], "chosen": [binh.id]}


def test_who_was_offered_a_place_by_mistake_is_proposed_again(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    amina = waits(scene, "Amina")
    offer(coordinator, cohort, amina)
    made = db.session.scalars(select(Offer)).one()
    coordinator.post(f"/offers/{made.id}/withdraw")
    assert (made.state, made.enrolment_id, amina.closed_on) == (OfferState.WITHDRAWN, None, None)
    assert proposed(scene) == [("E", ["Amina"])]


def test_whoever_is_taken_off_the_list_gives_back_the_place_held_for_them(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    amina = waits(scene, "Amina")
    offer(coordinator, cohort, amina)
    coordinator.post(f"/waiting/{amina.id}/close", data={"reason": ClosedReason.MOVED_AWAY.value})
    assert db.session.scalars(select(Offer.state)).one() is OfferState.WITHDRAWN
    assert db.session.scalars(select(Enrolment)).all() == []


def test_a_group_for_beginners_of_the_letters_takes_only_those(scene: Scene, cohort: Cohort) -> None:
    cohort.route = Route.LETTERS
    waits(scene, "Reads").learner.reads_cyrillic = True
    waits(scene, "Begins").learner.reads_cyrillic = False
    db.session.commit()
    assert proposed(scene) == [("E", ["Begins"])]


def test_nobody_else_sees_or_offers_them(scene: Scene, cohort: Cohort, client_as: SignIn) -> None:
    amina = waits(scene, "Amina")
    stranger = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert stranger.get(f"/places?centre={scene.centre.id}").status_code == 404
    assert offer(stranger, cohort, amina)[0] == 404
    assert client_as(scene.teacher).get("/places").status_code == 404
    assert "Amina" not in client_as(scene.teacher).get(f"/cohorts/{cohort.id}").text


def test_a_minor_the_coordinator_is_not_named_for_is_neither_proposed_nor_offered_a_place(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    hidden = waits(scene, "Hidden")
    hidden.learner.unaccompanied = True
    db.session.commit()
    assert proposed(scene) == [("E", [])]
    status, page = offer(coordinator, cohort, hidden)
    assert status == 422 and "Hidden" not in page
    assert db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.OFFERED)).all() == []


def test_what_became_of_an_offer_is_told_where_the_person_is_looked_at(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    amina = waits(scene, "Amina")
    offer(coordinator, cohort, amina)
    assert 'badge-warn">offered' in coordinator.get(f"/waiting?centre={scene.centre.id}").text
    made = db.session.scalars(select(Offer)).one()
    coordinator.post(f"/offers/{made.id}/decline")
    person = coordinator.get(f"/learners/{amina.learner_id}").text
    assert "Offered a place in E" in person and "Place in E: Does not take it" in person
    assert 'badge-warn">offered' not in coordinator.get(f"/waiting?centre={scene.centre.id}").text


def test_the_navigation_counts_the_offers_nobody_answered_in_time(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient, set_clock: SetClock
) -> None:
    offer(coordinator, cohort, waits(scene, "Amina"))
    assert overdue_offers(scene.coordinator.viewer) == 0
    set_clock(at(date(2026, 2, 5), 8))
    assert overdue_offers(scene.coordinator.viewer) == 1
    assert overdue_offers(make_staff(Role.COORDINATOR, make_centre()).viewer) == 0


def test_a_cohort_that_has_come_too_far_says_why_nobody_is_proposed(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    make_lesson(cohort, at(date(2026, 1, 26), 18), state=LessonState.HELD)
    page = coordinator.get(f"/cohorts/{cohort.id}").text
    assert "2 of 10 academic hours are held, and this programme fills places until 20.0%" in page
