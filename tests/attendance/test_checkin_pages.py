"""Checking in through the pages: the teacher's screen and list, the learner's phone, and the way in by the card."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.checkin_device import COOKIE
from lms.attendance.checkin_models import CheckIn, CheckInSession, CheckInState
from lms.attendance.models import Mark, MarkKind
from lms.database import db
from tests.access.forms import forms_of, opened
from tests.attendance.conftest import Scene
from tests.factories import PIN, make_learner_account, make_staff

SignIn = Callable[[Account], FlaskClient]
Later = Callable[[timedelta], None]


@pytest.fixture
def screen(scene: Scene) -> str:
    return f"/lessons/{scene.lesson.id}/check-in"


@pytest.fixture
def teacher(scene: Scene, client_as: SignIn) -> FlaskClient:
    return client_as(scene.teacher)


@pytest.fixture
def phones(scene: Scene, client_as: SignIn) -> list[FlaskClient]:
    """The phone of each of the three people, signed in."""
    for person in scene.people:
        person.learner.account = make_learner_account(scene.centre)
    return [client_as(person.learner.account) for person in scene.people]  # type: ignore[arg-type]


def digits(teacher: FlaskClient, screen: str) -> str:
    found = re.search(r'class="screen-digits"><bdi dir="ltr">(\d{3}) (\d{3})</bdi>', teacher.get(screen).text)
    assert found
    return found[1] + found[2]


def open_it(teacher: FlaskClient, screen: str) -> str:
    assert teacher.post(screen, data={"act": "open"}).location == screen
    return digits(teacher, screen)


def marks() -> list[MarkKind]:
    return list(db.session.scalars(select(Mark.kind).order_by(Mark.enrolment_id)))


def test_the_roll_leads_to_the_screen_and_the_screen_is_opened_by_a_button(
    scene: Scene, teacher: FlaskClient, screen: str
) -> None:
    assert f'href="{screen}"' in teacher.get(f"/lessons/{scene.lesson.id}/roll").text
    closed = teacher.get(screen).text
    assert "Open the check-in" in closed and "screen-digits" not in closed
    assert db.session.scalars(select(CheckInSession)).all() == [], "looking opens nothing"
    code = open_it(teacher, screen)
    page = teacher.get(screen).text
    assert "<svg" in page and "127.0.0.1:8000/check-in" in page
    assert 'aria-label="The code to scan with a telephone"' in page
    assert "0 of 3 are on the list" in page
    assert code not in teacher.get(f"{screen}/list").text


def test_the_digits_change_and_the_page_says_when(
    scene: Scene, teacher: FlaskClient, screen: str, later: Later
) -> None:
    later(timedelta(minutes=2, seconds=10))
    code = open_it(teacher, screen)
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in teacher.get(screen).text
    later(timedelta(minutes=2, seconds=29))
    assert digits(teacher, screen) == code
    later(timedelta(minutes=2, seconds=30))
    assert digits(teacher, screen) != code


def test_from_the_code_one_button_is_enough_and_the_class_sees_the_name(
    scene: Scene, teacher: FlaskClient, phones: list[FlaskClient], screen: str
) -> None:
    code = open_it(teacher, screen)
    address = f"/check-in/{code}"
    sent = opened_at(phones[0], address)
    assert sent["code"] == [code]
    answer = phones[0].post("/check-in", data=sent)
    assert (answer.status_code, answer.location) == (303, "/check-in")
    page = phones[0].get("/check-in").text
    assert "You are on the list. Your teacher will confirm it." in page and "I am here" not in page
    assert re.search(r"<li dir=\"auto\">Амир</li>", teacher.get(screen).text)
    assert "1 of 3 are on the list" in teacher.get(screen).text
    assert marks() == []


def opened_at(phone: FlaskClient, address: str) -> dict[str, list[str]]:
    """What the form of the page at an address would carry to /check-in."""
    return next(form.fields for form in forms_of(phone.get(address).text, address) if form.action == "/check-in")


def test_digits_may_be_typed_on_any_keyboard(teacher: FlaskClient, phones: list[FlaskClient], screen: str) -> None:
    code = open_it(teacher, screen)
    arabic = code.translate({ord("0") + n: 0x660 + n for n in range(10)})
    assert phones[0].post("/check-in", data={"code": f" {arabic[:3]} {arabic[3:]} "}).status_code == 303


@pytest.mark.parametrize("typed", ["", "12", "abcdef", "000000"])
def test_wrong_digits_are_said_and_can_be_typed_again(
    teacher: FlaskClient, phones: list[FlaskClient], screen: str, typed: str
) -> None:
    open_it(teacher, screen)
    answer = phones[0].post("/check-in", data={"code": typed})
    assert answer.status_code == 422
    assert "not right, or older than a minute" in answer.text and 'id="code"' in answer.text
    assert db.session.scalars(select(CheckIn)).all() == []


def test_after_five_wrong_tries_one_waits(teacher: FlaskClient, phones: list[FlaskClient], screen: str) -> None:
    code = open_it(teacher, screen)
    wrong = "000000" if code != "000000" else "111111"
    assert [phones[0].post("/check-in", data={"code": wrong}).status_code for _ in range(6)] == [422] * 5 + [429]
    assert phones[0].post("/check-in", data={"code": code}).status_code == 429
    assert phones[1].post("/check-in", data={"code": code}).status_code == 303


def test_old_digits_are_asked_for_again(
    teacher: FlaskClient, phones: list[FlaskClient], screen: str, later: Later
) -> None:
    later(timedelta(minutes=2))
    code = open_it(teacher, screen)
    later(timedelta(minutes=3))
    sent = opened_at(phones[0], f"/check-in/{code}")
    answer = phones[0].post("/check-in", data=sent)
    assert answer.status_code == 422 and "The six digits on the screen" in answer.text


def borrow(phone: FlaskClient, account: Account) -> FlaskClient:
    """Somebody else signs in with the same phone: the session is theirs, the phone's own cookie stays."""
    with phone.session_transaction() as session:
        session["_user_id"] = account.get_id()
    return phone


def test_one_phone_is_one_person_also_when_it_signs_in_anew(
    scene: Scene, teacher: FlaskClient, phones: list[FlaskClient], screen: str
) -> None:
    code = open_it(teacher, screen)
    phones[0].post("/check-in", data={"code": code})
    other = scene.people[1].learner.account
    assert other
    answer = borrow(phones[0], other).post("/check-in", data={"code": code})
    assert answer.status_code == 422 and "Somebody else has checked in with this phone." in answer.text
    assert phones[1].post("/check-in", data={"code": code}).status_code == 303


def test_signing_out_does_not_make_another_phone_of_it(
    scene: Scene, teacher: FlaskClient, phones: list[FlaskClient], screen: str
) -> None:
    code = open_it(teacher, screen)
    phones[0].post("/check-in", data={"code": code})
    phones[0].post("/sign-out")
    other = scene.people[1].learner.account
    assert other
    assert borrow(phones[0], other).post("/check-in", data={"code": code}).status_code == 422


def test_a_forged_cookie_is_no_number_and_gets_a_new_one(
    teacher: FlaskClient, phones: list[FlaskClient], screen: str
) -> None:
    code = open_it(teacher, screen)
    phones[0].set_cookie(COOKIE, "forged")
    answer = phones[0].post("/check-in", data={"code": code})
    assert answer.status_code == 303
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=31536000" in cookie


def test_the_same_person_from_another_phone_is_told_that_nothing_changed(
    teacher: FlaskClient, phones: list[FlaskClient], client_as: SignIn, scene: Scene, screen: str
) -> None:
    code = open_it(teacher, screen)
    phones[0].post("/check-in", data={"code": code})
    account = scene.people[0].learner.account
    assert account
    again = client_as(account).post("/check-in", data={"code": code}, follow_redirects=True)
    assert "You were on the list already. Nothing has changed." in again.text
    assert len(db.session.scalars(select(CheckIn)).all()) == 1


def test_the_teacher_looks_at_the_list_and_accepts_it(
    scene: Scene, teacher: FlaskClient, phones: list[FlaskClient], screen: str, later: Later
) -> None:
    phones[0].post("/check-in", data={"code": open_it(teacher, screen)})
    later(timedelta(minutes=20))
    for phone in phones[1:]:
        phone.post("/check-in", data={"code": digits(teacher, screen)})
    assert "3 people checked in: accept" in teacher.get(f"/lessons/{scene.lesson.id}/roll").text
    page = teacher.get(f"{screen}/list").text
    assert "late, 20 minutes" in page and "18:02" in page
    sent = opened_list(teacher, screen)
    assert sent.pop("lines-2-accepted") == ["y"], "everybody is ticked"
    for _ in range(2):
        answer = teacher.post(f"{screen}/list", data=sent)
        assert answer.location == f"/lessons/{scene.lesson.id}/roll"
        assert marks() == [MarkKind.PRESENT, MarkKind.LATE]
    told = teacher.get(answer.location).text
    assert "The list is accepted: 2 people are marked." in told and "1 person is not confirmed." in told
    assert "Your teacher has confirmed that you are here." in phones[0].get("/check-in").text
    assert "Please speak to your teacher." in phones[2].get("/check-in").text


def opened_list(teacher: FlaskClient, screen: str) -> dict[str, list[str]]:
    return opened(teacher, f"{screen}/list")


def test_who_is_marked_otherwise_stands_apart_and_cannot_be_ticked(
    scene: Scene, teacher: FlaskClient, phones: list[FlaskClient], screen: str
) -> None:
    phones[0].post("/check-in", data={"code": open_it(teacher, screen)})
    before = opened_list(teacher, screen)
    scene.call(0, MarkKind.ABSENT)
    page = teacher.get(f"{screen}/list").text
    assert "on the roll: absent" in page and 'name="lines-0-accepted"' not in page
    answer = teacher.post(f"{screen}/list", data=before, follow_redirects=True)
    assert "Амир is marked otherwise (absent), which was left so." in answer.text
    assert marks() == [MarkKind.ABSENT]


def test_what_cannot_be_marked_any_more_is_said(
    scene: Scene, teacher: FlaskClient, phones: list[FlaskClient], screen: str, later: Later
) -> None:
    phones[0].post("/check-in", data={"code": open_it(teacher, screen)})
    sent = opened_list(teacher, screen)
    later(timedelta(days=20))
    answer = teacher.post(f"{screen}/list", data=sent, follow_redirects=True)
    assert "The time for corrections is over." in answer.text
    assert db.session.scalars(select(CheckIn.state)).all() == [CheckInState.PENDING]


def test_closing_leads_to_the_list_and_over_it_is_said_so(
    teacher: FlaskClient, phones: list[FlaskClient], screen: str, later: Later
) -> None:
    open_it(teacher, screen)
    assert teacher.post(screen, data={"act": "close"}).location == f"{screen}/list"
    assert "Nobody can check in now." in phones[0].get("/check-in").text
    later(timedelta(hours=2))
    assert "until it ends" in teacher.get(screen).text
    refused = teacher.post(screen, data={"act": "open"}, follow_redirects=True)
    assert "The lesson is over." in refused.text


def test_nobody_else_sees_the_screen_or_the_list(
    scene: Scene, client_as: SignIn, phones: list[FlaskClient], teacher: FlaskClient, screen: str
) -> None:
    open_it(teacher, screen)
    stranger = client_as(make_staff(Role.TEACHER, scene.centre))
    for client in (phones[0], stranger):
        for method, address in (
            ("GET", screen),
            ("POST", screen),
            ("GET", f"{screen}/list"),
            ("POST", f"{screen}/list"),
        ):
            assert client.open(address, method=method, data={"act": "open"}).status_code == 404
    assert teacher.get("/check-in").status_code == 404


def test_what_no_page_sends_is_refused(teacher: FlaskClient, screen: str) -> None:
    assert teacher.post(screen).status_code == 400
    for sent in ({"lines-0-check_in": "x"}, {"lines-0-check_in": "1", "lines-0-seen": "-1"}):
        assert teacher.post(f"{screen}/list", data=sent).status_code == 400


def test_whoever_is_not_signed_in_signs_in_with_the_card_and_goes_on(
    app: Flask, scene: Scene, phones: list[FlaskClient]
) -> None:
    account = scene.people[0].learner.account
    assert account
    phone = app.test_client()
    answer = phone.get("/check-in/482915")
    assert (answer.status_code, unquote(answer.location)) == (303, "/card?next=/check-in/482915")
    signed = phone.post(answer.location, data={"code": account.card_code, "pin": PIN})
    assert (signed.status_code, signed.location) == (303, "/check-in/482915")
    assert phone.get(signed.location).status_code == 200


@pytest.mark.parametrize("code", ["482915", "x", "٤٨٢٩١٥", "1" * 200])
def test_whatever_the_address_says_is_a_page(phones: list[FlaskClient], code: str) -> None:
    assert phones[0].get(f"/check-in/{code}").status_code == 200
