"""What every page shares: headers, errors, language, the request log."""

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms import create_app
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.database import db
from lms.settings import SettingError, Settings, from_environment
from lms.web.static_files import version_of_all
from tests.factories import PASSWORD, make_centre, make_staff

SignIn = Callable[[Account], FlaskClient]


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for address in ("/sign-in", "/nowhere", f"/static/{version_of_all()}/css/base.css"):
        with client.get(address) as answer:
            headers = answer.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
    page = client.get("/sign-in").headers
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "no-store"


def test_cookies_are_closed_to_scripts_and_other_sites(client: FlaskClient) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    answer = client.post("/sign-in", data={"email": teacher.email, "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_https_makes_cookies_secure_and_asks_browsers_to_stay(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="x", base_url="https://azbuka.example.org", testing=True)
    app = create_app(settings)
    assert app.config["SESSION_COOKIE_SECURE"]
    assert "Strict-Transport-Security" in app.test_client().get("/card").headers


def test_a_form_without_its_token_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client = app.test_client()
    for address in ("/sign-in", "/language", "/sign-out", "/card"):
        assert client.post(address, data={"locale": "bg"}).status_code == 400


def test_errors_show_a_page_and_nothing_of_the_inside(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.accounts.views.render_template", lambda *_, **__: 1 / 0)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app, "testing", False)
    answer = client.get("/sign-in")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text


def test_a_broken_database_is_answered_with_a_page_even_to_who_is_signed_in(tmp_path: Path) -> None:
    client = create_app(Settings(data_dir=tmp_path, secret_key="x")).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "1.0"
    answer = client.get("/today")
    assert answer.status_code == 500
    assert "<main" in answer.text
    assert "account" not in answer.text


def test_what_a_failed_request_wrote_is_not_kept(
    app: Flask, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, teacher = make_staff(Role.ADMINISTRATOR), make_staff(Role.TEACHER, make_centre(), name="Before")
    monkeypatch.setattr("lms.accounts.staff_views.flash", lambda *_: 1 / 0)
    monkeypatch.setattr(app, "testing", False)
    data = {"name": "After", "role": "teacher", "centres": [teacher.centres[0].id]}
    assert client_as(admin).post(f"/staff/{teacher.id}", data=data).status_code == 500
    assert db.session.get(Account, teacher.id).name == "Before"


def test_a_request_that_is_too_large_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    assert app.test_client().post("/sign-in", data={"email": "x" * 2000}).status_code == 413


@pytest.mark.parametrize(
    ("accepted", "language", "direction"),
    [("bg", "bg", "ltr"), ("en-GB,en", "en", "ltr"), ("ar-SY", "ar", "rtl"), ("ko", "bg", "ltr")],
)
def test_a_page_speaks_the_language_of_the_browser(
    client: FlaskClient, accepted: str, language: str, direction: str
) -> None:
    page = client.get("/card", headers={"Accept-Language": accepted}).text
    assert f'<html lang="{language}" dir="{direction}"' in page


def test_the_chosen_language_stays(client: FlaskClient) -> None:
    answer = client.post("/language", data={"locale": "ar", "next": "/card"})
    assert answer.headers["Location"] == "/card"
    assert 'lang="ar"' in client.get("/card", headers={"Accept-Language": "en"}).text
    assert client.post("/language", data={"locale": "xx"}).status_code == 400


def test_the_language_of_an_account_goes_with_the_person(app: Flask, client_as: SignIn) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    client_as(teacher).post("/language", data={"locale": "bg"})
    other_device = client_as(teacher)
    assert 'lang="bg"' in other_device.get("/account", headers={"Accept-Language": "en"}).text


def test_staff_are_offered_only_languages_their_pages_are_complete_in(client_as: SignIn) -> None:
    teacher = client_as(make_staff(Role.TEACHER, make_centre(), locale="ar"))
    page = teacher.get("/today", headers={"Accept-Language": "ar, en;q=0.5"}).text
    assert 'lang="en" dir="ltr"' in page
    assert 'value="ar"' not in page
    assert teacher.post("/language", data={"locale": "ar"}).status_code == 400


def test_the_request_log_is_structured_and_names_nobody(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    with caplog.at_level(logging.INFO, "azbuka.requests"):
        client.post("/sign-in", data={"email": teacher.email, "password": PASSWORD})
        client.get("/card/SECRET22")
        client.get("/learners/12345678?q=Maria")
    lines = [json.loads(record.message) for record in caplog.records if record.name == "azbuka.requests"]
    assert {"event", "id", "method", "page", "role", "status", "ms"} <= lines[0].keys()
    for private in (teacher.email, "SECRET22", "Maria", "12345678"):
        assert private not in caplog.text


def test_somebody_not_signed_in_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/account")
    assert answer.headers["Location"] == "/sign-in?next=/account"


def test_health_answers(client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok"}


def test_a_setting_that_is_not_a_number_is_named() -> None:
    with pytest.raises(SettingError, match="AZBUKA_PORT"):
        from_environment({"AZBUKA_PORT": "eighty"})


def test_the_secret_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = create_app(Settings(data_dir=tmp_path, testing=True)).secret_key
    assert len(str(first)) == 64
    assert create_app(Settings(data_dir=tmp_path, testing=True)).secret_key == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["rows-²-kind", f"rows-{'9' * 5000}-kind", "имe", "a\x00", "a\tb"])
def test_a_field_no_page_of_ours_has_is_refused(client: FlaskClient, name: str) -> None:
    assert client.post("/sign-in", data={name: "1"}).status_code == 400


def test_a_file_is_kept_for_a_year_by_its_version_and_an_older_page_still_finds_it(client: FlaskClient) -> None:
    with client.get(f"/static/{version_of_all()}/js/roll.js") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "ETag" not in answer.headers
    with client.get(f"/static/{'0' * 12}/js/roll.js") as answer:
        assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, False)
        unchanged = {"If-None-Match": answer.headers["ETag"]}
    with client.get(f"/static/{'0' * 12}/js/roll.js", headers=unchanged) as answer:
        assert answer.status_code == 304


def test_a_file_is_the_same_for_everybody_so_that_no_cookie_makes_a_browser_ask_again(client: FlaskClient) -> None:
    teacher = make_staff(Role.TEACHER, make_centre())
    client.post("/sign-in", data={"email": teacher.email, "password": PASSWORD})
    assert "Set-Cookie" in client.get("/today").headers
    with client.get(f"/static/{version_of_all()}/js/roll.js", headers={"Accept-Encoding": "br"}) as answer:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_every_page_names_its_files_by_their_version(client: FlaskClient) -> None:
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/sign-in").text)
    assert addresses
    assert all(address.startswith(f"/static/{version_of_all()}/") for address in addresses)


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_pages_and_files_travel_compressed(client: FlaskClient, accepted: str) -> None:
    for address in ("/sign-in", f"/static/{version_of_all()}/css/base.css"):
        with client.get(address, headers={"Accept-Encoding": accepted}) as answer:
            assert answer.headers["Content-Encoding"] == accepted
            assert "Accept-Encoding" in answer.headers["Vary"]
