"""The grid of a cohort, its hours counted by hand: late, cancelled, not called, come later, gone earlier."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.grid import Grid, Hours, grid_of
from lms.attendance.models import MarkKind
from lms.courses.states import LessonState
from lms.database import db
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
    counted = {
        line.enrolment.learner.given_cyrillic: (line.hours.attended, line.hours.held, line.hours.rate)
        for line in grid.lines
    }
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
    assert [line.hours.rate for line in lines] == [None, None, None]


def test_the_page_shows_the_grid_and_leads_to_each_roll(
    client_as: Callable[[Account], FlaskClient], scene: Scene, grid: Grid
) -> None:
    for viewer in (scene.teacher, scene.coordinator):
        page = client_as(viewer).get(f"/cohorts/{scene.cohort.id}/attendance").text
        assert ">1.3</span>" in page
        assert ">66.7</td>" in page
        assert "late, 30 minutes" in page
        assert page.count('/roll"') == 5


def test_a_substitute_sees_the_grid_and_opens_only_the_own_lesson(
    client_as: Callable[[Account], FlaskClient], scene: Scene, grid: Grid
) -> None:
    substitute = make_staff(Role.TEACHER, scene.centre)
    scene.cohort.lessons[1].teacher = substitute
    page = client_as(substitute).get(f"/cohorts/{scene.cohort.id}/attendance").text
    assert page.count('/roll"') == 1


def test_a_month_shows_its_lessons_and_the_hours_so_far(scene: Scene, grid: Grid, set_clock: SetClock) -> None:
    """In April one lesson of 2 hours more, for Amir alone."""
    april = make_lesson(scene.cohort, at(date(2026, 4, 1), 18))
    set_clock(at(date(2026, 4, 1), 19))
    scene.lesson = april
    scene.call(0, MarkKind.LATE, minutes=45)
    scene.call(2, MarkKind.EXCUSED)
    found = grid_of(scene.cohort, scene.coordinator.viewer, date(2026, 4, 1))
    assert [column.lesson for column in found.columns] == [april]
    assert (found.columns[0].in_the_room, found.columns[0].person_hours) == (1, 1.0)
    assert {line.enrolment.learner.given_cyrillic: (line.hours, line.so_far) for line in found.lines} == {
        "Амир": (Hours(1.0, 2, 0), Hours(5.0, 8, 0)),
        "Оксана": (Hours(0.0, 2, 2), Hours(2.0, 6, 2)),
    }
    assert (found.hours_held, found.held_so_far, found.person_hours) == (2, 8, 1.0)


@pytest.mark.parametrize(("asked", "status"), [("2026-03", 200), ("all", 200), ("2026-13", 404), ("x", 404)])
def test_only_a_month_or_the_whole_course_can_be_asked_for(
    client_as: Callable[[Account], FlaskClient], scene: Scene, grid: Grid, asked: str, status: int
) -> None:
    for page in ("attendance", "attendance.xlsx"):
        address = f"/cohorts/{scene.cohort.id}/{page}?month={asked}"
        assert client_as(scene.teacher).get(address).status_code == status


def test_the_workbook_says_what_the_page_says(
    client_as: Callable[[Account], FlaskClient], scene: Scene, grid: Grid
) -> None:
    scene.people[0].learner.given_latin = "=1+1"
    db.session.commit()
    data = client_as(scene.coordinator).get(f"/cohorts/{scene.cohort.id}/attendance.xlsx?month=2026-03").data
    book = load_workbook(BytesIO(data))
    table, marks, about = (list(sheet.values) for sheet in book)
    assert table[1][:6] == (1, "Амир Ковал", "=1+1 Koval", "+", "A", "+")
    assert table[1][-6:] == (4, 6, 0, pytest.approx(4 / 6), 4, 6)
    assert table[2][3:8] == ("L30", "X", None, None, None)
    assert table[-2][3:8] == (2, 1, 1, None, None)
    assert table[-1][8] == pytest.approx(4 + 60 / 45 + 2, abs=0.01)
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    day = marks[1][3]
    assert isinstance(day, datetime)
    assert day.date() == DAY
    assert marks[1][1:3] == ("Амир Ковал", "=1+1 Koval")
    assert marks[1][4:] == ("18:00", "19:30", 2, "Present", 90, 2)
    assert sum(row[9] for row in marks[1:]) == pytest.approx(table[-1][8], abs=0.01)
    assert "Person-hours" in {row[0] for row in about}
    line = db.session.scalars(select(AuditLine).where(AuditLine.act == "attendance.download")).one()
    assert (line.subject_id, line.detail["month"]) == (scene.cohort.id, "2026-03")


def test_an_empty_cohort_says_when_the_grid_fills(
    client_as: Callable[[Account], FlaskClient], scene: Scene, set_clock: SetClock
) -> None:
    set_clock(at(date(2026, 3, 1), 9))
    page = client_as(scene.teacher).get(f"/cohorts/{scene.cohort.id}/attendance").text
    assert "Nothing to show yet" in page
