"""A signed sheet typed back: what each letter means, what is wrong said at its cell, nothing doubled."""

from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.register_letters import LOCALES, Unreadable, kinds_by_letter, typed_value
from lms.attendance.register_sheets import sheet_of_lesson, sheet_of_month
from lms.attendance.rules import Value
from lms.database import db
from tests.attendance.conftest import DAY, Scene, SetClock
from tests.factories import at, enrol, make_learner, make_lesson, make_staff

As = Callable[[Account], FlaskClient]
PRESENT, LATE, LEFT, ABSENT, EXCUSED = MarkKind


class Fields(HTMLParser):
    """The fields of a page with their values."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "input" and (name := facts.get("name")):
            self.found[name] = facts.get("value") or ""


def address_of(scene: Scene, month: bool = False) -> str:
    viewer = scene.coordinator.viewer
    sheet = sheet_of_month(scene.cohort, DAY.replace(day=1), viewer) if month else sheet_of_lesson(scene.lesson, viewer)
    assert sheet is not None
    return f"/register/{sheet.code.compact}"


def name_of(scene: Scene, person: int) -> str:
    return f"mark-{scene.lesson.id}-{scene.people[person].id}"


def fields_of(client: FlaskClient, address: str) -> dict[str, str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return Fields(answer.text).found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("  ", None),
        ("+", Value(PRESENT)),
        ("п", Value(PRESENT)),
        ("P", Value(PRESENT)),
        ("К 10", Value(LATE, 10)),
        ("l10", Value(LATE, 10)),
        ("т5", Value(LEFT, 5)),
        ("E89", Value(LEFT, 89)),
        ("н", Value(ABSENT)),
        ("A", Value(ABSENT)),
        ("И", Value(EXCUSED)),
        ("x", Value(EXCUSED)),
    ],
)
def test_a_letter_is_a_mark_in_both_languages(app: Flask, text: str, value: Value | None) -> None:
    with app.test_request_context():
        assert typed_value(text, 90) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("я", "No mark"),
        ("10", "No mark"),
        ("++", "No mark"),
        ("+5", "Minutes go only"),
        ("l", "How many"),
        ("l90", "fewer"),
    ],
)
def test_what_is_no_mark_is_said(app: Flask, text: str, why: str) -> None:
    with app.test_request_context(), pytest.raises(Unreadable, match=why):
        typed_value(text, 90)


def test_no_letter_means_two_marks(app: Flask) -> None:
    with app.test_request_context():
        kinds = kinds_by_letter()
    assert len(kinds) >= 5 * len(LOCALES)
    assert (kinds["k"], kinds["л"], kinds["n"], kinds["а"]) == (LATE, LATE, ABSENT, ABSENT)


@pytest.mark.parametrize("typed", ["e2", "0000-0000", "E232-573T-B"])
def test_a_wrong_code_is_said_and_kept(client_as: As, scene: Scene, typed: str) -> None:
    answer = client_as(scene.teacher).get("/register", query_string={"code": typed})
    assert answer.status_code == 422
    assert typed in answer.text
    assert client_as(scene.teacher).get(f"/register/{typed}").status_code == 404


def test_a_code_leads_to_its_sheet(client_as: As, scene: Scene) -> None:
    code = str(sheet_of_lesson(scene.lesson, scene.teacher.viewer).code).lower()
    answer = client_as(scene.teacher).get("/register", query_string={"code": code})
    assert answer.location == address_of(scene)


def test_a_typed_sheet_becomes_the_roll_once(client_as: As, scene: Scene) -> None:
    client, address = client_as(scene.teacher), address_of(scene)
    fields = fields_of(client, address)
    fields |= {name_of(scene, 0): "+", name_of(scene, 1): "К15", name_of(scene, 2): "a"}
    for _again in range(2):
        assert client.post(address, data=fields).status_code == 303
    assert [scene.mark(person).kind for person in range(3)] == [PRESENT, LATE, ABSENT]
    assert scene.mark(1).minutes_attended == 75
    assert db.session.scalars(select(func.count()).select_from(Entry)).one() == 3


def test_everything_is_kept_when_one_cell_is_wrong(client_as: As, scene: Scene) -> None:
    client, address = client_as(scene.teacher), address_of(scene)
    fields = fields_of(client, address) | {name_of(scene, 0): "+", name_of(scene, 1): "late", name_of(scene, 2): "L"}
    answer = client.post(address, data=fields)
    assert answer.status_code == 422
    kept = Fields(answer.text).found
    assert [kept[name_of(scene, person)] for person in range(3)] == ["+", "late", "L"]
    assert answer.text.count('aria-invalid="true"') == 2
    assert db.session.scalars(select(func.count()).select_from(Mark)).one() == 0


def test_an_empty_cell_changes_nothing_and_an_excuse_keeps_its_reason(client_as: As, scene: Scene) -> None:
    scene.call(0, EXCUSED, reason="болен")
    scene.call(1, ABSENT)
    db.session.commit()
    client, address = client_as(scene.teacher), address_of(scene)
    fields = fields_of(client, address)
    assert fields[name_of(scene, 0)] == "X"
    client.post(address, data=fields | {name_of(scene, 1): ""})
    assert (scene.mark(0).reason, scene.mark(0).version) == ("болен", 1)
    assert (scene.mark(1).kind, scene.mark(1).version) == (ABSENT, 1)


def test_the_rest_are_present_only_where_nobody_was_called(client_as: As, scene: Scene) -> None:
    scene.call(0, ABSENT)
    db.session.commit()
    client, address = client_as(scene.teacher), address_of(scene)
    client.post(address, data=fields_of(client, address) | {name_of(scene, 1): "n", "rest": "present"})
    assert [scene.mark(person).kind for person in range(3)] == [ABSENT, ABSENT, PRESENT]


def test_what_somebody_else_marked_meanwhile_is_a_conflict_to_settle(client_as: As, scene: Scene) -> None:
    client, address = client_as(scene.teacher), address_of(scene)
    fields = fields_of(client, address) | {name_of(scene, 0): "+"}
    scene.call(0, ABSENT, by=scene.coordinator)
    db.session.commit()
    client.post(address, data=fields)
    assert scene.mark(0).in_conflict
    page = client.get(address)
    assert "To settle" in page.text
    assert Fields(page.text).found[name_of(scene, 0)] == ""


def test_who_was_enrolled_later_stands_apart(client_as: As, scene: Scene) -> None:
    address = address_of(scene)
    assert "enrolled later" not in client_as(scene.teacher).get(address).text
    enrol(make_learner(scene.centre, given_cyrillic="Борис"), scene.cohort)
    page = client_as(scene.teacher).get(address).text
    assert page.count("enrolled later") == 1
    assert "have changed since this sheet was printed" in page


def test_a_sheet_of_a_month_is_taken_lesson_by_lesson(client_as: As, scene: Scene, set_clock: SetClock) -> None:
    second = make_lesson(scene.cohort, at(DAY + timedelta(days=1), 18))
    make_lesson(scene.cohort, at(DAY + timedelta(days=2), 18))
    set_clock(at(DAY + timedelta(days=1), 20))
    client, address = client_as(scene.teacher), address_of(scene, month=True)
    fields = fields_of(client, address)
    assert sum(name.startswith("mark-") for name in fields) == 6
    other = f"mark-{second.id}-{scene.people[0].id}"
    assert client.post(address, data=fields | {name_of(scene, 0): "+", other: "x"}).status_code == 303
    marks = db.session.scalars(select(Mark).order_by(Mark.lesson_id)).all()
    assert [(mark.lesson_id, mark.kind) for mark in marks] == [(scene.lesson.id, PRESENT), (second.id, EXCUSED)]


def test_a_coordinator_gives_the_reason_once_when_the_time_is_over(
    client_as: As, scene: Scene, later: Callable[[timedelta], None]
) -> None:
    later(timedelta(days=20))
    address = address_of(scene)
    assert not any(name.startswith("mark-") for name in fields_of(client_as(scene.teacher), address))
    client = client_as(scene.coordinator)
    fields = fields_of(client, address) | {name_of(scene, 0): "+", name_of(scene, 1): "a"}
    refused = client.post(address, data=fields)
    assert refused.status_code == 422
    assert Fields(refused.text).found[name_of(scene, 1)] == "a"
    client.post(address, data=fields | {"why": "Листът дойде днес"})
    notes = db.session.scalars(select(Entry.note)).all()
    assert notes == ["Листът дойде днес"] * 2


def test_a_substitute_types_only_the_own_lesson_and_a_stranger_none(
    client_as: As, scene: Scene, set_clock: SetClock
) -> None:
    substitute = make_staff(Role.TEACHER, scene.centre)
    scene.people[0].learner.name_native = None
    own = make_lesson(scene.cohort, at(DAY + timedelta(days=1), 18), teacher=substitute)
    set_clock(at(DAY + timedelta(days=1), 20))
    address = address_of(scene, month=True)
    names = [name for name in fields_of(client_as(substitute), address) if name.startswith("mark-")]
    assert {name.split("-")[1] for name in names} == {str(own.id)}
    stranger = client_as(make_staff(Role.TEACHER, scene.centre))
    assert stranger.get(address).status_code == stranger.post(address).status_code == 404


@pytest.mark.parametrize("wrong", [{"page": "x"}, {"page": ""}, {"seen": "-1"}, {"seen": "x"}])
def test_what_no_page_of_ours_sends_is_refused(client_as: As, scene: Scene, wrong: dict[str, str]) -> None:
    client, address = client_as(scene.teacher), address_of(scene)
    if "seen" in wrong:
        wrong = {f"seen-{scene.lesson.id}-{scene.people[0].id}": wrong["seen"]}
    assert client.post(address, data=fields_of(client, address) | wrong).status_code == 400
