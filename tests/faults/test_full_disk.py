"""The disk takes nothing any more: a form says that it was not saved, and holds what was sent until it can be."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError, ProgrammingError
from wtforms import PasswordField

from lms import clock, create_app
from lms.access.declare import ACCOUNT_HEADER
from lms.access.viewer import Role
from lms.accounts import forms
from lms.accounts.models import Account
from lms.attendance.models import Entry, Mark
from lms.courses.models import Enrolment
from lms.database import db
from lms.settings import Settings
from lms.web.unsaved import SECRETS, trouble
from tests.factories import at, enrol, make_centre, make_cohort, make_learner, make_lesson, make_programme, make_staff

disks = pytest.importorskip("tests.faults.disks", reason="this machine limits no file")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
DAY = date(2026, 3, 2)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application as people run it, on the evening of a lesson of fifteen."""
    monkeypatch.setattr(clock, "now", lambda: at(DAY, 18, 2))
    app = create_app(Settings(data_dir=tmp_path, secret_key="only for tests"))
    with app.app_context():
        db.create_all()
        centre = make_centre()
        teacher = make_staff(Role.TEACHER, centre, email="teacher@example.org")
        cohort = make_cohort(centre, make_programme(), teacher)
        make_lesson(cohort, at(DAY, 18))
        for _ in range(15):
            enrol(make_learner(centre), cohort)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def teacher(app: Flask) -> FlaskClient:
    """A browser in which the teacher is signed in."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    with app.app_context(), client.session_transaction() as session:
        session["_user_id"] = db.session.scalars(select(Account)).one().get_id()
    return client


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}


def chosen(page: str) -> dict[str, str]:
    """The form of a roll in which everybody is excused at length: more than there is room for without another page."""
    form = fields(page)
    for number in range(15):
        form |= {f"rows-{number}-kind": "excused", f"rows-{number}-reason": f"„{number}“ & " + "лекар " * 30}
    return form | {"taught": "Буквата Ж", "only": "touched"}


def saved(app: Flask) -> tuple[int, int]:
    """How many entries and marks there are."""
    with app.app_context():
        return tuple(db.session.scalar(select(func.count()).select_from(table)) for table in (Entry, Mark))


@pytest.mark.parametrize("fault", disks.FAULTS)
def test_a_form_that_cannot_be_saved_is_held_and_saved_later(app: Flask, teacher: FlaskClient, fault: str) -> None:
    form = chosen(teacher.get("/lessons/1/roll").text)
    with disks.FAULTS[fault](app):
        answer = teacher.post("/lessons/1/roll", data=form)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "Not saved" in answer.text
        assert "Saved" not in answer.text
        held = fields(answer.text)
        assert held == form
        assert teacher.get("/lessons/1/roll").status_code == 200
    assert saved(app) == (0, 0)
    answer = teacher.post("/lessons/1/roll", data=held, follow_redirects=True)
    assert "Saved: everybody is called." in answer.text
    assert "Буквата Ж" in answer.text
    assert saved(app) == (15, 15)


@pytest.mark.parametrize("fault", disks.FAULTS)
def test_a_telephone_is_told_to_keep_its_marks(app: Flask, teacher: FlaskClient, fault: str) -> None:
    with app.app_context():
        headers = {ACCOUNT_HEADER: str(db.session.scalars(select(Account.id)).one()), "Accept": "application/json"}
        people = list(db.session.scalars(select(Enrolment.id)))
    facts = {"kind": "excused", "reason": "лекар " * 30, "made_at": clock.now().isoformat(), "based_on": 0}
    parcel = {"entries": [facts | {"id": str(uuid4()), "enrolment": one} for one in people]}
    # A writer has come and gone before the disk fails.
    teacher.post("/lessons/1/entries", json={"entries": []}, headers=headers)
    with disks.FAULTS[fault](app):
        answer = teacher.post("/lessons/1/entries", json=parcel, headers=headers)
        assert (answer.status_code, answer.get_json()) == (503, {"status": 503})
    assert saved(app) == (0, 0)
    kinds = [
        one["kind"] for one in teacher.post("/lessons/1/entries", json=parcel, headers=headers).get_json()["answers"]
    ]
    assert kinds == ["applied"] * 15


def test_no_page_holds_a_secret(app: Flask) -> None:
    client = app.test_client()
    form = fields(client.get("/sign-in").text) | {"email": "teacher@example.org", "password": "a secret of mine"}
    with disks.read_only(app):
        answer = client.post("/sign-in", data=form)
        assert answer.status_code == 503
        assert "a secret of mine" not in answer.text


def test_every_field_of_a_secret_is_known_as_one() -> None:
    unbound = [
        (name, field)
        for form in vars(forms).values()
        if isinstance(form, type)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    ]
    assert {name for name, _ in unbound} == SECRETS


@pytest.mark.parametrize(
    ("kind", "cause", "passes"),
    [
        (OperationalError, psycopg.errors.DiskFull("no room"), True),
        (OperationalError, psycopg.OperationalError("connection refused"), True),
        (InternalError, psycopg.errors.ReadOnlySqlTransaction("only reads"), True),
        (IntegrityError, psycopg.errors.UniqueViolation("twice"), False),
        (ProgrammingError, psycopg.errors.UndefinedTable("no such table"), False),
        (OperationalError, sqlite3.OperationalError("no such table"), False),
    ],
)
def test_only_what_passes_is_to_be_tried_again(kind: type[DBAPIError], cause: Exception, passes: bool) -> None:
    assert trouble(kind("INSERT …", {"name": "Олена"}, cause)) == (str(cause) if passes else "")
    assert trouble(ValueError("a fault of ours")) == ""
