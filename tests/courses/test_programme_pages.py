"""Programmes: designing them, and what stays as it is once cohorts use them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.errors import DomainError
from lms.access.viewer import Role
from lms.courses.models import Programme
from lms.courses.programme_actions import change_programme
from lms.courses.states import Level
from lms.database import db
from tests.courses.conftest import Scene, SignIn
from tests.factories import make_cohort, make_programme, make_staff

FIELDS = {
    "code": "A2-80",
    "title_bg": "Български А2",
    "title_en": "Bulgarian A2",
    "level": "A2",
    "hours": "80",
    "hour_minutes": "40",
    "threshold_percent": "75",
    "late_join_percent": "25",
    "pass_mark": "55",
    "excused_counts": "y",
    "active": "y",
}


def test_a_programme_is_designed_and_shown(scene: Scene, coordinator: FlaskClient) -> None:
    sent = coordinator.post("/programmes/new", data=FIELDS)
    made = db.session.scalars(select(Programme).where(Programme.code == "A2-80")).one()
    assert sent.location == f"/programmes/{made.id}"
    assert (made.level, made.hours, made.hour_minutes) == (Level.A2, 80, 40)
    assert (made.threshold_percent, made.pass_mark, made.excused_counts, made.active) == (75, 55, True, True)
    assert made.late_join_percent == 25
    assert "40 minutes" in coordinator.get(sent.location).text
    assert "Bulgarian A2" in coordinator.get("/programmes").text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": ""}, "Enter a short code"),
        ({"code": "A2 80"}, "without spaces"),
        ({"hours": "0"}, "From 1 to 1000."),
        ({"hours": "many"}, "Not a valid integer value"),
        ({"hour_minutes": "50"}, "Not a valid choice"),
        ({"threshold_percent": "101"}, "From 0 to 100."),
        ({"late_join_percent": "-1"}, "From 0 to 100."),
        ({"level": "C1"}, "could not coerce"),
    ],
)
def test_a_wrong_programme_is_answered_at_its_field(
    scene: Scene, coordinator: FlaskClient, given: dict[str, str], said: str
) -> None:
    page = coordinator.post("/programmes/new", data=FIELDS | given)
    assert page.status_code == 422
    assert said in page.text and 'value="Български А2"' in page.text


def test_a_code_belongs_to_one_programme(scene: Scene, coordinator: FlaskClient) -> None:
    other = make_programme(code="A2-80")
    assert "Another programme has this code." in coordinator.post("/programmes/new", data=FIELDS).text
    edit = coordinator.post(f"/programmes/{scene.programme.id}/edit", data=FIELDS)
    assert edit.status_code == 422 and other.code == "A2-80"


def test_an_unused_programme_may_change_altogether(scene: Scene, coordinator: FlaskClient) -> None:
    address = f"/programmes/{scene.programme.id}/edit"
    assert 'name="hours"' in coordinator.get(address).text
    assert coordinator.post(address, data=FIELDS).status_code == 303
    assert (scene.programme.hours, scene.programme.level) == (80, Level.A2)


def test_a_used_programme_keeps_its_hours_and_says_why(scene: Scene, coordinator: FlaskClient) -> None:
    make_cohort(scene.centre, scene.programme, scene.teacher)
    address = f"/programmes/{scene.programme.id}/edit"
    page = coordinator.get(address).text
    assert "1 cohort uses this programme" in page and 'name="hours"' not in page
    names = {"code": "A1-neu", "title_bg": "Нов", "title_en": "New"}
    assert coordinator.post(address, data=FIELDS | names).status_code == 303
    db.session.refresh(scene.programme)
    assert (scene.programme.title_en, scene.programme.hours, scene.programme.pass_mark) == ("New", 10, 60)
    with pytest.raises(DomainError, match="stay as they are"):
        change_programme(scene.coordinator.viewer, scene.programme, {"code": "A1-neu", "hours": 20})


def test_an_administrator_designs_programmes_and_a_teacher_does_not(scene: Scene, client_as: SignIn) -> None:
    assert client_as(make_staff(Role.ADMINISTRATOR)).get("/programmes/new").status_code == 200
    assert client_as(scene.teacher).get("/programmes").status_code == 404
