"""A person's page: one timeline from all rooms, narrowed by kind, and less of it for whoever may see less."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.actions import Arrival, call_roll
from lms.attendance.models import MarkKind
from lms.attendance.rules import Value
from lms.courses.enrolment_actions import enrol
from lms.courses.models import WaitingEntry
from lms.courses.states import Outcome
from lms.database import db
from lms.learners.consent_actions import note_answer
from lms.learners.consent_models import Answer, Purpose
from lms.learners.models import Learner
from lms.learners.safeguarding_models import NamedStaff
from lms.learners.timeline import Kind, events_of
from tests.factories import (
    at,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_staff,
    make_waiting,
)

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def staff(app: Flask) -> dict[Role, Account]:
    centre = make_centre()
    return {role: make_staff(role, centre) for role in (Role.COORDINATOR, Role.TEACHER, Role.MEDIATOR)}


@pytest.fixture
def learner(staff: dict[Role, Account]) -> Learner:
    """Somebody who waited, joined a cohort, came to one lesson of two hours for half of it, and completed."""
    coordinator = staff[Role.COORDINATOR]
    centre = coordinator.centres[0]
    learner = make_learner(centre, mediator=staff[Role.MEDIATOR], phone="+35915550777")
    make_waiting(learner)
    today = clock.today()
    starts = date(today.year - 1, today.month, 1)
    cohort = make_cohort(centre, make_programme(), staff[Role.TEACHER], starts_on=starts, ends_on=today)
    lesson = make_lesson(cohort, at(today, 0, 5))
    (answer,) = enrol(coordinator.viewer, cohort, [learner], starts)
    assert answer.refusal is None
    enrolment = cohort.enrolments[0]
    arrival = Arrival("11111111-1111-4111-8111-111111111111", enrolment.id, Value(MarkKind.LATE, 45), clock.now())
    call_roll(staff[Role.TEACHER].viewer, lesson, [arrival])
    enrolment.final_score, enrolment.final_on = 81, today
    enrolment.outcome, enrolment.outcome_on = Outcome.COMPLETED, today
    note_answer(coordinator.viewer, learner, Purpose.FUNDER, Answer.GIVEN, today)
    db.session.commit()
    return learner


def kinds(learner: Learner, by: Account, app: Flask) -> set[Kind]:
    with app.test_request_context():
        return {event.kind for event in events_of(learner, by.viewer)}


def test_every_room_tells_what_happened_the_latest_first(
    app: Flask, staff: dict[Role, Account], learner: Learner
) -> None:
    with app.test_request_context():
        events = events_of(learner, staff[Role.COORDINATOR].viewer)
    assert [event.day for event in events] == sorted((event.day for event in events), reverse=True)
    told = {Kind.RECORD, Kind.WAITING, Kind.COURSE, Kind.ATTENDANCE, Kind.RESULT, Kind.CONSENT}
    assert {event.kind for event in events} == told
    (month,) = [str(event.text) for event in events if event.kind is Kind.ATTENDANCE]
    assert "1 of 2 academic hours" in month
    ended, _began = [str(event.detail) for event in events if event.kind is Kind.WAITING]
    assert ended.startswith("enrolled · ")


def test_whoever_may_see_less_is_told_less(app: Flask, staff: dict[Role, Account], learner: Learner) -> None:
    teacher = kinds(learner, staff[Role.TEACHER], app)
    assert teacher == {Kind.RECORD, Kind.COURSE, Kind.ATTENDANCE, Kind.RESULT}
    assert kinds(learner, staff[Role.MEDIATOR], app) == {Kind.RECORD, Kind.CONSENT}


def test_the_timeline_is_narrowed_to_one_kind(client_as: SignIn, staff: dict[Role, Account], learner: Learner) -> None:
    page = client_as(staff[Role.COORDINATOR])
    everything = page.get(f"/learners/{learner.id}").text
    assert "Began to wait for A1" in everything
    assert "final test, 81 of 100" in everything
    results = page.get(f"/learners/{learner.id}?show=result").text
    assert "final test, 81 of 100" in results
    assert "Began to wait for A1" not in results
    assert page.get(f"/learners/{learner.id}?show=nothing").status_code == 200
    assert db.session.scalars(select(WaitingEntry)).one().learner_id == learner.id


def test_a_person_is_called_or_written_to_from_their_page(
    client_as: SignIn, staff: dict[Role, Account], learner: Learner
) -> None:
    address = f"/learners/{learner.id}"
    page = client_as(staff[Role.MEDIATOR]).get(address).text
    assert 'href="tel:+35915550777"' in page
    assert 'href="https://wa.me/35915550777"' in page
    assert "35915550777" not in client_as(staff[Role.TEACHER]).get(address).text


def test_the_card_says_where_its_code_is_typed(client_as: SignIn, staff: dict[Role, Account], learner: Learner) -> None:
    sheet = client_as(staff[Role.COORDINATOR]).post("/learners/cards", data={"learner": learner.id}).text
    assert '<p class="card-address"><bdi>127.0.0.1:8000/card</bdi></p>' in sheet


def test_the_server_names_somebody_when_everybody_named_is_gone(app: Flask, staff: dict[Role, Account]) -> None:
    minor = make_learner(staff[Role.COORDINATOR].centres[0], unaccompanied=True)
    run = app.test_cli_runner().invoke
    email = staff[Role.COORDINATOR].email or ""
    assert "Nobody has the number" in run(args=["lms", "protect", "A-0", email]).output
    stranger = make_staff(Role.COORDINATOR, make_centre())
    assert "is no coordinator" in run(args=["lms", "protect", minor.number, stranger.email or ""]).output
    assert run(args=["lms", "protect", minor.number, email]).exit_code == 0
    assert db.session.scalars(select(NamedStaff.account_id)).all() == [staff[Role.COORDINATOR].id]
