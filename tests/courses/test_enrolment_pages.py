"""Enrolling, leaving and moving through the pages, with every refusal and its reason."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.courses.enrolment_actions import enrol as enrol_people
from lms.courses.enrolment_rules import Why
from lms.courses.models import Cohort, Enrolment, EnrolmentChange
from lms.courses.states import ClosedReason, EnrolmentState, LeavingReason, Level
from lms.database import db
from lms.learners.models import Learner, PartOfWeek
from tests.courses.conftest import Scene, SetClock, SignIn
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_programme,
    make_staff,
    make_waiting,
)

START = "2026-03-02"


@pytest.fixture
def cohort(scene: Scene) -> Cohort:
    """A cohort of three from 2 March to 30 June 2026."""
    return make_cohort(scene.centre, scene.programme, scene.teacher, capacity=3, code="A1-1")


def send(client: FlaskClient, cohort: Cohort, *people: Learner, starts_on: str = START) -> tuple[int, str]:
    data = {"people": [one.id for one in people], "starts_on": starts_on}
    answer = client.post(f"/cohorts/{cohort.id}/enrol", data=data)
    return answer.status_code, answer.text


def enrolments() -> list[Enrolment]:
    return list(db.session.scalars(select(Enrolment).order_by(Enrolment.id)))


def people_on(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'name="people" value="(\d+)"', page)]


def test_several_people_are_enrolled_at_once_with_history_and_audit(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort
) -> None:
    first, second = make_learner(scene.centre), make_learner(scene.centre)
    assert send(coordinator, cohort, first, second)[0] == 303
    made = enrolments()
    assert [one.learner for one in made] == [first, second]
    assert {one.state for one in made} == {EnrolmentState.ACTIVE}
    assert {one.starts_on for one in made} == {date(2026, 3, 2)}
    change = made[0].changes[0]
    assert (change.from_state, change.to_state, change.by_id) == (
        None,
        EnrolmentState.ACTIVE,
        scene.coordinator.id,
    )
    acts = db.session.scalars(select(AuditLine.act)).all()
    assert acts == ["enrolment.create", "enrolment.create"]


def test_enrolling_ends_the_wait_for_that_level_only(scene: Scene, coordinator: FlaskClient, cohort: Cohort) -> None:
    learner = make_learner(scene.centre)
    here, later = make_waiting(learner), make_waiting(learner, level=Level.A2)
    send(coordinator, cohort, learner)
    assert (here.closed_on, here.closed_reason) == (date(2026, 2, 2), ClosedReason.ENROLLED)
    assert later.closed_on is None


def test_of_four_people_for_three_places_nobody_is_enrolled_and_the_choice_stays(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort
) -> None:
    people = [make_learner(scene.centre) for _ in range(4)]
    status, page = send(coordinator, cohort, *people)
    assert status == 422
    assert "You chose more people (4) than places are free (3)." in page
    assert enrolments() == []
    assert page.count(" checked>") == 4


def test_searching_keeps_who_is_chosen_and_enrols_nobody(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort
) -> None:
    chosen, other = make_learner(scene.centre), make_learner(scene.centre, given_latin="Bahar", given_cyrillic="Бахар")
    make_learner(scene.centre)
    data = {"people": chosen.id, "starts_on": "2026-03-09", "q": other.given_latin, "find": "yes"}
    answer = coordinator.post(f"/cohorts/{cohort.id}/enrol", data=data)
    assert answer.status_code == 200
    assert people_on(answer.text) == [chosen.id, other.id]
    assert f'value="{chosen.id}" checked' in answer.text
    assert 'value="2026-03-09"' in answer.text
    assert enrolments() == []


def test_a_full_cohort_takes_one_more_only_for_a_reason_that_is_kept(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort
) -> None:
    for _ in range(3):
        enrol(make_learner(scene.centre), cohort)
    learner, address = make_learner(scene.centre), f"/cohorts/{cohort.id}/enrol"
    page = coordinator.get(address).text
    assert "All places are taken" in page and people_on(page) != []
    sent = {"people": learner.id, "starts_on": "2026-03-02"}
    refused = coordinator.post(address, data=sent)
    assert refused.status_code == 422 and "more people (1) than places are free (0)" in refused.text
    assert coordinator.post(address, data=sent | {"beyond": "Съпрузи, идват заедно"}).status_code == 303
    taken = db.session.scalars(select(Enrolment).where(Enrolment.learner_id == learner.id)).one()
    assert [change.reason for change in taken.changes] == ["Съпрузи, идват заедно"]
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "enrolment.overfill")).one()
    assert (line.subject_id, line.detail) == (taken.id, {"capacity": 3, "taken": 4})


def test_a_reason_of_somebody_without_the_permission_opens_no_place(scene: Scene, cohort: Cohort) -> None:
    for _ in range(3):
        enrol(make_learner(scene.centre), cohort)
    answer = enrol_people(scene.teacher.viewer, cohort, [make_learner(scene.centre)], cohort.starts_on, "Защо не")
    assert answer[0].enrolment is None
    assert answer[0].refusal is not None and answer[0].refusal.why is Why.FULL


def test_one_refusal_does_not_keep_others_out_and_names_the_cohort_in_the_way(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort
) -> None:
    busy, free = make_learner(scene.centre), make_learner(scene.centre)
    other = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-9", ends_on=date(2026, 3, 2))
    enrol(busy, other)
    status, page = send(coordinator, cohort, busy, free)
    assert status == 422
    assert "This person is already in A1-9 until 2 March 2026." in page
    assert [one.learner for one in enrolments() if one.cohort_id == cohort.id] == [free]


def test_nobody_is_enrolled_twice(scene: Scene, coordinator: FlaskClient, cohort: Cohort) -> None:
    learner = make_learner(scene.centre)
    assert send(coordinator, cohort, learner, learner)[0] == 303
    status, page = send(coordinator, cohort, learner)
    assert status == 422 and "already in this cohort" in page
    assert len(enrolments()) == 1


def test_a_finished_cohort_takes_nobody(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort, set_clock: SetClock
) -> None:
    set_clock(at(date(2026, 7, 1), 9))
    status, page = send(coordinator, cohort, make_learner(scene.centre))
    assert status == 422 and "This cohort finished on 30 June 2026." in page
    assert "Enrol people</a>" not in coordinator.get(f"/cohorts/{cohort.id}").text


@pytest.mark.parametrize("day", ["2026-03-01", "2026-07-01"])
def test_a_day_outside_the_cohort_is_refused(scene: Scene, coordinator: FlaskClient, cohort: Cohort, day: str) -> None:
    status, page = send(coordinator, cohort, make_learner(scene.centre), starts_on=day)
    assert status == 422 and "outside the cohort" in page


@pytest.mark.parametrize("given", [{}, {"starts_on": START}, {"people": "1", "starts_on": "soon"}])
def test_an_incomplete_form_is_answered_at_its_fields(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort, given: dict[str, str]
) -> None:
    make_learner(scene.centre)
    page = coordinator.post(f"/cohorts/{cohort.id}/enrol", data=given)
    assert page.status_code == 422
    assert "error-summary" in page.text


@pytest.mark.parametrize("people", ["999999", "x", "-1", "99999999999999999999"])
def test_people_who_do_not_exist_are_not_found(coordinator: FlaskClient, cohort: Cohort, people: str) -> None:
    data = {"people": people, "starts_on": START}
    assert coordinator.post(f"/cohorts/{cohort.id}/enrol", data=data).status_code == 404


def test_people_and_cohorts_of_a_foreign_centre_are_not_found(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort, client_as: SignIn
) -> None:
    own, foreign = make_learner(scene.centre), make_learner(make_centre())
    assert send(coordinator, cohort, own, foreign)[0] == 404
    stranger = client_as(make_staff(Role.COORDINATOR, foreign.centre))
    assert send(stranger, cohort, foreign)[0] == 404
    assert stranger.get(f"/cohorts/{cohort.id}").status_code == 404
    assert client_as(scene.teacher).get(f"/cohorts/{cohort.id}/enrol").status_code == 404
    assert enrolments() == []


def test_a_coordinator_of_two_centres_keeps_people_at_their_own(
    scene: Scene, client_as: SignIn, cohort: Cohort
) -> None:
    second = make_centre()
    both = client_as(make_staff(Role.COORDINATOR, scene.centre, second))
    status, page = send(both, cohort, make_learner(second))
    assert status == 422 and "belongs to another centre" in page


def test_who_waits_longest_for_the_level_stands_first(scene: Scene, coordinator: FlaskClient, cohort: Cohort) -> None:
    never = make_learner(scene.centre, family_latin="Aaa")
    other_level = make_learner(scene.centre, family_latin="Bbb")
    recent, long = make_learner(scene.centre), make_learner(scene.centre)
    make_learner(make_centre())
    make_waiting(other_level, level=Level.A2, since=date(2020, 1, 1))
    make_waiting(recent, since=date(2026, 1, 20))
    make_waiting(long, since=date(2025, 9, 1), available={PartOfWeek.EVENING}, note="след работа")
    page = coordinator.get(f"/cohorts/{cohort.id}/enrol").text
    assert people_on(page) == [long.id, recent.id, never.id, other_level.id]
    assert "1, since 1 Sept 2025" in page and "evenings" in page and "след работа" in page


def test_search_finds_people_and_those_in_the_way_are_shown_but_not_offered(
    scene: Scene, coordinator: FlaskClient, cohort: Cohort
) -> None:
    amir = make_learner(scene.centre, given_latin="Amir", family_latin="Haddad")
    make_learner(scene.centre, given_latin="Leila")
    page = coordinator.get(f"/cohorts/{cohort.id}/enrol?q=Haddad").text
    assert people_on(page) == [amir.id]
    enrol(amir, make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-9"))
    page = coordinator.get(f"/cohorts/{cohort.id}/enrol?q=Haddad").text
    assert people_on(page) == []
    assert "already in A1-9 until 30 June 2026" in page
    assert "Nobody was found" in coordinator.get(f"/cohorts/{cohort.id}/enrol?q=zzz").text


def test_without_anybody_to_enrol_the_page_says_what_to_do(coordinator: FlaskClient, cohort: Cohort) -> None:
    assert "Everybody is enrolled already" in coordinator.get(f"/cohorts/{cohort.id}/enrol").text


@pytest.fixture
def member(scene: Scene, cohort: Cohort, set_clock: SetClock) -> Enrolment:
    """Somebody who is in the cohort, on 16 March 2026."""
    set_clock(at(date(2026, 3, 16), 9))
    return enrol(make_learner(scene.centre, given_latin="Leila"), cohort)


def leave(client: FlaskClient, enrolment: Enrolment, **given: str) -> tuple[int, str]:
    data = {"reason": "work", "last_day": "2026-03-13"} | given
    answer = client.post(f"/enrolments/{enrolment.id}/withdraw", data=data)
    return answer.status_code, answer.text


def test_somebody_leaves_with_reason_and_day(coordinator: FlaskClient, member: Enrolment) -> None:
    assert leave(coordinator, member, note="нова работа")[0] == 303
    assert (member.state, member.ends_on) == (EnrolmentState.WITHDRAWN, date(2026, 3, 13))
    assert member.leaving_reason is LeavingReason.WORK
    change = member.changes[-1]
    assert (change.from_state, change.to_state) == (EnrolmentState.ACTIVE, EnrolmentState.WITHDRAWN)
    assert change.reason == "нова работа"
    assert "Work" in coordinator.get(f"/cohorts/{member.cohort_id}").text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": ""}, "Choose the reason."),
        ({"reason": "bored"}, "Not a valid choice"),
        ({"last_day": ""}, "Choose the last day."),
        ({"last_day": "2026-03-01"}, "a day on which the person was in the cohort"),
        ({"last_day": "2026-03-17"}, "today at the latest"),
    ],
)
def test_leaving_needs_a_reason_and_a_possible_day(
    coordinator: FlaskClient, member: Enrolment, given: dict[str, str], said: str
) -> None:
    status, page = leave(coordinator, member, **({"note": "бележка"} | given))
    assert status == 422
    assert said in page and 'value="бележка"' in page
    assert (member.state, member.ends_on) == (EnrolmentState.ACTIVE, None)


def test_somebody_leaves_once(coordinator: FlaskClient, member: Enrolment) -> None:
    leave(coordinator, member)
    status, page = leave(coordinator, member, reason="health")
    assert status == 422 and "not in the cohort any more" in page
    assert member.leaving_reason is LeavingReason.WORK


def test_who_gives_up_before_the_start_was_never_there(scene: Scene, coordinator: FlaskClient, cohort: Cohort) -> None:
    enrolment = enrol(make_learner(scene.centre), cohort)
    assert leave(coordinator, enrolment, last_day="2026-02-02")[0] == 303
    assert enrolment.starts_on == enrolment.ends_on == date(2026, 2, 2) < cohort.starts_on


def test_a_free_place_can_be_filled_at_once(scene: Scene, coordinator: FlaskClient, member: Enrolment) -> None:
    member.cohort.capacity = 1
    db.session.commit()
    other = make_learner(scene.centre)
    assert send(coordinator, member.cohort, other, starts_on="2026-03-16")[0] == 422
    leave(coordinator, member)
    assert send(coordinator, member.cohort, other, starts_on="2026-03-16")[0] == 303
    assert send(coordinator, member.cohort, member.learner, starts_on="2026-03-16")[0] == 422


def move(client: FlaskClient, enrolment: Enrolment, to: Cohort, last_day: str = "2026-03-13") -> tuple[int, str]:
    data = {"to": to.id, "last_day": last_day}
    answer = client.post(f"/enrolments/{enrolment.id}/transfer", data=data)
    return answer.status_code, answer.text


def test_a_transfer_ends_here_and_continues_there(scene: Scene, coordinator: FlaskClient, member: Enrolment) -> None:
    there = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-2")
    assert move(coordinator, member, there)[0] == 303
    assert (member.state, member.ends_on) == (EnrolmentState.TRANSFERRED, date(2026, 3, 13))
    later = db.session.scalars(select(Enrolment).where(Enrolment.cohort_id == there.id)).one()
    assert (later.state, later.starts_on) == (EnrolmentState.ACTIVE, date(2026, 3, 14))
    assert later.transferred_from_id == member.id
    assert [one.to_state for one in (*member.changes, *later.changes)] == [
        EnrolmentState.TRANSFERRED,
        EnrolmentState.ACTIVE,
    ]
    acts = db.session.scalars(select(AuditLine.act)).all()
    assert sorted(acts) == ["enrolment.create", "enrolment.transfer"]


def test_a_later_cohort_is_joined_on_its_first_day(scene: Scene, coordinator: FlaskClient, member: Enrolment) -> None:
    there = make_cohort(scene.centre, scene.programme, scene.teacher, starts_on=date(2026, 4, 6))
    assert move(coordinator, member, there)[0] == 303
    assert enrolments()[-1].starts_on == date(2026, 4, 6)


def test_a_refused_transfer_changes_nothing(scene: Scene, coordinator: FlaskClient, member: Enrolment) -> None:
    full = make_cohort(scene.centre, scene.programme, scene.teacher, capacity=1)
    enrol(make_learner(scene.centre), full)
    status, page = move(coordinator, member, full)
    assert status == 422 and "The cohort is full." in page
    status, page = move(coordinator, member, full, last_day="2026-03-20")
    assert status == 422 and "today at the latest" in page
    assert (member.state, member.ends_on) == (EnrolmentState.ACTIVE, None)
    assert db.session.scalar(select(func.count()).select_from(EnrolmentChange)) == 0


def test_a_transfer_stays_within_level_and_centre(
    scene: Scene, coordinator: FlaskClient, member: Enrolment, client_as: SignIn
) -> None:
    page = coordinator.get(f"/enrolments/{member.id}/transfer")
    assert "There is no other cohort of this level" in page.text
    other_level = make_cohort(scene.centre, make_programme(level=Level.A2), scene.teacher)
    elsewhere = make_cohort(make_centre(), scene.programme, scene.teacher)
    over = make_cohort(scene.centre, scene.programme, scene.teacher, ends_on=date(2026, 3, 15))
    for cohort in (other_level, elsewhere, over, member.cohort):
        assert move(coordinator, member, cohort)[0] == 422
    stranger = client_as(make_staff(Role.COORDINATOR, elsewhere.centre))
    assert move(stranger, member, elsewhere)[0] == 404
    assert leave(stranger, member)[0] == 404


def test_the_pages_of_leaving_and_moving_open(scene: Scene, coordinator: FlaskClient, member: Enrolment) -> None:
    make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-2")
    assert "15 places free" in coordinator.get(f"/enrolments/{member.id}/transfer").text
    assert 'value="2026-03-16"' in coordinator.get(f"/enrolments/{member.id}/withdraw").text


def test_foreign_people_and_lists_are_not_found(scene: Scene, coordinator: FlaskClient) -> None:
    foreign = make_learner(make_centre())
    assert coordinator.get(f"/learners/{foreign.id}/waiting").status_code == 404
    assert coordinator.get(f"/waiting?centre={foreign.centre_id}").status_code == 404
    assert coordinator.get("/waiting?centre=x").status_code == 404


def test_the_page_of_a_person_shows_their_courses(
    scene: Scene, coordinator: FlaskClient, member: Enrolment, client_as: SignIn
) -> None:
    make_waiting(member.learner, level=Level.A2, note="само сутрин")
    page = coordinator.get(f"/learners/{member.learner_id}").text
    assert f'href="/cohorts/{member.cohort_id}"' in page
    assert "Waiting for A2 since 12 Jan 2026" in page and "само сутрин" in page
    assert f'href="/learners/{member.learner_id}/waiting"' in page
    taught = client_as(scene.teacher).get(f"/learners/{member.learner_id}").text
    assert "A1-1" in taught and "Waiting for" not in taught
