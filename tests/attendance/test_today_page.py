"""The first page of a teacher: what is on today, what was not called, what comes."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.models import MarkKind
from lms.courses.states import LessonState
from tests.attendance.conftest import DAY, Scene
from tests.factories import at, make_cohort, make_learner_account, make_lesson, make_staff

SignIn = Callable[[Account], FlaskClient]
Later = Callable[[timedelta], None]


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def teacher(scene: Scene, client_as: SignIn) -> FlaskClient:
    return client_as(scene.teacher)


def test_todays_lesson_stands_first_with_its_button(teacher: FlaskClient, scene: Scene) -> None:
    page = teacher.get("/today").text
    text = words_of(page)
    assert "18:00–19:30" in text
    assert "3 people" in text
    assert scene.lesson.room is not None
    assert scene.lesson.room.name in text
    assert f'href="/lessons/{scene.lesson.id}/roll"' in page
    assert "Call the roll" in text


def test_a_called_roll_can_be_seen_and_a_half_called_one_says_how_many_are_missing(
    teacher: FlaskClient, scene: Scene
) -> None:
    scene.call(0, MarkKind.PRESENT)
    assert "2 people not yet called" in words_of(teacher.get("/today").text)
    for person in (1, 2):
        scene.call(person, MarkKind.PRESENT)
    text = words_of(teacher.get("/today").text)
    assert "Roll called" in text
    assert "See or correct the roll" in text


def test_a_roll_that_was_not_called_is_asked_for_until_it_can_no_longer_be(
    teacher: FlaskClient, scene: Scene, later: Later
) -> None:
    later(timedelta(days=1))
    page = teacher.get("/today").text
    assert "Rolls not called yet" in page
    assert f"/lessons/{scene.lesson.id}/roll" in page
    later(timedelta(days=16))
    assert "Rolls not called yet" not in teacher.get("/today").text


def test_without_a_lesson_today_the_page_says_when_the_next_one_is(
    teacher: FlaskClient, scene: Scene, later: Later
) -> None:
    later(-timedelta(days=30))
    text = words_of(teacher.get("/today").text)
    assert "No lesson today" in text
    assert "Monday, 16 March at 18:00" in text


def test_a_teacher_without_any_lesson_is_told_so(client_as: SignIn, scene: Scene) -> None:
    idle = make_staff(Role.TEACHER, scene.centre)
    assert "No lesson is planned" in client_as(idle).get("/today").text


def test_a_cancelled_lesson_is_shown_with_its_reason_and_without_a_button(teacher: FlaskClient, scene: Scene) -> None:
    scene.lesson.state, scene.lesson.cancel_reason = LessonState.CANCELLED, "Наводнение"
    page = teacher.get("/today").text
    assert "Наводнение" in page
    assert "Call the roll" not in page


def test_the_week_ahead_is_listed_and_what_comes_later_is_not(teacher: FlaskClient, scene: Scene) -> None:
    make_lesson(scene.cohort, at(DAY + timedelta(days=7), 18))
    make_lesson(scene.cohort, at(DAY + timedelta(days=8), 18))
    text = words_of(teacher.get("/today").text)
    assert "Monday, 23 March" in text
    assert "Tuesday, 24 March" not in text


def test_an_evening_lesson_belongs_to_the_day_of_the_centre(
    teacher: FlaskClient, scene: Scene, set_clock: Callable[[object], None]
) -> None:
    make_lesson(scene.cohort, at(date(2026, 3, 17), 0, 30))
    set_clock(at(date(2026, 3, 16), 23, 50))
    today, ahead = teacher.get("/today").text.split("The week ahead")
    assert ("00:30" in today, "00:30" in ahead) == (False, True)


def test_a_teacher_sees_own_lessons_only_and_the_coordinator_all_of_the_centre(
    teacher: FlaskClient, client_as: SignIn, scene: Scene
) -> None:
    colleague = make_staff(Role.TEACHER, scene.centre, name="Георги Колегов")
    cohort = make_cohort(scene.centre, scene.cohort.programme, colleague)
    make_lesson(cohort, at(DAY, 9))
    assert cohort.code not in teacher.get("/today").text
    page = client_as(scene.coordinator).get("/today").text
    assert cohort.code in page
    assert scene.cohort.code in page
    assert "Георги Колегов" in page


def test_the_page_does_not_exist_for_a_learner(client_as: SignIn, scene: Scene) -> None:
    assert client_as(make_learner_account(scene.centre)).get("/today").status_code == 404
