"""Deciding on the page of an item: what is listed, what a press of a button does and says, and how it is taken back."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.models import Quiz, Response
from lms.assessments.rulings import queries
from lms.assessments.rulings.models import AcceptedAnswer, KeyCorrection
from lms.assessments.states import ItemKind
from lms.centres.models import Centre
from lms.clock import now
from lms.courses.states import Level
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.conftest import Sit, send
from tests.assessments.judging.items import BODIES
from tests.assessments.rulings.test_actions import make_sitting, make_version, typed
from tests.factories import make_learner, make_staff

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def deciding(client_as: SignIn, centre: Centre) -> FlaskClient:
    return client_as(make_staff(Role.TEACHER, centre))


def of_kind(kind: ItemKind) -> ItemVersion:
    return make_version(kind, instruction="read_answer", why="Така е.", **BODIES[kind])


def address(version: ItemVersion, act: str = "") -> str:
    return f"/items/{version.item_id}{act}"


def test_nothing_is_decided_before_anybody_answered(deciding: FlaskClient) -> None:
    assert "After people answered" not in deciding.get(address(make_version())).text


def test_an_answer_is_accepted_and_taken_back(deciding: FlaskClient, centre: Centre) -> None:
    version = make_version()
    typed(centre, version, "обитавам", "Обитавам!", "живея")
    page = deciding.get(address(version)).text
    assert "Typed and not accepted" in page
    row = page.partition("Typed and not accepted")[2]
    assert re.search(r"обитавам</bdi>.*?People\">2<", row, re.S)
    sent = {"version": "1", "gap": "0", "text": "обитавам"}
    said = send(deciding, address(version, "/accept"), **sent)
    assert "“обитавам” is accepted. 2 answers were marked anew, of 2 people." in said
    assert "Everything that was typed is accepted." in said
    (accepted,) = db.session.scalars(select(AcceptedAnswer))
    back = {"version": "1", "decision": str(accepted.id)}
    assert "2 answers were marked anew" in send(deciding, address(version, "/accept/withdraw"), **back)
    assert "This was taken back already." in send(deciding, address(version, "/accept/withdraw"), **back)
    assert "Typed and not accepted" in deciding.get(address(version)).text


@pytest.mark.parametrize("sent", [{}, {"version": "1"}, {"version": "9", "gap": "0", "text": "а"}, {"version": "x"}])
def test_a_form_that_no_page_has_is_refused(deciding: FlaskClient, centre: Centre, sent: dict[str, str]) -> None:
    version = make_version()
    typed(centre, version, "обитавам")
    assert deciding.post(address(version, "/accept"), data=sent).status_code == 400


def test_a_decision_about_another_item_is_not_taken_back(deciding: FlaskClient, centre: Centre) -> None:
    one, other = make_version(), make_version(stem="Аз ___ там.", gaps=[{"accept": ["живея"]}])
    for version in (one, other):
        typed(centre, version, "обитавам")
    send(deciding, address(one, "/accept"), version="1", gap="0", text="обитавам")
    (accepted,) = db.session.scalars(select(AcceptedAnswer))
    for decision in (str(accepted.id), "", "x", "99999999999"):
        said = send(deciding, address(other, "/accept/withdraw"), version="1", decision=decision)
        assert "This was taken back already." in said
    assert len(queries.accepted_answers(one.id)) == 1


@pytest.mark.parametrize(
    ("kind", "answer", "key"),
    [
        (ItemKind.SINGLE_CHOICE, {"choice": "b"}, {"key": "b"}),
        (ItemKind.PICTURE_CHOICE, {"choice": "c"}, {"key": "c"}),
        (ItemKind.DIALOGUE, {"choice": "a"}, {"key": "a"}),
        (ItemKind.TRUE_FALSE, {"choice": "not_said"}, {"key": "not_said"}),
        (ItemKind.SEVERAL_CHOICES, {"choices": ["a", "d"]}, {"key": ["a", "d"]}),
        (ItemKind.GAP_LIST, {"gaps": ["b", "c"]}, {"key_1": "b", "key_2": "c"}),
        (ItemKind.ORDERING, {"order": ["1", "4", "2", "3"]}, {"key": ["1 4 2 3"]}),
    ],
)
def test_the_key_of_each_kind_is_corrected_and_taken_back(
    deciding: FlaskClient, centre: Centre, kind: ItemKind, answer: dict[str, object], key: dict[str, object]
) -> None:
    version = of_kind(kind)
    response = make_sitting(make_learner(centre), version, answer)
    assert not response.correct
    assert "Correct the key" in deciding.get(address(version)).text
    sent = {"version": "1", "reason": "Сбъркан ключ", **key}
    said = deciding.post(address(version, "/key"), data=sent)
    assert said.status_code == 303, re.findall(r'field-error"[^>]*>([^<]*)', said.text)
    page = deciding.get(said.location).text
    assert "The key is corrected. 1 answer was marked anew, of 1 person." in page
    assert "This key was corrected after people answered." in page
    db.session.refresh(response)
    assert response.correct
    (correction,) = db.session.scalars(select(KeyCorrection))
    back = send(deciding, address(version, "/key/withdraw"), version="1", decision=str(correction.id))
    assert "The key of the item holds again. 1 answer was marked anew" in back
    db.session.refresh(response)
    assert not response.correct


@pytest.mark.parametrize("kind", [ItemKind.MATCHING, ItemKind.GAP_TYPED])
def test_where_no_other_key_can_be_chosen_it_can_be_void(deciding: FlaskClient, centre: Centre, kind: ItemKind) -> None:
    version = of_kind(kind)
    response = make_sitting(make_learner(centre), version, None)
    other = make_sitting(
        make_learner(centre),
        version,
        {"pairs": {"1": "2", "2": "1", "3": "3"}} if kind is ItemKind.MATCHING else {"gaps": ["а", "б"]},
    )
    said = deciding.post(address(version, "/key"), data={"version": "1", "reason": "Защото"})
    assert said.status_code == 422
    assert "This is the key already." in said.text
    assert "2 answers" in send(deciding, address(version, "/key"), version="1", reason="Защото", void="y")
    db.session.expire_all()
    assert response.correct
    assert other.share == 1


def test_without_a_reason_nothing_is_corrected(deciding: FlaskClient, centre: Centre) -> None:
    version = of_kind(ItemKind.SINGLE_CHOICE)
    make_sitting(make_learner(centre), version, {"choice": "b"})
    said = deciding.post(address(version, "/key"), data={"version": "1", "key": "b"})
    assert said.status_code == 422
    assert "Say why, so that others understand the decision later." in said.text
    assert re.search(r'value="b"[^>]*checked|checked[^>]*value="b"', said.text)


@pytest.mark.parametrize("key", [{"key": "z"}, {"key": "9 9"}])
def test_a_key_that_is_no_choice_is_refused(deciding: FlaskClient, centre: Centre, key: dict[str, str]) -> None:
    version = of_kind(ItemKind.SINGLE_CHOICE)
    make_sitting(make_learner(centre), version, {"choice": "b"})
    assert deciding.post(address(version, "/key"), data={"version": "1", "reason": "Защото", **key}).status_code == 422
    assert queries.standing_correction(version.id) is None


def test_orders_that_people_gave_can_be_chosen_by_how_they_read(deciding: FlaskClient, centre: Centre) -> None:
    version = of_kind(ItemKind.ORDERING)
    for _ in range(3):
        make_sitting(make_learner(centre), version, {"order": ["1", "4", "2", "3"]})
    page = deciding.get(address(version)).text
    assert "искам хляб да купя. (3)" in page
    assert "хляб искам да купя." in page  # was right all along


def test_a_placement_that_was_decided_is_told_to_stay(
    quiz: Quiz, deciding: FlaskClient, learner: Learner, sit: Sit, client_as: SignIn, coordinator: Account
) -> None:
    attempt = sit(learner, Level.A1)
    attempt.decided_level, attempt.decided_at = Level.A1, now()
    db.session.commit()
    told = ""
    for response in [one for one in attempt.responses if one.scale and not one.correct]:
        item_id, version = response.item_version.item_id, response.item_version.version
        told += send(deciding, f"/items/{item_id}/key", version=str(version), reason="Проба", void="y")
    assert "1 placement suggests another level now. 1 of them was decided before, and stays so." in told
    page = client_as(coordinator).get(f"/placements/{attempt.id}").text
    assert "The level was decided before that, and stays as decided." in page
    assert "not counted" in page


def test_a_new_version_begins_with_what_was_decided(deciding: FlaskClient, centre: Centre) -> None:
    version = make_version()
    typed(centre, version, "обитавам")
    send(deciding, address(version, "/accept"), version="1", gap="0", text="обитавам")
    page = deciding.get(address(version, "/edit")).text
    assert re.search(r'name="gaps-0-accept"[^>]*>\s*живея\s+обитавам', page)


def test_what_was_answered_is_shown_as_not_counted_to_nobody_else(client_as: SignIn, centre: Centre) -> None:
    version = make_version()
    typed(centre, version, "обитавам")
    for role in (Role.MEDIATOR, Role.OBSERVER, Role.ADMINISTRATOR):
        client = client_as(make_staff(role, centre))
        assert client.get(address(version)).status_code == 404
        assert client.post(address(version, "/accept"), data={"version": "1"}).status_code == 404
    assert not db.session.scalars(select(Response).where(Response.correct)).all()
