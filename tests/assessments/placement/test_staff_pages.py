"""The coordinator's view of placements, the decision, and the item bank."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments import actions
from lms.assessments.quizzes.models import Attempt, Quiz
from lms.centres.models import Centre
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import Sit, send
from tests.factories import make_centre, make_learner, make_learner_account, make_staff

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
    actions.decide(coordinator.viewer, sit(decided, 5, 0, 0, 0), Level.A1, "")
    sit(waits_longest, 0, 0, 0, 0)
    sit(waits, 5, 5, 5, 5)
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
    attempt = sit(learner, 5, 0, 0, 0)
    stranger = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert learner.name not in stranger.get("/placements").text
    assert stranger.get(f"/placements/{attempt.id}").status_code == 404
    assert stranger.post(f"/placements/{attempt.id}", data={"level": "A1"}).status_code == 404
    assert stranger.post(f"/placements/{attempt.id}/again").status_code == 404


def test_a_result_explains_itself(client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, 5, 3, 4, 0)
    page = client_as(coordinator).get(f"/placements/{attempt.id}").text
    assert "Suggestion: A2" in page
    assert "below A1: 5 of 5 right. That is enough; 4 are needed." in page
    assert "A1: 3 of 5 right. It counts as known, because the next level is sure." in page
    assert "B1: 0 of 5 right. That is too few; 3 are needed." in page
    assert "Use of language" in page
    assert "автобус" in page


def test_what_was_not_asked_is_said(client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, 0, 0, 0, 0)
    page = client_as(coordinator).get(f"/placements/{attempt.id}").text
    assert "Suggestion: Literacy" in page
    assert "A2: not asked, because it could not have changed the suggestion." in page


def test_confirming_takes_one_press(client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
    desk = client_as(coordinator)
    page = desk.get(f"/placements/{attempt.id}").text
    assert chosen(page) == "A1"
    assert desk.post(f"/placements/{attempt.id}", data={"level": "A1", "reason": ""}).status_code == 303
    assert db.session.get_one(Attempt, attempt.id).decided_level is Level.A1
    assert coordinator.name in desk.get(f"/placements/{attempt.id}").text


def test_the_waiting_list_is_offered_to_whoever_has_no_course(
    client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
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
    attempt = sit(learner, 5, 0, 0, 0)
    page = desk.get(f"/learners/{learner.id}").text
    assert f'href="/placements/{attempt.id}"' in page
    assert "to decide" in page


def test_another_level_without_a_reason_is_asked_back(
    client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit
) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
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
    attempt = sit(learner, 5, 0, 0, 0)
    desk = client_as(coordinator)
    for data in ({"level": "C2"}, {}, {"level": "A1", "reason": "x" * 401}):
        assert desk.post(f"/placements/{attempt.id}", data=data).status_code == 422


def test_an_attempt_under_way_shows_where_it_stands(
    client_as: SignIn, coordinator: Account, learner: Learner, quiz: Quiz
) -> None:
    attempt = actions.start(learner.account.viewer, learner, "en")
    desk = client_as(coordinator)
    page = desk.get(f"/placements/{attempt.id}").text
    assert "is at question 1" in page
    assert desk.post(f"/placements/{attempt.id}", data={"level": "A1"}).status_code == 422


def test_letting_somebody_take_it_again(client_as: SignIn, coordinator: Account, learner: Learner, sit: Sit) -> None:
    attempt = sit(learner, 5, 0, 0, 0)
    desk = client_as(coordinator)
    assert "can take the placement again" in send(desk, f"/placements/{attempt.id}/again")
    actions.start(learner.account.viewer, learner, "en")
    assert "Only the latest finished placement" in send(desk, f"/placements/{attempt.id}/again")


def test_the_item_bank_shows_each_item_as_the_learner_sees_it(client_as: SignIn, centre: Centre, quiz: Quiz) -> None:
    teacher = client_as(make_staff(Role.TEACHER, centre))
    page = teacher.get("/items").text
    assert page.count('data-label="Code"') == 20
    item = quiz.items[5].item_version.item
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
