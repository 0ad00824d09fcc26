"""The calendar as its people open it: a coordinator who looks for a room, a teacher who looks at the week."""

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from lms.access.viewer import Role
from lms.centres.models import NonWorkingDay
from lms.courses.models import Cohort
from lms.courses.states import LessonState
from tests.courses.conftest import Scene, SignIn
from tests.factories import at, make_centre, make_cohort, make_lesson, make_programme, make_room, make_staff, save

THURSDAY = date(2026, 3, 5)


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def cohort(scene: Scene) -> Cohort:
    return make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-1", room=scene.room)


def test_a_coordinator_sees_when_a_room_is_free(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    other = make_room(scene.centre, name="Стая 2")
    make_lesson(cohort, at(THURSDAY, 18))
    page = words_of(coordinator.get("/calendar?view=day&day=2026-03-05").text)
    assert "Стая 1 08:00–18:00 , 19:30–21:00 Стая 2 08:00–21:00" in page
    week = words_of(coordinator.get(f"/calendar?room={other.id}&day=2026-03-05").text)
    assert "A1-1" not in week and "Thursday, 5 March No lesson. Free: 08:00–21:00" in week


def test_a_cancelled_lesson_is_struck_with_its_reason_and_leaves_the_room_free(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    make_lesson(cohort, at(THURSDAY, 18), state=LessonState.CANCELLED, cancel_reason="ремонт")
    page = coordinator.get("/calendar?view=day&day=2026-03-05").text
    assert re.search(r"<del><time[^>]*>18:00–19:30</time></del>", page)
    assert "ремонт" in page and "Стая 1 08:00–21:00" in words_of(page)


def test_holidays_and_closed_days_are_named(scene: Scene, coordinator: FlaskClient) -> None:
    save(NonWorkingDay(centre_id=scene.centre.id, day=date(2026, 3, 4), reason="Инвентаризация"))
    for view in ("week", "month"):
        page = words_of(coordinator.get(f"/calendar?view={view}&day=2026-03-04").text)
        assert "Liberation Day" in page and "Инвентаризация" in page


def test_a_room_is_not_called_free_on_a_closed_day(scene: Scene, coordinator: FlaskClient) -> None:
    for asked in ("view=day", f"room={scene.room.id}"):
        page = words_of(coordinator.get(f"/calendar?{asked}&day=2026-03-03").text)
        closed = page[page.index("Tuesday, 3 March") : page.index("Wednesday") if "room" in asked else None]
        assert "Liberation Day" in page and "08:00–21:00" not in closed


def test_a_teacher_sees_their_own_lessons_and_if_they_wish_those_of_their_cohorts(
    scene: Scene, cohort: Cohort, client_as: SignIn
) -> None:
    substitute = make_staff(Role.TEACHER, scene.centre, name="Иван Заместник")
    make_lesson(cohort, at(THURSDAY, 18))
    make_lesson(cohort, at(date(2026, 3, 6), 9), teacher=substitute)
    stranger = make_cohort(scene.centre, scene.programme, substitute, code="A1-2")
    make_lesson(stranger, at(THURSDAY, 10))
    teacher = client_as(scene.teacher)
    own = teacher.get("/calendar?day=2026-03-05").text
    assert "18:00–19:30" in own and "09:00–10:30" not in own
    cohorts = teacher.get("/calendar?day=2026-03-05&whose=cohorts").text
    assert "09:00–10:30" in cohorts and "Иван Заместник" in cohorts and "A1-2" not in cohorts


def test_a_coordinator_may_look_at_one_teacher(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    substitute = make_staff(Role.TEACHER, scene.centre, name="Иван Заместник")
    make_lesson(cohort, at(THURSDAY, 18))
    make_lesson(cohort, at(date(2026, 3, 6), 9), teacher=substitute)
    page = coordinator.get(f"/calendar?day=2026-03-05&teacher={substitute.id}").text
    assert "09:00–10:30" in page and "18:00–19:30" not in page


def test_rooms_teachers_and_centres_of_others_are_not_found(scene: Scene, coordinator: FlaskClient) -> None:
    other = make_centre()
    room, teacher = make_room(other), make_staff(Role.TEACHER, other)
    for asked in (f"room={room.id}", f"teacher={teacher.id}", f"centre={other.id}", "room=9999999999999", "room=x"):
        assert coordinator.get(f"/calendar?{asked}").status_code == 404


@pytest.mark.parametrize(
    "asked", ["day=yesterday", "day=0001-01-01", "day=9999-12-31", "day=2026-02-30", "view=year", "day=2026-03-29"]
)
def test_what_no_calendar_has_opens_today(coordinator: FlaskClient, asked: str) -> None:
    assert coordinator.get(f"/calendar?{asked}").status_code == 200


def test_a_lesson_keeps_its_hour_across_the_clock_change(
    scene: Scene, cohort: Cohort, coordinator: FlaskClient
) -> None:
    for day in (date(2026, 10, 23), date(2026, 10, 26)):
        make_lesson(cohort, at(day, 18))
    for day in ("2026-10-23", "2026-10-26"):
        assert "18:00–19:30" in coordinator.get(f"/calendar?view=day&day={day}").text


def test_the_days_of_a_centre_in_another_zone_are_its_own(
    scene: Scene, coordinator: FlaskClient, client_as: SignIn
) -> None:
    centre = make_centre(time_zone="Asia/Tokyo")
    teacher = make_staff(Role.TEACHER, centre)
    cohort = make_cohort(centre, make_programme(), teacher)
    make_lesson(cohort, at(THURSDAY, 23))
    page = client_as(make_staff(Role.COORDINATOR, centre)).get("/calendar?view=day&day=2026-03-06").text
    assert "06:00–07:30" in page


def test_the_month_counts_the_lessons_that_take_place(scene: Scene, cohort: Cohort, coordinator: FlaskClient) -> None:
    make_lesson(cohort, at(THURSDAY, 9))
    make_lesson(cohort, at(THURSDAY, 18), state=LessonState.CANCELLED, cancel_reason="ремонт")
    page = words_of(coordinator.get("/calendar?view=month&day=2026-03-05").text)
    assert "Thursday, 5 March 5 1 1 lesson 09:00 A1-1 18:00 A1-1 Cancelled" in page


def test_who_belongs_to_no_centre_is_told_what_to_do(scene: Scene, client_as: SignIn) -> None:
    assert "An administrator can add you" in client_as(make_staff(Role.TEACHER)).get("/calendar").text
