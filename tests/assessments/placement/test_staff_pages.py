"""The coordinator's view of placements, the decision, and the item bank."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.models import Item
from lms.assessments.placement import actions, decisions
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz
from lms.centres.models import Centre
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import Sit, send
from tests.factories import (
    make_centre,
    make_cohort,
    make_learner,
    make_learner_account,
    make_programme,
    make_staff,
)

SignIn = Callable[[Account], FlaskClient]


def chosen(page: str) -> str:
    """The level that is marked in the form of the decision."""
    levels = [mark for mark in re.findall(r"<input[^>]*>", page) if 'name="level"' in mark]
    (mark,) = (mark for mark in levels if "checked" in mark)
    return mark.split('value="')[1].split('"')[0]


def make_person(centre: Centre, **given: object) -> Learner:
    return make_learner(centre, account=make_learner_account(centre), **given)


def test_those_who_wait_for_a_decision_stand_first(
    client_as: SignIn, coordinator: Account, centre: Centre, sit: Sit
) -> None:
    decided, waits_longest, waits, begun = (make_person(centre) for _ in range(4))
    decisions.decide(coordinator.viewer, sit(decided, Level.A1), Level.A1, "")
    sit(waits_longest, Level.LITERACY)
    sit(waits, Level.B1)
    actions.start(begun.account.viewer, begun, "en")
    page = client_as(coordinator).get("/placements").text
    places = [page.index(person.name) for person in (waits_longest, waits, begun, decided)]
    assert places == sorted(places)
    assert "2 people wait for your decision." in page
    assert "Above our courses" in page


def test_nobody_yet_says_what_to_do(client_as: SignIn, coordinator: Account) -> None:
    page = client_as(coordinator).get("/placements").text
    assert "No placements yet" in page
    assert "Nobody waits for a decision." in page


def test_another_centres_placement_is_not_there(client_as: SignIn, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.A1)
    stranger = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert learner.name not in stranger.get("/placements").text
    assert stranger.get(f"/placements/{attempt.id}").status_code == 404
    assert stranger.post(f"/placements/{attempt.id}", data={"level": "A1"}).status_code == 404
    assert stranger.post(f"/placements/{attempt.id}/again").status_code == 404


def test_a_result_explains_itself(client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.A2)
    page = client_as(coordinator).get(f"/placements/{attempt.id}").text
    assert "Suggestion: A2" in page
    assert "The person reads Cyrillic letters and short words. Letters: 8 of 8 right." in page
    likely = attempt.detail["courses"]["A2"]
    assert f"A2 with {round(100 * likely)} % certainty" in page
    assert "Use of language" in page
    assert page.count('class="belief-what"') == sum(1 for one in attempt.responses if one.scale) + 1
    for drawn in re.findall(r'<svg class="belief".*?</svg>', page, re.DOTALL):
        assert sum(map(float, re.findall(r'width="([\d.]+)"', drawn))) == pytest.approx(1, abs=0.001)
    assert page.count('<svg class="belief"') == page.count('class="belief-what"') + 1
    assert "такси" in page


def test_whoever_does_not_read_was_asked_nothing_more(
    client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, Level.LITERACY)
    page = client_as(coordinator).get(f"/placements/{attempt.id}").text
    assert "Suggestion: Literacy" in page
    assert "does not read Cyrillic yet, so nothing more was asked" in page
    assert "How the suggestion came about" not in page


def test_groups_with_a_place_are_named(
    client_as: SignIn, coordinator: Account, centre: Centre, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    teacher = make_staff(Role.TEACHER, centre)
    starts = clock.today() + timedelta(days=3)
    fitting = make_cohort(centre, make_programme(), teacher, starts_on=starts, ends_on=None)
    other = make_cohort(centre, make_programme(level=Level.A2), teacher, starts_on=starts, ends_on=None)
    page = client_as(coordinator).get(f"/placements/{attempt.id}").text
    assert fitting.code in page
    assert other.code not in page


def test_a_teacher_talks_with_whoever_waits_for_a_decision(
    client_as: SignIn, coordinator: Account, centre: Centre, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    teacher = client_as(make_staff(Role.TEACHER, centre, name="Иван Колев"))
    assert learner.name in teacher.get("/placements/talks").text
    address = f"/placements/{attempt.id}/talk"
    page = teacher.get(address).text
    assert "Откъде сте?" in page
    lines = {"points_understanding": "1", "points_range": "2", "points_grammar": "1"}
    refused = teacher.post(address, data=lines)
    assert refused.status_code == 422
    assert "Choose a line." in refused.text
    assert teacher.post(address, data=lines | {"points_fluency": "9"}).status_code == 422
    answer = teacher.post(address, data=lines | {"points_fluency": "2", "note": "Говори смело."})
    assert answer.location == "/placements/talks"
    page = client_as(coordinator).get(f"/placements/{attempt.id}").text
    assert "Иван Колев talked with the person" in page
    assert "Говори смело." in page
    assert "Says several sentences at a time; easily understood." in page
    decisions.decide(coordinator.viewer, attempt, attempt.suggested_level, "")
    db.session.commit()
    assert teacher.get(address).status_code == 404


def test_a_placement_is_prepared_and_taken_with_somebody_beside(
    client_as: SignIn, coordinator: Account, learner: Learner, quiz: Quiz
) -> None:
    desk = client_as(coordinator)
    page = send(desk, f"/learners/{learner.id}/placement")
    assert "The person has not begun yet." in page
    assert f"at the centre, with {coordinator.name}" in page
    actions.start(learner.account.viewer, learner, "en")
    db.session.commit()
    assert "in the middle of a placement" in send(desk, f"/learners/{learner.id}/placement")


def test_confirming_takes_one_press(client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.A1)
    desk = client_as(coordinator)
    page = desk.get(f"/placements/{attempt.id}").text
    assert chosen(page) == "A1"
    assert desk.post(f"/placements/{attempt.id}", data={"level": "A1", "reason": ""}).status_code == 303
    assert db.session.get_one(Attempt, attempt.id).decided_level is Level.A1
    assert coordinator.name in desk.get(f"/placements/{attempt.id}").text


def test_the_waiting_list_is_offered_to_whoever_has_no_course(
    client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    desk = client_as(coordinator)
    offered = re.search(r'<input[^>]*name="waits"[^>]*>', desk.get(f"/placements/{attempt.id}").text)
    assert offered
    assert "checked" in offered[0]
    desk.post(f"/placements/{attempt.id}", data={"level": "A1", "reason": "", "waits": "y"})
    offered = re.search(r'<input[^>]*name="waits"[^>]*>', desk.get(f"/placements/{attempt.id}").text)
    assert offered
    assert "checked" not in offered[0]
    assert learner.name in desk.get("/waiting").text


def test_a_persons_page_shows_their_placements(
    client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit
) -> None:
    desk = client_as(coordinator)
    assert "has not taken the placement yet" in desk.get(f"/learners/{learner.id}").text
    attempt = sit(learner, Level.A1)
    page = desk.get(f"/learners/{learner.id}").text
    assert f'href="/placements/{attempt.id}"' in page
    assert "to decide" in page


def test_another_level_without_a_reason_is_asked_back(
    client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    desk = client_as(coordinator)
    answer = desk.post(f"/placements/{attempt.id}", data={"level": "A2", "reason": ""})
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert chosen(answer.text) == "A2"
    assert db.session.get_one(Attempt, attempt.id).decided_level is None
    desk.post(f"/placements/{attempt.id}", data={"level": "A2", "reason": "Говори свободно."})
    page = desk.get("/placements").text
    assert "decided otherwise" in page


def test_a_level_that_does_not_exist_is_refused(
    client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    desk = client_as(coordinator)
    for data in ({"level": "C2"}, {}, {"level": "A1", "reason": "x" * 401}):
        assert desk.post(f"/placements/{attempt.id}", data=data).status_code == 422


def test_an_attempt_under_way_shows_where_it_stands(
    client_as: SignIn, coordinator: Account, learner: Learner, quiz: Quiz
) -> None:
    attempt = actions.start(learner.account.viewer, learner, "en")
    desk = client_as(coordinator)
    page = desk.get(f"/placements/{attempt.id}").text
    assert "is at the letters" in page
    assert desk.post(f"/placements/{attempt.id}", data={"level": "A1"}).status_code == 422


def test_letting_somebody_take_it_again(client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, Level.A1)
    desk = client_as(coordinator)
    assert "can take the placement again" in send(desk, f"/placements/{attempt.id}/again")
    actions.start(learner.account.viewer, learner, "en")
    assert "Only the latest finished placement" in send(desk, f"/placements/{attempt.id}/again")


def test_the_item_bank_shows_each_item_as_the_learner_sees_it(client_as: SignIn, centre: Centre, quiz: Quiz) -> None:
    teacher = client_as(make_staff(Role.TEACHER, centre))
    page = teacher.get("/items").text
    assert page.count('data-label="Code"') == 50
    item = db.session.scalars(select(Item).where(Item.code == "A1-U-01")).one()
    page = teacher.get(f"/items/{item.id}").text
    assert 'role="img"' in page
    assert "Аз" in page
    assert "Форма за „ти“." in page


def test_an_empty_bank_says_what_to_do(client_as: SignIn, coordinator: Account) -> None:
    assert "The item bank is empty" in client_as(coordinator).get("/items").text


def test_learners_and_observers_do_not_see_the_bank(
    client_as: SignIn, learner: Learner, centre: Centre, quiz: Quiz
) -> None:
    item_id = quiz.items[0].item_version.item_id
    for account in (learner.account, make_staff(Role.OBSERVER, centre)):
        assert client_as(account).get("/items").status_code == 404
        assert client_as(account).get(f"/items/{item_id}").status_code == 404
