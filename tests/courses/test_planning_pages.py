"""Planning a cohort through its pages: form, preview, creation, and what is refused why."""

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.centres.models import NonWorkingDay
from lms.clock import to_local
from lms.courses.models import Cohort, Lesson
from lms.courses.states import LessonState, Route
from lms.database import db
from tests.courses.conftest import Scene, SignIn
from tests.factories import (
    at,
    make_centre,
    make_cohort,
    make_lesson,
    make_programme,
    make_room,
    make_staff,
    save,
)

NO_PATTERN = {f"slots-{n}-{name}": "" for n in (0, 1) for name in ("weekday", "starts_at")}


def hidden(page: str) -> dict[str, str]:
    """What the preview sends on."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page[page.index('id="plan"') :])
    return {name: unescape(value) for name, value in found}


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_preview_shows_lessons_and_skipped_days_and_writes_nothing(scene: Scene, coordinator: FlaskClient) -> None:
    save(NonWorkingDay(centre_id=scene.centre.id, day=date(2026, 3, 11), reason="Ремонт на отоплението"))
    page = coordinator.post("/cohorts/new", data=scene.fields(slots__2__weekday=1, slots__2__starts_at="18:00"))
    assert page.status_code == 200
    assert "Tuesday, 3 March 2026" in page.text and "Liberation Day" in page.text
    assert "Ремонт на отоплението" in page.text
    assert "18:00–19:30" in page.text
    assert count(Cohort) == count(Lesson) == 0


def test_confirming_creates_the_cohort_with_the_lessons_that_were_shown(scene: Scene, coordinator: FlaskClient) -> None:
    other = make_staff(Role.TEACHER, scene.centre)
    page = coordinator.post("/cohorts/new", data=scene.fields(others=other.id, route="letters"))
    made = coordinator.post("/cohorts/new", data=hidden(page.text) | {"step": "create"})
    cohort = db.session.scalars(select(Cohort)).one()
    assert made.location == f"/cohorts/{cohort.id}"
    assert sum(lesson.hours for lesson in cohort.lessons) == 10
    assert {to_local(lesson.starts_at).hour for lesson in cohort.lessons} == {18}
    assert (cohort.starts_on, cohort.ends_on) == (date(2026, 3, 2), date(2026, 3, 16))
    assert (cohort.room, cohort.online, cohort.capacity) == (scene.room, False, 15)
    assert cohort.route is Route.LETTERS
    assert set(cohort.teachers) == {scene.teacher, other}
    assert {lesson.teacher for lesson in cohort.lessons} == {scene.teacher}
    assert [(slot.weekday, slot.hours) for slot in cohort.slots] == [(0, 2), (2, 2)]
    assert db.session.scalars(select(AuditLine.act)).all() == ["cohort.create"]


def test_lessons_that_changed_since_the_preview_are_shown_again(scene: Scene, coordinator: FlaskClient) -> None:
    sent = hidden(coordinator.post("/cohorts/new", data=scene.fields()).text)
    save(NonWorkingDay(centre_id=scene.centre.id, day=date(2026, 3, 9), reason="Ремонт"))
    page = coordinator.post("/cohorts/new", data=sent | {"step": "create"})
    assert "Something changed since you looked" in page.text
    assert count(Cohort) == 0
    assert coordinator.post("/cohorts/new", data=hidden(page.text) | {"step": "create"}).status_code == 303


def test_going_back_from_the_preview_keeps_what_was_chosen(scene: Scene, coordinator: FlaskClient) -> None:
    sent = hidden(coordinator.post("/cohorts/new", data=scene.fields()).text)
    page = coordinator.post("/cohorts/new", data=sent | {"step": "change"})
    assert page.status_code == 200
    assert 'value="2026-03-02"' in page.text and page.text.count('value="18:00"') == 2
    assert "error-summary" not in page.text


def test_a_cohort_online_has_no_room_and_gets_a_code(scene: Scene, coordinator: FlaskClient) -> None:
    page = coordinator.post("/cohorts/new", data=scene.fields(place="online", code=""))
    coordinator.post("/cohorts/new", data=hidden(page.text) | {"step": "create"})
    cohort = db.session.scalars(select(Cohort)).one()
    assert (cohort.code, cohort.room, cohort.online) == ("A1-SOF-1", None, True)
    make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-SOF-7")
    again = coordinator.post("/cohorts/new", data=scene.fields(place="online", code="", starts_on="2026-06-01"))
    assert hidden(again.text)["code"] == "A1-SOF-8"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"programme": ""}, "Choose the programme."),
        ({"place": ""}, "Choose a room, or online."),
        ({"teacher": ""}, "Choose the teacher."),
        ({"starts_on": ""}, "Choose the first day."),
        ({"starts_on": "2062-03-02"}, "within the last year or the next two"),
        ({"capacity": 16}, "At most 15 people here."),
        ({"capacity": 0}, "At least 1."),
        ({"code": "A1 5"}, "without spaces"),
        ({"slots-1-starts_at": "", "slots-1-weekday": 3}, "Complete this line or clear it."),
        ({"slots-1-weekday": ""}, "Complete this line or clear it."),
        ({"slots-1-weekday": 0, "slots-1-starts_at": "19:29"}, "before another one on the same day is over"),
        ({"slots-0-starts_at": "05:00"}, "06:00 at the earliest"),
        ({"slots-0-hours": 13}, "From 1 to 12."),
        (NO_PATTERN, "at least one day"),
    ],
)
def test_bad_input_is_answered_at_the_field_and_kept(
    scene: Scene, coordinator: FlaskClient, given: dict[str, object], message: str
) -> None:
    page = coordinator.post("/cohorts/new", data=scene.fields() | given)
    assert page.status_code == 422
    assert message in unescape(page.text)
    assert 'class="field-error"' in page.text and "error-summary" in page.text
    if "code" not in given:
        assert 'value="A1-1"' in page.text


def test_a_small_room_limits_the_cohort(scene: Scene, coordinator: FlaskClient) -> None:
    small = make_room(scene.centre, seats=8)
    page = coordinator.post("/cohorts/new", data=scene.fields(place=small.id, capacity=9))
    assert "At most 8 people here." in page.text


def test_a_course_longer_than_three_years_is_refused(scene: Scene, coordinator: FlaskClient) -> None:
    long = make_programme(hours=900)
    page = coordinator.post("/cohorts/new", data=scene.fields(programme=long.id))
    assert page.status_code == 422
    assert "more than three years" in page.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", "999999"),
        ("teacher", "999999"),
        ("programme", "999999"),
        ("place", "x"),
        ("slots-0-weekday", "9"),
    ],
)
def test_a_tampered_choice_is_refused(scene: Scene, coordinator: FlaskClient, field: str, value: str) -> None:
    assert coordinator.post("/cohorts/new", data=scene.fields() | {field: value}).status_code == 422
    assert count(Cohort) == 0


def test_rooms_and_teachers_of_another_centre_cannot_be_chosen(scene: Scene, coordinator: FlaskClient) -> None:
    elsewhere = make_centre()
    room, teacher = make_room(elsewhere), make_staff(Role.TEACHER, elsewhere)
    assert coordinator.post("/cohorts/new", data=scene.fields(place=room.id)).status_code == 422
    assert coordinator.post("/cohorts/new", data=scene.fields(teacher=teacher.id)).status_code == 422
    assert coordinator.post(f"/cohorts/new?centre={elsewhere.id}", data=scene.fields()).status_code == 404


@pytest.mark.parametrize(
    ("begins", "refused"),
    [("16:30", False), ("16:31", True), ("18:00", True), ("19:29", True), ("19:30", False)],
)
def test_a_taken_room_refuses_with_when_and_by_whom(
    scene: Scene, coordinator: FlaskClient, begins: str, refused: bool
) -> None:
    other = make_cohort(scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), room=scene.room)
    make_lesson(other, at(date(2026, 3, 9), 18))
    page = coordinator.post("/cohorts/new", data=scene.fields(slots__0__starts_at=begins))
    assert page.status_code == (422 if refused else 200)
    said = f"Стая 1 is taken on Monday, 9 March 2026, 18:00–19:30, by {other.code}."
    assert (said in page.text) is refused


def test_a_busy_teacher_refuses_and_another_centres_cohort_is_not_named(scene: Scene, coordinator: FlaskClient) -> None:
    elsewhere = make_centre()
    other = make_cohort(elsewhere, scene.programme, scene.teacher, code="SECRET-1")
    for day in (date(2026, 3, 9), date(2026, 3, 16)):
        make_lesson(other, at(day, 18))
    page = coordinator.post("/cohorts/new", data=scene.fields())
    assert page.status_code == 422
    assert "by a cohort of another centre. And in 1 more lesson." in page.text
    assert "SECRET-1" not in page.text


def test_a_cancelled_lesson_takes_no_room(scene: Scene, coordinator: FlaskClient) -> None:
    other = make_cohort(scene.centre, scene.programme, scene.teacher, room=scene.room)
    make_lesson(other, at(date(2026, 3, 9), 18), state=LessonState.CANCELLED, cancel_reason="Ремонт")
    assert coordinator.post("/cohorts/new", data=scene.fields()).status_code == 200


def test_a_code_belongs_to_one_cohort(scene: Scene, coordinator: FlaskClient) -> None:
    sent = hidden(coordinator.post("/cohorts/new", data=scene.fields(place="online")).text)
    make_cohort(scene.centre, scene.programme, make_staff(Role.TEACHER, scene.centre), code="A1-1")
    page = coordinator.post("/cohorts/new", data=sent | {"step": "create"})
    assert page.status_code == 422
    assert "Another cohort has this code." in page.text


def test_who_works_at_several_centres_is_asked_at_which(scene: Scene, client_as: SignIn) -> None:
    second = make_centre()
    both = client_as(make_staff(Role.COORDINATOR, scene.centre, second))
    page = both.get("/cohorts/new")
    assert f"centre={scene.centre.id}" in page.text and f"centre={second.id}" in page.text
    assert "Стая 1" in both.get(f"/cohorts/new?centre={scene.centre.id}").text
    assert both.get("/cohorts/new?centre=x").status_code == 404


def test_without_teachers_or_programmes_the_page_says_what_to_do(client_as: SignIn, app: object) -> None:
    centre = make_centre()
    browser = client_as(make_staff(Role.COORDINATOR, centre))
    assert "No programme is offered yet" in browser.get("/cohorts/new").text
    make_programme()
    assert "The centre has no teacher yet" in browser.get("/cohorts/new").text
    assert browser.post("/cohorts/new").status_code == 422
