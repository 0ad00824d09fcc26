"""Teachers' hours of a month: what counts, for whom, and the same numbers on the page and in the file."""

import io
from datetime import date

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.access.viewer import Role
from lms.courses.hours_queries import hours_of
from lms.courses.hours_rules import DEFINITIONS, Given, Sum, add_up, months_until, total
from lms.courses.models import Cohort
from lms.courses.states import LessonState
from lms.settings import ROOT
from tests.courses.conftest import Scene, SetClock, SignIn
from tests.factories import at, make_centre, make_cohort, make_lesson, make_room, make_staff

MARCH = date(2026, 3, 1)


def one(teacher: int = 1, cohort: int = 1, hours: int = 2, called: bool = True, instead: bool = False) -> Given:
    return Given(teacher, cohort, hours, hours * 45, called, instead)


@pytest.mark.parametrize(
    ("lessons", "adds_up"),
    [
        ([], {}),
        ([one()], {1: {1: Sum(1, 2, 90)}}),
        ([one(), one(hours=4)], {1: {1: Sum(2, 6, 270)}}),
        ([one(), one(cohort=2)], {1: {1: Sum(1, 2, 90), 2: Sum(1, 2, 90)}}),
        ([one(), one(teacher=2, instead=True)], {1: {1: Sum(1, 2, 90)}, 2: {1: Sum(1, 2, 90, 1, 2)}}),
        ([one(), one(called=False)], {1: {1: Sum(1, 2, 90, uncalled=1)}}),
        ([one(called=False, instead=True)], {1: {1: Sum(uncalled=1)}}),
    ],
)
def test_hours_add_up_by_teacher_and_cohort(lessons: list[Given], adds_up: dict[int, dict[int, Sum]]) -> None:
    assert add_up(lessons) == adds_up


@given(st.lists(st.builds(one, st.integers(1, 3), st.integers(1, 3), st.integers(1, 6), st.booleans(), st.booleans())))
def test_nothing_is_counted_twice_and_nothing_is_lost(lessons: list[Given]) -> None:
    everything = total(one for by_cohort in add_up(lessons).values() for one in by_cohort.values())
    assert everything.hours == sum(lesson.hours for lesson in lessons if lesson.called)
    assert everything.lessons + everything.uncalled == len(lessons)
    assert everything.substituted_hours <= everything.hours


def test_the_months_to_choose_from_go_back_from_this_one() -> None:
    assert [f"{month:%Y-%m}" for month in months_until(date(2026, 1, 31), 3)] == ["2026-01", "2025-12", "2025-11"]


@pytest.fixture
def cohort(scene: Scene, set_clock: SetClock) -> Cohort:
    """In April, after a March with four lessons: one held, one by somebody else, one cancelled, one not called."""
    set_clock(at(date(2026, 4, 2), 9))
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-1", room=scene.room)
    substitute = make_staff(Role.TEACHER, scene.centre, name="Иван Заместник")
    make_lesson(cohort, at(date(2026, 3, 2), 18), state=LessonState.HELD)
    make_lesson(
        cohort,
        at(date(2026, 3, 4), 18),
        state=LessonState.HELD,
        teacher=substitute,
        stands_in_for_id=scene.teacher.id,
        hours=3,
    )
    make_lesson(cohort, at(date(2026, 3, 9), 18), state=LessonState.CANCELLED, cancel_reason="ремонт")
    make_lesson(cohort, at(date(2026, 3, 11), 18))
    make_lesson(cohort, at(date(2026, 4, 20), 18))
    return cohort


def test_only_called_lessons_count_and_whoever_gave_them_has_them(scene: Scene, cohort: Cohort) -> None:
    found = {one.teacher.name: one.total for one in hours_of(scene.coordinator.viewer, MARCH, scene.centre)}
    assert found == {"Мария Учителска": Sum(1, 2, 90, uncalled=1), "Иван Заместник": Sum(1, 3, 135, 1, 3)}


@pytest.mark.parametrize(
    ("day", "hour", "month"),
    [(date(2026, 3, 31), 23, "2026-03"), (date(2026, 4, 1), 6, "2026-04"), (date(2026, 3, 1), 6, "2026-03")],
)
def test_a_lesson_belongs_to_the_month_of_the_wall_clock(
    scene: Scene, set_clock: SetClock, day: date, hour: int, month: str
) -> None:
    set_clock(at(date(2026, 5, 2), 9))
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher)
    make_lesson(cohort, at(day, hour), hours=1, state=LessonState.HELD)
    for asked in (date(2026, 3, 1), date(2026, 4, 1)):
        [found] = hours_of(scene.coordinator.viewer, asked, scene.centre)
        assert found.total.lessons == (f"{asked:%Y-%m}" == month)


def test_the_page_names_every_teacher_of_the_centre_and_warns_of_rolls_that_are_missing(
    cohort: Cohort, coordinator: FlaskClient, scene: Scene
) -> None:
    make_staff(Role.TEACHER, scene.centre, name="Нов Колега")
    page = coordinator.get("/calendar/hours?month=2026-03").text
    assert "Нов Колега" in page and "Иван Заместник" in page
    assert "1 lesson is over and its roll is not called" in page
    assert all(str(how) in page for _, how in DEFINITIONS)


def test_a_teacher_sees_only_their_own_hours(cohort: Cohort, scene: Scene, client_as: SignIn) -> None:
    page = client_as(scene.teacher).get("/calendar/hours?month=2026-03").text
    assert "A1-1" in page and "Иван Заместник" not in page


def test_the_file_says_what_the_page_says(cohort: Cohort, coordinator: FlaskClient) -> None:
    answer = coordinator.get("/calendar/hours.xlsx?month=2026-03")
    assert "hours-2026-03.xlsx" in answer.headers["Content-Disposition"]
    sheets = load_workbook(io.BytesIO(answer.data))
    rows = list(sheets["Hours"].iter_rows(min_row=2, values_only=True))
    assert rows[:2] == [
        ("Иван Заместник", "A1-1", 1, 3, 135, 1, 3, 0),
        ("Иван Заместник", "Total", 1, 3, 135, 1, 3, 0),
    ]
    assert sheets["Definitions"].max_row == len(DEFINITIONS) + 1


def test_a_centre_of_others_is_not_found(coordinator: FlaskClient) -> None:
    other = make_centre()
    make_room(other)
    for asked in (other.id, "x", "9" * 30):
        assert coordinator.get(f"/calendar/hours?centre={asked}").status_code == 404
        assert coordinator.get(f"/calendar/hours.xlsx?centre={asked}").status_code == 404


@pytest.mark.parametrize("month", ["", "2026-13", "1999-01", "march", "9999-12"])
def test_a_month_nobody_can_choose_shows_the_present_one(coordinator: FlaskClient, month: str) -> None:
    assert "February 2026" in coordinator.get(f"/calendar/hours?month={month}").text


def test_the_documentation_says_what_the_page_says() -> None:
    written = " ".join((ROOT / "docs" / "statistics.md").read_text(encoding="utf-8").split())
    for what, how in DEFINITIONS:
        assert f"**{what}**: {how}" in written
