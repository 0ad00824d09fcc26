"""Entries that were set aside, through the pages: shown where they concern somebody, settled by a plain form."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.models import Entry, MarkKind
from lms.attendance.set_aside_models import SetAside, Settlement
from lms.courses.states import LessonState
from lms.database import db
from tests.attendance.conftest import Scene
from tests.attendance.test_roll_page import SignIn, words_of
from tests.attendance.test_set_aside import transferred
from tests.factories import enrol, make_centre, make_learner, make_staff

Later = Callable[[timedelta], None]
Fields = dict[str, str]


@pytest.fixture
def address(scene: Scene) -> str:
    """Two marks that came when the lesson was cancelled."""
    scene.lesson.state, scene.lesson.cancel_reason = LessonState.CANCELLED, "празник"
    scene.call(0, MarkKind.LATE, minutes=10)
    scene.call(1, MarkKind.ABSENT)
    return f"/lessons/{scene.lesson.id}/set-aside"


@pytest.fixture
def coordinator(scene: Scene, client_as: SignIn) -> FlaskClient:
    return client_as(scene.coordinator)


def fields(page: str) -> Fields:
    """What a browser would send from the form that settles, without its button."""
    form = page[page.index('<form method="post" class="panel"') :].split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if facts.get("type") != "checkbox" or " checked" in tag:
            found[facts["name"]] = unescape(facts.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = re.findall(r'<option selected value="([^"]*)"', options)[0]
    return found


def reopen(scene: Scene) -> None:
    scene.lesson.state, scene.lesson.cancel_reason = LessonState.PLANNED, None


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(Entry)) or 0


def settlements() -> list[Settlement | None]:
    return list(db.session.scalars(select(SetAside.settlement).order_by(SetAside.id)))


def test_the_list_says_who_what_when_and_why_and_the_navigation_how_many(
    coordinator: FlaskClient, scene: Scene, address: str
) -> None:
    text = words_of(coordinator.get("/attendance/set-aside").text)
    assert "To settle waiting: 2" in text
    assert "late, 10 minutes" in text and "Амир" in text
    assert "The lesson was cancelled. Made by Мария Учителска on 16/03/2026, 18:02." in text
    assert "The roll says now: not yet called." in text


def test_the_roll_shows_them_closed_or_open(coordinator: FlaskClient, scene: Scene, address: str) -> None:
    roll = f"/lessons/{scene.lesson.id}/roll"
    for reopened in (False, True):
        if reopened:
            reopen(scene)
        page = coordinator.get(roll).text
        assert "2 marks wait to be settled" in words_of(page)
        assert f'href="{address}"' in page


def test_nobody_else_reaches_them(client_as: SignIn, scene: Scene, address: str) -> None:
    strangers: list[Account] = [make_staff(Role.TEACHER, scene.centre), make_staff(Role.COORDINATOR, make_centre())]
    for stranger in strangers:
        client = client_as(stranger)
        assert client.get(address).status_code == 404
        assert client.post(address, data={"leave": "1", "why": "не"}).status_code == 404
        assert "Амир" not in client.get("/attendance/set-aside").text
    assert client_as(make_staff(Role.OBSERVER, scene.centre)).get("/attendance/set-aside").status_code == 404


def test_those_that_are_chosen_are_taken_and_the_rest_waits(
    coordinator: FlaskClient, scene: Scene, address: str
) -> None:
    reopen(scene)
    sent = fields(coordinator.get(address).text)
    del sent["rows-1-chosen"]
    answer = coordinator.post(address, data=sent | {"take": "1"}, follow_redirects=True)
    assert answer.request.path == address
    text = words_of(answer.text)
    assert "1 mark is taken." in text
    assert "Settled by Петър Координаторов on 16/03/2026, 18:02." in text
    assert settlements() == [Settlement.TAKEN, None]
    assert scene.mark(0).minutes == 10


def test_when_all_are_settled_the_list_is_empty_and_says_how(
    coordinator: FlaskClient, scene: Scene, address: str
) -> None:
    sent = fields(coordinator.get(address).text) | {"leave": "1", "why": "Занятието не се проведе"}
    answer = coordinator.post(address, data=sent, follow_redirects=True)
    assert answer.request.path == "/attendance/set-aside"
    text = words_of(answer.text)
    assert "2 marks are left out." in text and "Nothing waits" in text
    assert "Reason: Занятието не се проведе" in text
    assert settlements() == [Settlement.LEFT] * 2 and entries() == 0
    assert "2 marks were set aside and settled" in words_of(coordinator.get(f"/lessons/{scene.lesson.id}/roll").text)


def test_what_still_cannot_be_taken_stays_and_says_why_at_its_line(coordinator: FlaskClient, address: str) -> None:
    answer = coordinator.post(address, data=fields(coordinator.get(address).text) | {"take": "1"})
    assert answer.status_code == 422
    assert answer.text.count("This lesson is cancelled, so nobody can be marked.") == 4, "above and at each line"
    assert 'id="rows-0-chosen-error"' in answer.text
    assert settlements() == [None, None]


def test_leaving_out_needs_a_reason_and_keeps_what_was_chosen(coordinator: FlaskClient, address: str) -> None:
    sent = fields(coordinator.get(address).text)
    del sent["rows-0-chosen"]
    answer = coordinator.post(address, data=sent | {"leave": "1", "why": "  "})
    assert answer.status_code == 422
    assert "Say why it is left out." in answer.text
    again = fields(answer.text)
    assert "rows-0-chosen" not in again and "rows-1-chosen" in again
    assert settlements() == [None, None]


def test_a_reason_that_is_too_long_is_refused_and_stays(coordinator: FlaskClient, address: str) -> None:
    sent = fields(coordinator.get(address).text) | {"leave": "1", "why": "я" * 401}
    answer = coordinator.post(address, data=sent)
    assert answer.status_code == 422
    assert "at most 400 characters" in answer.text and "я" * 401 in answer.text


def test_a_correction_after_its_time_asks_for_the_reason(
    coordinator: FlaskClient, scene: Scene, later: Later, address: str
) -> None:
    reopen(scene)
    later(timedelta(days=15))
    sent = fields(coordinator.get(address).text) | {"take": "1"}
    refused = coordinator.post(address, data=sent)
    assert refused.status_code == 422 and "say why you correct it now" in refused.text
    coordinator.post(address, data=fields(refused.text) | {"take": "1", "why": "Телефонът беше без мрежа"})
    assert settlements() == [Settlement.TAKEN] * 2


def test_a_page_that_has_grown_old_settles_nothing(coordinator: FlaskClient, scene: Scene, address: str) -> None:
    reopen(scene)
    sent = fields(coordinator.get(address).text) | {"take": "1"}
    scene.call(0, MarkKind.PRESENT)
    answer = coordinator.post(address, data=sent)
    assert answer.status_code == 422
    assert "settled or changed in the meantime" in answer.text
    assert settlements() == [None, None]
    coordinator.post(address, data=fields(answer.text) | {"take": "1"})
    assert settlements() == [Settlement.TAKEN] * 2 and not scene.mark(0).in_conflict
    once_more = coordinator.post(address, data=sent)
    assert once_more.status_code == 422 and entries() == 3


def test_choosing_nothing_is_said(coordinator: FlaskClient, address: str) -> None:
    answer = coordinator.post(address, data={"take": "1"})
    assert answer.status_code == 422 and "Choose at least one mark." in answer.text


def test_whoever_was_transferred_is_proposed_where_they_were(coordinator: FlaskClient, scene: Scene) -> None:
    lesson, there = transferred(scene, date(2026, 3, 15))
    scene.call(0, MarkKind.LATE, minutes=10)
    address = f"/lessons/{scene.lesson.id}/set-aside"
    sent = fields(coordinator.get(address).text)
    assert sent["rows-0-target"] == f"{lesson.id}-{there.id}-0"
    assert f"{lesson.cohort.code}, Monday, 16 March, 18:00: not yet called" in coordinator.get(address).text
    coordinator.post(address, data=sent | {"take": "1"})
    assert db.session.scalars(select(Entry)).one().enrolment_id == there.id
    assert settlements() == [Settlement.TAKEN]


def test_a_mark_that_was_long_on_its_way_says_so(coordinator: FlaskClient, scene: Scene) -> None:
    scene.people[0].ends_on = date(2026, 3, 15)
    made = scene.lesson.starts_at - timedelta(hours=3)
    scene.call(0, MarkKind.ABSENT, made_at=made)
    text = words_of(coordinator.get("/attendance/set-aside").text)
    assert "on 16/03/2026, 15:00. It arrived on 16/03/2026, 18:02." in text


def test_conflicts_are_on_the_list_too_and_counted_until_they_are_settled(
    coordinator: FlaskClient, scene: Scene
) -> None:
    scene.call(0, MarkKind.PRESENT)
    scene.call(0, MarkKind.ABSENT, by=scene.coordinator)
    page = coordinator.get("/attendance/set-aside").text
    assert "To settle waiting: 1" in words_of(page) and "Marked differently" in page
    assert f'href="/lessons/{scene.lesson.id}/roll"' in page
    scene.call(0, MarkKind.ABSENT, based_on=2)
    text = words_of(coordinator.get("/attendance/set-aside").text)
    assert "Nothing waits" in text and "To settle waiting:" not in text


def test_a_conflict_about_a_minor_is_shown_to_nobody_who_may_not_know_of_them(
    client_as: SignIn, coordinator: FlaskClient, scene: Scene
) -> None:
    scene.people.append(enrol(make_learner(scene.centre, unaccompanied=True), scene.cohort))
    scene.call(3, MarkKind.PRESENT)
    scene.call(3, MarkKind.ABSENT)
    assert "Nothing waits" in coordinator.get("/attendance/set-aside").text
    assert "Marked differently" in client_as(scene.teacher).get("/attendance/set-aside").text
