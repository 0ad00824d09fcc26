"""A cohort that was opened: its number of places changes within what is possible, and it is called off if it may be."""

from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.courses.called_off import CalledOff
from lms.courses.calling_off_actions import call_off
from lms.courses.cohort_queries import phase_counts
from lms.courses.cohort_rules import Phase
from lms.courses.enrolment_actions import enrol as enrol_people
from lms.courses.enrolment_queries import cohorts_to_move_to
from lms.courses.enrolment_rules import Refusal, Why
from lms.courses.filling_actions import offer_free_places
from lms.courses.filling_queries import opening_of, openings
from lms.courses.history_models import TimetableChange
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.courses.offer_actions import offer_places
from lms.courses.offer_models import Offer, OfferState
from lms.courses.replan_actions import change_timetable
from lms.courses.replanning import Act
from lms.courses.states import EnrolmentState, LessonState, Wish
from lms.courses.waiting_queries import cohorts_with_places
from lms.courses.wishes import addition, meeting_for
from lms.database import db
from lms.progress.frames import load
from tests.courses.conftest import TODAY, Scene, SignIn
from tests.factories import at, enrol, make_centre, make_cohort, make_learner, make_lesson, make_staff, make_waiting

REASON = "Открита по грешка"


@pytest.fixture(params=[date(2026, 1, 26), date(2026, 3, 2)], ids=["begun", "coming"])
def cohort(scene: Scene, request: pytest.FixtureRequest) -> Cohort:
    """A cohort with a lesson that was cancelled for another reason and three that are planned."""
    first = request.param
    made = make_cohort(scene.centre, scene.programme, scene.teacher, code="E", starts_on=first, room=scene.room)
    make_lesson(made, at(first, 18), state=LessonState.CANCELLED, cancel_reason="Сняг")
    for week in (1, 2, 3):
        make_lesson(made, at(first + timedelta(weeks=week), 18))
    return made


def offered(scene: Scene, cohort: Cohort, days: int = 2) -> WaitingEntry:
    entry = make_waiting(make_learner(scene.centre))
    offer_places(scene.coordinator.viewer, cohort, [entry], clock.now() + timedelta(days=days))
    return entry


def send(browser: FlaskClient, cohort: Cohort, reason: str = REASON) -> tuple[int, str]:
    sent = browser.post(f"/cohorts/{cohort.id}/call-off", data={"reason": reason}, follow_redirects=True)
    return sent.status_code, sent.text


def test_calling_off_says_what_will_happen_and_then_does_it(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    entry, late = offered(scene, cohort), offered(scene, cohort, days=-1)
    first, last = cohort.starts_on, cohort.ends_on
    address = f"/cohorts/{cohort.id}"
    assert f"{address}/call-off" in coordinator.get(address).text
    page = coordinator.get(f"{address}/call-off").text
    assert "3 planned lessons are cancelled" in page and "1 offered place is taken back" in page
    status, page = send(coordinator, cohort)
    assert status == 200 and "The cohort is called off." in page
    assert f"Called off on 2 February 2026: {REASON}" in page
    assert ">called off</span>" in page and "some lessons were cancelled and not made up for" not in page
    assert [(one.state, one.cancel_reason) for one in cohort.lessons] == [
        (LessonState.CANCELLED, "Сняг"),
        *[(LessonState.CANCELLED, REASON)] * 3,
    ]
    assert {one.entry_id: one.state for one in db.session.scalars(select(Offer))} == {
        entry.id: OfferState.WITHDRAWN,
        late.id: OfferState.EXPIRED,
    }
    assert db.session.scalars(select(Enrolment)).all() == []
    assert (entry.closed_on, late.closed_on) == (None, None)
    assert (cohort.called_off_on, cohort.called_off_reason) == (TODAY, REASON)
    assert (cohort.starts_on, cohort.ends_on) == (first, last)
    for link in ("/call-off", "/places", "/pattern", "/lessons/new", "/enrol"):
        assert f"{address}{link}" not in page


def test_the_history_and_the_audit_trail_keep_it(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    offered(scene, cohort)
    send(coordinator, cohort)
    line = db.session.scalars(select(TimetableChange)).one()
    assert (line.wish, line.reason, line.by_id) == (Wish.CALL_OFF, REASON, scene.coordinator.id)
    assert [one.act for one in line.lessons] == [Act.CANCELLED] * 3
    audit = db.session.scalars(select(AuditLine).where(AuditLine.act == "cohort.call_off")).one()
    assert audit.detail == {"lessons": 3, "offers": 1}
    assert "The cohort called off" in coordinator.get(f"/cohorts/{cohort.id}/history").text


def test_a_cohort_called_off_asks_for_nobody_and_counts_nowhere(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    by, entry = scene.coordinator.viewer, make_waiting(make_learner(scene.centre))
    other = make_cohort(scene.centre, scene.programme, scene.teacher, code="N", capacity=1)
    inside = enrol(make_learner(scene.centre), other)
    # A table of every place that lists cohorts: with this one before, without it after.
    lists = {
        "places": lambda: [one.cohort.code for one in openings(by, scene.centre, TODAY)],
        "its own": lambda: [one.cohort.code for one in [opening_of(by, cohort, TODAY)] if one],
        "waiting": lambda: [one.code for one, _free in cohorts_with_places(by, entry, TODAY)],
        "transfer": lambda: [one.code for one in cohorts_to_move_to(by, inside, TODAY)],
        "statistics": lambda: [code for code in load(by, "statistics.view").cohorts["cohort"] if code != "N"],
    }
    assert {name: found() for name, found in lists.items()} == {name: ["E"] for name in lists}
    assert phase_counts(by, None, TODAY)[Phase.FINISHED] == 0
    send(coordinator, cohort)
    assert {name: found() for name, found in lists.items()} == {name: [] for name in lists}
    assert phase_counts(by, None, TODAY) == {Phase.COMING: 1, Phase.RUNNING: 0, Phase.FINISHED: 1}
    assert ">E</a>" not in coordinator.get(f"/places?centre={scene.centre.id}").text
    assert ">E</a>" not in coordinator.get("/cohorts").text
    assert "called off" in coordinator.get("/cohorts?phase=finished").text


def test_nothing_goes_on_in_a_cohort_that_was_called_off(scene: Scene, cohort: Cohort) -> None:
    by, entry = scene.coordinator.viewer, make_waiting(make_learner(scene.centre))
    call_off(by, cohort, REASON)
    day = max(cohort.starts_on, TODAY)
    (answer,) = enrol_people(by, cohort, [entry.learner], day)
    assert answer.refusal == Refusal(Why.CALLED_OFF)
    with pytest.raises(CalledOff):
        offer_free_places(by, cohort, [entry], clock.now() + timedelta(days=2))
    meeting = meeting_for(cohort, day + timedelta(days=2), time(10), 2, scene.teacher.id, None)
    with pytest.raises(CalledOff):
        change_timetable(by, addition(cohort, meeting, None))


def test_its_room_and_teacher_are_free_for_another(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    day = cohort.lessons[1].starts_at.date()
    asked = scene.fields(starts_on=day.isoformat(), slots__0__weekday=day.weekday())
    assert coordinator.post("/cohorts/new", data=asked).status_code == 422
    send(coordinator, cohort)
    assert coordinator.post("/cohorts/new", data=asked).status_code != 422


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (EnrolmentState.ACTIVE, "1 person is enrolled. They must leave or be moved to another cohort first."),
        (EnrolmentState.COMPLETED, "1 person is enrolled."),
        (EnrolmentState.WITHDRAWN, None),
        (EnrolmentState.TRANSFERRED, None),
    ],
)
def test_who_is_enrolled_keeps_a_cohort_from_being_called_off(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient, state: EnrolmentState, said: str | None
) -> None:
    enrol(make_learner(scene.centre), cohort, state=state)
    offered(scene, cohort)
    shown = coordinator.get(f"/cohorts/{cohort.id}/call-off").text
    status, page = send(coordinator, cohort)
    assert status == (422 if said else 200)
    assert (cohort.called_off_on is None) is bool(said)
    if said:
        assert said in page and said in shown and 'name="reason"' not in shown
        assert db.session.scalars(select(Offer.state)).one() is OfferState.OPEN
        assert cohort.lessons[1].state is LessonState.PLANNED


def test_a_held_lesson_keeps_a_cohort_from_being_called_off(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    cohort.lessons[1].state = LessonState.HELD
    db.session.commit()
    assert f"/cohorts/{cohort.id}/call-off" not in coordinator.get(f"/cohorts/{cohort.id}").text
    status, page = send(coordinator, cohort)
    assert status == 422 and "A lesson was held already" in page
    assert cohort.called_off_on is None and cohort.lessons[2].state is LessonState.PLANNED


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_reason_is_asked(cohort: Cohort, coordinator: FlaskClient, reason: str) -> None:
    assert send(coordinator, cohort, reason)[0] == 422
    assert cohort.called_off_on is None


def test_whoever_comes_second_is_told(cohort: Cohort, coordinator: FlaskClient) -> None:
    send(coordinator, cohort)
    _, page = send(coordinator, cohort, "another")
    assert "This cohort was called off." in page
    sent = coordinator.post(f"/cohorts/{cohort.id}/places", data={"capacity": 3}, follow_redirects=True)
    assert "This cohort was called off." in sent.text
    assert (cohort.called_off_reason, cohort.capacity) == (REASON, 15)


@pytest.mark.parametrize(
    ("seats", "taken", "wish", "said"),
    [
        (18, 0, "15", None),
        (18, 0, "1", None),
        (18, 0, "16", "The cohort can take from 1 to 15 people."),
        (18, 0, "0", "The cohort can take from 1 to 15 people."),
        (18, 0, "-1", "The cohort can take from 1 to 15 people."),
        (18, 0, "", "Enter the number of places."),
        (18, 0, "many", "Not a valid integer value."),
        (9, 0, "9", None),
        (9, 0, "10", "The cohort can take from 1 to 9 people."),
        (None, 0, "15", None),
        (18, 2, "2", None),
        (18, 2, "1", "2 places are taken, so there cannot be fewer."),
        (18, 1, "1", None),
    ],
)
def test_a_cohort_takes_as_many_as_its_room_and_not_fewer_than_are_in_it(
    scene: Scene, coordinator: FlaskClient, seats: int | None, taken: int, wish: str, said: str | None
) -> None:
    scene.room.seats = seats or scene.room.seats
    room = scene.room if seats else None
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=4, room=room)
    for _ in range(taken - 1):
        enrol(make_learner(scene.centre), cohort)
    if taken:
        offered(scene, cohort)
    assert 'value="4"' in coordinator.get(f"/cohorts/{cohort.id}/places").text
    sent = coordinator.post(f"/cohorts/{cohort.id}/places", data={"capacity": wish})
    assert sent.status_code == (422 if said else 303)
    assert (said or "") in sent.text
    assert cohort.capacity == (4 if said else int(wish))
    lines = db.session.scalars(select(AuditLine).where(AuditLine.act == "cohort.places")).all()
    assert [line.detail for line in lines] == ([] if said else [{"before": 4, "after": int(wish)}])


def test_nobody_else_calls_off_or_changes_places(scene: Scene, cohort: Cohort, client_as: SignIn) -> None:
    for account in (scene.teacher, make_staff(Role.COORDINATOR, make_centre())):
        browser = client_as(account)
        assert send(browser, cohort)[0] == 404
        assert browser.post(f"/cohorts/{cohort.id}/places", data={"capacity": 3}).status_code == 404
    assert "call-off" not in client_as(scene.teacher).get(f"/cohorts/{cohort.id}").text
    assert (cohort.called_off_on, cohort.capacity) == (None, 15)
