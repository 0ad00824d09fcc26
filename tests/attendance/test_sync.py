"""What a telephone sends and asks: parcels of entries, each answered; the marks as they stand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms import clock
from lms.access.declare import ACCOUNT_HEADER
from lms.accounts.models import Account
from lms.attendance.models import Entry, Mark, MarkKind
from lms.database import db
from tests.attendance.conftest import Scene

SignIn = Callable[[Account], FlaskClient]


class Phone:
    """A telephone on which the teacher of the scene is signed in."""

    def __init__(self, client: FlaskClient, scene: Scene, account: Account) -> None:
        self.client, self.scene = client, scene
        self.headers = {ACCOUNT_HEADER: str(account.id), "Accept": "application/json"}
        self.address = f"/lessons/{scene.lesson.id}"

    def entry(self, person: int, kind: str, **facts: object) -> dict[str, object]:
        """An entry as the page makes it."""
        return {
            "id": str(uuid4()),
            "enrolment": self.scene.people[person].id,
            "kind": kind,
            "minutes": None,
            "reason": None,
            "made_at": clock.now().isoformat(),
            "based_on": 0,
            "follows": None,
        } | facts

    def post(self, sent: object, **headers: str) -> TestResponse:
        return self.client.post(f"{self.address}/entries", json=sent, headers=self.headers | headers)

    def send(self, *entries: dict[str, object]) -> list[tuple[str, str | None]]:
        """Send a parcel and give kind and why of each answer, in the order of the parcel."""
        answers = {one["id"]: one for one in self.post({"entries": list(entries)}).get_json()["answers"]}
        return [(answers[one["id"]]["kind"], answers[one["id"]]["why"]) for one in entries]

    def marks(self, **headers: str) -> TestResponse:
        return self.client.get(f"{self.address}/marks", headers=self.headers | headers)

    def row(self, person: int) -> dict[str, Any]:
        wanted = self.scene.people[person].id
        return next(row for row in self.marks().get_json()["rows"] if row["enrolment"] == wanted)


@pytest.fixture
def phone(scene: Scene, client_as: SignIn) -> Phone:
    return Phone(client_as(scene.teacher), scene, scene.teacher)


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(Entry)) or 0


def test_a_parcel_is_answered_entry_by_entry_with_the_rows_as_they_are_now(phone: Phone, scene: Scene) -> None:
    sent = [phone.entry(0, "absent"), phone.entry(1, "late", minutes=7)]
    answer = phone.post({"entries": sent}).get_json()
    assert [(one["id"], one["kind"]) for one in answer["answers"]] == [(one["id"], "applied") for one in sent]
    rows = {row["enrolment"]: row for row in answer["rows"]}
    late = rows[scene.people[1].id]
    assert (late["version"], late["kind"], late["minutes"], late["conflict"]) == (1, "late", 7, "")
    assert scene.people[2].id not in rows
    assert answer["now"] == int(clock.now().timestamp() * 1000)


def test_a_parcel_whose_answer_was_lost_is_known_when_it_comes_again(phone: Phone) -> None:
    sent = phone.entry(0, "absent")
    assert phone.send(sent) == [("applied", None)]
    assert phone.send(sent, phone.entry(1, "present")) == [("already_known", None), ("applied", None)]
    assert entries() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "asleep"},
        {"kind": None},
        {"enrolment": "x"},
        {"enrolment": True},
        {"enrolment": 2**40},
        {"based_on": -1},
        {"based_on": None},
        {"minutes": 1.5, "kind": "late"},
        {"reason": "x" * 201, "kind": "excused"},
        {"reason": "a\x00b", "kind": "excused"},
        {"reason": 5, "kind": "excused"},
        {"follows": "me"},
    ],
)
def test_an_entry_that_cannot_be_read_is_refused_alone(phone: Phone, wrong: dict[str, object]) -> None:
    answers = phone.send(phone.entry(0, "absent") | wrong, phone.entry(1, "absent"))
    assert answers == [("refused", "unreadable"), ("applied", None)]
    assert entries() == 1


@pytest.mark.parametrize(
    "sent",
    [None, [], {}, {"entries": {}}, {"entries": ["x"]}, {"entries": [{"kind": "absent"}]}, {"entries": [{"id": "1"}]}],
)
def test_what_is_no_parcel_is_not_taken(phone: Phone, sent: object) -> None:
    assert phone.post(sent).status_code == 400
    assert entries() == 0


@pytest.mark.parametrize("end", ["entries", "guests/kept", "taught"])
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"entries":' * 50_000, b"1" * 5000, b'{"text":"\xff"}', b""])
def test_what_cannot_even_be_read_as_json_is_not_taken(phone: Phone, end: str, body: bytes) -> None:
    sent = phone.client.post(
        f"{phone.address}/{end}", data=body, headers=phone.headers, content_type="application/json"
    )
    assert sent.status_code == 400


def test_half_a_sign_in_a_reason_costs_neither_the_mark_nor_the_rest(phone: Phone) -> None:
    sent = phone.entry(0, "excused", reason="болна \ud83d")
    assert phone.send(sent, phone.entry(1, "absent")) == [("applied", None), ("applied", None)]
    assert phone.send(sent) == [("already_known", None)]
    assert phone.row(0)["reason"] == "болна \ufffd"


def test_a_parcel_larger_than_any_of_ours_is_not_taken(phone: Phone) -> None:
    assert phone.post({"entries": [phone.entry(0, "absent") for _ in range(501)]}).status_code == 400


@pytest.mark.parametrize(
    "moment", ["", None, "yesterday", "0001-01-01T00:00:00+14:00", "2999-01-01T00:00:00+00:00", 12]
)
def test_a_clock_that_says_nonsense_does_no_harm(phone: Phone, moment: object) -> None:
    assert phone.send(phone.entry(0, "absent", made_at=moment)) == [("applied", None)]


def test_a_person_of_another_cohort_is_refused_and_nothing_is_told_of_them(phone: Phone) -> None:
    answer = phone.post({"entries": [phone.entry(0, "absent", enrolment=999999)]}).get_json()
    assert [one["why"] for one in answer["answers"]] == ["not_enrolled"]
    assert answer["rows"] == []


def test_a_conflict_comes_with_who_said_what_and_is_settled_from_the_telephone(
    phone: Phone, scene: Scene, client_as: SignIn
) -> None:
    office = Phone(client_as(scene.coordinator), scene, scene.coordinator)
    phone.send(phone.entry(0, "absent"))
    assert office.send(office.entry(0, "present")) == [("conflict", None)]
    row = phone.row(0)
    assert (row["kind"], row["in_conflict"], row["version"]) == (None, True, 2)
    assert "Петър Координаторов" in row["conflict"]
    assert "Мария Учителска" in row["conflict"]
    assert phone.send(phone.entry(0, "absent", based_on=2)) == [("applied", None)]
    assert (phone.row(0)["kind"], phone.row(0)["conflict"]) == ("absent", "")


def test_touches_made_without_a_network_follow_each_other_and_are_no_conflict(phone: Phone) -> None:
    first = phone.entry(0, "absent")
    second = phone.entry(0, "late", minutes=5, follows=first["id"])
    assert phone.send(second, first) == [("applied", None), ("applied", None)]
    mark = db.session.scalars(select(Mark)).one()
    assert (mark.kind, mark.in_conflict) == (MarkKind.LATE, False)


def test_marks_that_a_telephone_has_already_are_not_sent_again(phone: Phone) -> None:
    first = phone.marks()
    assert phone.marks(**{"If-None-Match": first.headers["ETag"]}).status_code == 304
    phone.send(phone.entry(0, "absent"))
    assert phone.marks(**{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_without_the_header_of_our_scripts_nothing_is_taken(phone: Phone) -> None:
    del phone.headers[ACCOUNT_HEADER]
    assert phone.post({"entries": [phone.entry(0, "absent")]}).status_code == 400
    assert (phone.marks().status_code, entries()) == (400, 0)


def test_entries_of_one_account_are_never_taken_under_another(phone: Phone, scene: Scene, client_as: SignIn) -> None:
    phone.client = client_as(scene.coordinator)
    assert phone.post({"entries": [phone.entry(0, "absent")]}).status_code == 409
    assert entries() == 0


def test_a_session_that_ended_is_told_to_the_script_and_not_led_to_a_page(
    phone: Phone, client: FlaskClient, scene: Scene
) -> None:
    db.session.commit()
    phone.client = client
    assert phone.post({"entries": []}).status_code == 401
    assert phone.marks().status_code == 401


def test_a_script_needs_no_form_token_and_a_form_still_does(
    app: Flask, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert phone.send(phone.entry(0, "absent")) == [("applied", None)]
    assert phone.client.post(f"{phone.address}/roll", data={"rest": "present"}).status_code == 400


def test_after_two_weeks_what_a_telephone_sends_is_kept_for_a_coordinator(
    phone: Phone, later: Callable[[timedelta], None]
) -> None:
    later(timedelta(days=15))
    assert phone.send(phone.entry(0, "absent")) == [("set_aside", "too_late")]


def test_the_history_of_a_mark_is_told_when_it_is_asked_for(phone: Phone, scene: Scene) -> None:
    phone.send(phone.entry(0, "absent"))
    person = scene.people[0].id
    told = phone.client.get(f"{phone.address}/marks/{person}/history", headers=phone.headers).get_json()["history"]
    assert "not yet called → absent" in told and scene.teacher.name in told
    assert phone.client.get(f"{phone.address}/marks/9999/history", headers=phone.headers).status_code == 404
    assert "history" not in phone.row(0)
