"""The grid of a cohort, its hours counted by hand: late, cancelled, not called, come later, gone earlier."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.grid import Grid, grid_of
from lms.attendance.models import MarkKind
from lms.courses.states import LessonState
from tests.attendance.conftest import DAY, Scene
from tests.factories import at, make_lesson, make_staff

SetClock = Callable[[object], None]


@pytest.fixture
def grid(scene: Scene, set_clock: SetClock) -> Grid:
    """Three lessons of 2 hours held, one cancelled, one not called, one to come."""
    amir, leila, oksana = range(3)
    scene.people[oksana].starts_on = DAY + timedelta(days=1)
    scene.people[leila].ends_on = DAY + timedelta(days=1)
    scene.call(amir, MarkKind.PRESENT)
    scene.call(leila, MarkKind.LATE, minutes=30)
    for later in range(1, 6):
        make_lesson(scene.cohort, at(DAY + timedelta(days=later), 18))
    first, second, third, cancelled, _uncalled, _to_come = scene.cohort.lessons
    cancelled.state, cancelled.cancel_reason = LessonState.CANCELLED, "празник"
    for day, lesson, marks in (
        (1, second, {amir: MarkKind.ABSENT, leila: MarkKind.EXCUSED, oksana: MarkKind.PRESENT}),
        (2, third, {amir: MarkKind.PRESENT}),
    ):
        set_clock(at(DAY + timedelta(days=day), 18, 5))
        scene.lesson = lesson
        for person, kind in marks.items():
            scene.call(person, kind)
    set_clock(at(DAY + timedelta(days=4), 20))
    scene.lesson = first
    return grid_of(scene.cohort, scene.coordinator.viewer)


def test_hours_are_those_counted_by_hand(grid: Grid) -> None:
    counted = {line.enrolment.learner.given_cyrillic: (line.attended, line.held, line.rate) for line in grid.lines}
    assert counted == {
        # Present, absent, present: 4 of 6. Thirty minutes late, excused, then gone: 60 minutes of 180.
        "Амир": (4.0, 6, pytest.approx(4 / 6)),
        "Лейла": (pytest.approx(60 / 45), 4, pytest.approx(1 / 3)),
        # Came a day later; the third lesson was held and she was not called.
        "Оксана": (2.0, 4, 0.5),
    }


def test_lessons_that_have_begun_are_columns_and_only_held_hours_count(grid: Grid) -> None:
    assert [column.lesson.number for column in grid.columns] == [1, 2, 3, 4, 5]
    assert [column.held for column in grid.columns] == [True, True, True, False, False]
    assert [column.in_the_room for column in grid.columns] == [2, 1, 1, 0, 0]
    assert grid.hours_held == 6


def test_before_the_first_held_lesson_there_is_no_rate(scene: Scene) -> None:
    lines = grid_of(scene.cohort, scene.coordinator.viewer).lines
    assert [line.rate for line in lines] == [None, None, None]


def test_the_page_shows_the_grid_and_leads_to_each_roll(
    client_as: Callable[[Account], FlaskClient], scene: Scene, grid: Grid
) -> None:
    for viewer in (scene.teacher, scene.coordinator):
        page = client_as(viewer).get(f"/cohorts/{scene.cohort.id}/attendance").text
        assert "1.33" in page
        assert "66.7%" in page
        assert "late, 30 minutes" in page
        assert page.count('/roll"') == 5


def test_a_substitute_sees_the_grid_and_opens_only_the_own_lesson(
    client_as: Callable[[Account], FlaskClient], scene: Scene, grid: Grid
) -> None:
    substitute = make_staff(Role.TEACHER, scene.centre)
    scene.cohort.lessons[1].teacher = substitute
    page = client_as(substitute).get(f"/cohorts/{scene.cohort.id}/attendance").text
    assert page.count('/roll"') == 1


def test_an_empty_cohort_says_when_the_grid_fills(
    client_as: Callable[[Account], FlaskClient], scene: Scene, set_clock: SetClock
) -> None:
    set_clock(at(date(2026, 3, 1), 9))
    page = client_as(scene.teacher).get(f"/cohorts/{scene.cohort.id}/attendance").text
    assert "Nothing to show yet" in page
