"""The centres' pages: opening a centre, its rooms, and the days on which it is closed."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.centres.models import Centre, NonWorkingDay, Room
from lms.database import db
from tests.factories import at, make_centre, make_cohort, make_programme, make_room, make_staff, save

SignIn = Callable[[Account], FlaskClient]
FACTS = {"code": "VAR", "name_bg": "Варна", "name_en": "Varna", "address": "ул. „Проба“ 2"}


@pytest.fixture
def centre(app: object, monkeypatch: pytest.MonkeyPatch) -> Centre:
    monkeypatch.setattr(clock, "now", lambda: at(date(2026, 5, 4), 9))
    return make_centre()


@pytest.fixture
def coordinator(centre: Centre, client_as: SignIn) -> FlaskClient:
    return client_as(make_staff(Role.COORDINATOR, centre))


def test_an_administrator_opens_a_centre(client_as: SignIn) -> None:
    administrator = client_as(make_staff(Role.ADMINISTRATOR))
    assert "There is no centre yet" in administrator.get("/centres").text
    sent = administrator.post("/centres/new", data=FACTS)
    made = db.session.scalars(select(Centre)).one()
    assert sent.location == f"/centres/{made.id}"
    assert "Varna" in administrator.get("/centres").text
    again = administrator.post("/centres/new", data=FACTS | {"name_en": "Varna 2"})
    assert again.status_code == 422
    assert "Another centre has this code." in again.text and 'value="Varna 2"' in again.text


def test_a_coordinator_changes_the_own_centre_and_sees_no_other(centre: Centre, coordinator: FlaskClient) -> None:
    other = make_centre(code="OTH")
    assert other.name_en not in coordinator.get("/centres").text
    assert coordinator.post(f"/centres/{centre.id}/edit", data=FACTS).status_code == 303
    assert centre.name_bg == "Варна"
    taken = coordinator.post(f"/centres/{centre.id}/edit", data=FACTS | {"code": "OTH"})
    assert taken.status_code == 422
    assert coordinator.get("/centres/new").status_code == 404
    for address in ("", "/edit"):
        assert coordinator.get(f"/centres/{other.id}{address}").status_code == 404
    for address in ("/edit", "/rooms", "/days"):
        assert coordinator.post(f"/centres/{other.id}{address}", data=FACTS).status_code == 404


def test_rooms_are_added_changed_and_removed(centre: Centre, coordinator: FlaskClient) -> None:
    rooms = f"/centres/{centre.id}/rooms"
    assert coordinator.post(rooms, data={"name": " Зала 1 ", "seats": 12}).status_code == 303
    room = db.session.scalars(select(Room)).one()
    assert (room.name, room.seats) == ("Зала 1", 12)
    assert 'value="12"' in coordinator.get(f"{rooms}/{room.id}").text
    assert coordinator.post(f"{rooms}/{room.id}", data={"name": "Зала 1", "seats": 10}).status_code == 303
    assert room.seats == 10
    same = coordinator.post(rooms, data={"name": "Зала 1", "seats": 9})
    assert same.status_code == 422 and "already has a room of this name" in same.text
    assert coordinator.post(f"{rooms}/{room.id}/remove").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Room)) == 0
    acts = db.session.scalars(select(AuditLine.act).order_by(AuditLine.id)).all()
    assert acts == ["room.add", "room.change", "room.remove"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "", "seats": 5}, "Enter a name."),
        ({"name": "Зала", "seats": 0}, "From 1 to 200."),
        ({"name": "Зала", "seats": "много"}, "Not a valid integer value"),
    ],
)
def test_a_wrong_room_is_answered_at_its_field(
    centre: Centre, coordinator: FlaskClient, given: dict[str, object], said: str
) -> None:
    page = coordinator.post(f"/centres/{centre.id}/rooms", data=given)
    assert page.status_code == 422
    assert said in page.text
    assert "Say why the centre is closed." not in page.text


def test_a_room_that_is_used_stays(centre: Centre, coordinator: FlaskClient) -> None:
    room = make_room(centre)
    make_cohort(centre, make_programme(), make_staff(Role.TEACHER, centre), room=room)
    sent = coordinator.post(f"/centres/{centre.id}/rooms/{room.id}/remove")
    assert "so it stays" in coordinator.get(sent.location).text
    assert db.session.get(Room, room.id)
    assert db.session.scalars(select(AuditLine)).all() == []


def test_rooms_and_days_of_a_foreign_centre_are_not_found(centre: Centre, coordinator: FlaskClient) -> None:
    other = make_centre()
    room = make_room(other)
    day = save(NonWorkingDay(centre_id=other.id, day=date(2026, 5, 11), reason="ремонт"))
    for address in (f"rooms/{room.id}", f"rooms/{room.id}/remove", f"days/{day.id}/remove"):
        assert coordinator.post(f"/centres/{centre.id}/{address}").status_code == 404
        assert coordinator.post(f"/centres/{other.id}/{address}").status_code == 404
    assert db.session.get(NonWorkingDay, day.id)


def test_days_are_closed_and_opened_again(centre: Centre, coordinator: FlaskClient) -> None:
    days = f"/centres/{centre.id}/days"
    coordinator.post(days, data={"first": "2026-08-04", "reason": "Дезинсекция"})
    sent = coordinator.post(days, data={"first": "2026-08-03", "last": "2026-08-07", "reason": "Ваканция"})
    found = {day.day.day: day for day in db.session.scalars(select(NonWorkingDay))}
    assert sorted(found) == [3, 4, 5, 6, 7]
    assert (found[4].reason, found[5].reason) == ("Дезинсекция", "Ваканция")
    page = coordinator.get(sent.location).text
    assert "4 days are marked as closed." in page and "Wednesday, 5 August 2026" in page
    address = f"{days}/{found[5].id}/remove"
    assert coordinator.post(address).status_code == 303
    assert coordinator.post(address).status_code == 303
    assert "5 August" not in coordinator.get(sent.location).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first": "", "reason": "x"}, "Choose the day."),
        ({"first": "2026-08-03", "reason": ""}, "Say why the centre is closed."),
        ({"first": "2026-08-03", "last": "2026-08-02", "reason": "x"}, "The last day is before the first."),
        ({"first": "2026-08-03", "last": "2027-08-02", "reason": "x"}, "Close at most 62 days at once."),
        ({"first": "2026-05-11", "reason": "x"}, "The centre is already closed then."),
    ],
)
def test_wrong_days_are_answered_at_their_field(
    centre: Centre, coordinator: FlaskClient, given: dict[str, str], said: str
) -> None:
    save(NonWorkingDay(centre_id=centre.id, day=date(2026, 5, 11), reason="ремонт"))
    page = coordinator.post(f"/centres/{centre.id}/days", data=given)
    assert page.status_code == 422
    assert said in page.text


def test_public_holidays_of_the_coming_year_are_shown(centre: Centre, coordinator: FlaskClient) -> None:
    page = coordinator.get(f"/centres/{centre.id}").text
    assert "Monday, 25 May 2026" in page and "(observed)" in page
    assert "1 May 2026" not in page and "3 May 2027" in page


def test_a_coordinator_without_a_centre_is_told_whom_to_ask(client_as: SignIn, app: object) -> None:
    nowhere = client_as(make_staff(Role.COORDINATOR))
    assert "Ask an administrator" in nowhere.get("/centres").text
    assert "Ask an administrator" in nowhere.get("/waiting").text
    assert "Ask an administrator" in nowhere.get("/cohorts/new").text


def test_other_roles_do_not_reach_the_centres(centre: Centre, client_as: SignIn) -> None:
    assert client_as(make_staff(Role.TEACHER, centre)).get(f"/centres/{centre.id}").status_code == 404
