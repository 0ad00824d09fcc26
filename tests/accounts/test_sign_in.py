"""Signing in and out: who gets in, who waits, and what ends a session."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from lms import clock
from lms.access.viewer import Role
from lms.accounts import actions, secrets
from lms.accounts.models import Account, SignInAttempt
from lms.database import db
from tests.factories import PASSWORD, PIN, make_centre, make_learner_account, make_staff, save

SignIn = Callable[[Account], FlaskClient]


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> int:
    return client.post("/sign-in", data={"email": email, "password": password}).status_code


def test_staff_sign_in_with_e_mail_and_password(client: FlaskClient) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    assert sign_in(client, f"  {teacher.email.upper()} ") == 303
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(("known", "password"), [(True, "wrong horse battery"), (False, PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client: FlaskClient, known: bool, password: str) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    email = teacher.email if known else "nobody@example.org"
    answer = client.post("/sign-in", data={"email": email, "password": password})
    assert answer.status_code == 422
    assert "The e-mail or the password is not right." in answer.text


def test_five_failures_make_an_account_wait_and_the_wait_ends(client: FlaskClient) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    with time_machine.travel(clock.now(), tick=False) as travel:
        assert [sign_in(client, teacher.email, "wrong horse") for _ in range(5)] == [422] * 5
        assert sign_in(client, teacher.email) == 429
        travel.shift(timedelta(minutes=16))
        assert sign_in(client, teacher.email) == 303


def test_an_address_waits_after_many_failures_over_many_names(client: FlaskClient) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    db.session.add_all([SignInAttempt(subject=secrets.digest("address:127.0.0.1")) for _ in range(60)])
    assert sign_in(client, teacher.email) == 429


def test_what_is_kept_of_a_failure_names_nobody(client: FlaskClient) -> None:
    sign_in(client, "maria@example.org")
    for attempt in db.session.query(SignInAttempt):
        assert "maria" not in attempt.subject
        assert "127" not in attempt.subject


def test_a_learner_signs_in_with_the_card(client: FlaskClient) -> None:
    account = make_learner_account(make_centre())
    page = client.get(f"/card/{account.card_code}")
    assert f'value="{account.card_code}"' in page.text
    answer = client.post("/card", data={"code": account.card_code.lower(), "pin": f"{PIN[:3]} {PIN[3:]}"})
    assert answer.status_code == 303


def test_the_language_chosen_before_signing_in_is_kept_and_not_left_to_the_next(client: FlaskClient) -> None:
    first, second = (make_learner_account(make_centre(), locale="en") for _ in range(2))
    client.post("/language", data={"locale": "ar"})
    for account in (first, second):
        client.post("/card", data={"code": account.card_code, "pin": PIN})
    assert (first.locale, second.locale) == ("ar", "en")


def test_staff_keep_their_language_when_the_chosen_one_is_not_for_staff(client: FlaskClient) -> None:
    teacher = make_staff(Role.TEACHER, make_centre(), locale="bg", email="teacher@example.org")
    client.post("/language", data={"locale": "ar"})
    client.post("/sign-in", data={"email": teacher.email, "password": PASSWORD})
    assert teacher.locale == "bg"


def test_a_learner_cannot_use_the_staff_door_nor_staff_the_card(client: FlaskClient) -> None:
    learner = make_learner_account(make_centre())
    assert client.post("/card", data={"code": learner.card_code, "pin": "000000"}).status_code == 422
    assert sign_in(client, learner.card_code, PIN) == 422


def test_deactivation_ends_a_session_at_once(client_as: SignIn) -> None:
    centre = make_centre()
    admin, teacher = make_staff(Role.ADMINISTRATOR, email="a@example.org"), make_staff(Role.TEACHER, centre)
    theirs = client_as(teacher)
    assert theirs.get("/account").status_code == 200
    assert client_as(admin).post(f"/staff/{teacher.id}/deactivate").status_code == 303
    assert theirs.get("/account").status_code == 303
    assert sign_in(theirs, teacher.email) == 422


def test_signing_out_everywhere_ends_the_other_devices(client_as: SignIn) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    phone, tablet = client_as(teacher), client_as(teacher)
    assert phone.post("/account/sign-out-everywhere").status_code == 303
    assert tablet.get("/account").status_code == 303


def test_a_changed_password_keeps_this_device_and_ends_the_others(client_as: SignIn) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    phone, tablet = client_as(teacher), client_as(teacher)
    new = {"current": PASSWORD, "password": "six green bottles", "repeated": "six green bottles"}
    assert phone.post("/account/password", data=new).status_code == 303
    assert phone.get("/account").status_code == 200
    assert tablet.get("/account").status_code == 303


def test_the_present_password_is_asked_for(client_as: SignIn) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    new = {"current": "guessed", "password": "six green bottles", "repeated": "six green bottles"}
    answer = client_as(teacher).post("/account/password", data=new)
    assert answer.status_code == 422
    assert "not your present password" in answer.text


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/account", "/account"),
        ("/learners?q=a", "/learners?q=a"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_never_leads_to_another_site(client: FlaskClient, wanted: str, reached: str) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    answer = client.post("/sign-in", query_string={"next": wanted}, data={"email": teacher.email, "password": PASSWORD})
    assert answer.headers["Location"] == reached


def test_an_invitation_sets_a_password_once(app: Flask, client: FlaskClient, client_as: SignIn) -> None:
    admin, teacher = (
        make_staff(Role.ADMINISTRATOR),
        make_staff(Role.TEACHER, make_centre(), password_hash=None),
    )
    page = client_as(admin).post(f"/staff/{teacher.id}/invitation").text
    address = page.split("/welcome/")[1].split('"')[0]
    new = {"password": "six green bottles", "repeated": "six green bottles"}
    assert client.get(f"/welcome/{address}").status_code == 200
    assert client.post(f"/welcome/{address}", data=new).status_code == 303
    assert client.get(f"/welcome/{address}").status_code == 404
    assert sign_in(app.test_client(), teacher.email, "six green bottles") == 303


def test_an_invitation_is_over_after_a_week(client: FlaskClient) -> None:
    teacher = make_staff(Role.TEACHER, make_centre(), password_hash=None)
    with time_machine.travel(clock.now() - timedelta(days=8), tick=False):
        token = secrets.invitation(teacher.get_id())
    assert client.get(f"/welcome/{token}").status_code == 404
    assert client.get("/welcome/forged").status_code == 404


def test_a_new_card_ends_the_old_one(client: FlaskClient) -> None:
    account = make_learner_account(make_centre())
    old_code, epoch = account.card_code, account.session_epoch
    coordinator = make_staff(Role.COORDINATOR, account.centres[0])
    pin = actions.issue_card(coordinator.viewer, account)
    save(account)
    assert account.session_epoch == epoch + 1
    assert client.post("/card", data={"code": old_code, "pin": PIN}).status_code == 422
    assert client.post("/card", data={"code": account.card_code, "pin": pin}).status_code == 303


def test_a_learner_who_signs_out_of_a_shared_phone_leaves_no_session_behind(client_as: SignIn) -> None:
    learner = make_learner_account(make_centre())
    phone, copied = client_as(learner), client_as(learner)
    assert copied.get("/account").status_code == 200
    phone.post("/sign-out")
    assert copied.get("/account").status_code == 303


def test_the_present_password_cannot_be_guessed_for_long(client_as: SignIn) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    page = client_as(teacher)
    new = {"current": "guessed", "password": "six green bottles", "repeated": "six green bottles"}
    for _ in range(5):
        page.post("/account/password", data=new)
    answer = page.post("/account/password", data=new | {"current": PASSWORD})
    assert "Too many attempts" in answer.text
    assert secrets.matches(db.session.get_one(Account, teacher.id).password_hash, PASSWORD)
