"""The syllabus through its pages: units of a programme, the lesson plan of a cohort, what was taught."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.access.errors import DomainError
from lms.access.viewer import Role
from lms.courses.models import Cohort
from lms.courses.replan_actions import cancel_lesson
from lms.courses.states import LessonState, Level
from lms.courses.syllabus_actions import change_unit, move_unit, record_taught, remove_unit
from lms.courses.syllabus_models import Unit
from lms.courses.syllabus_queries import plan_of, planned_for, units_of
from lms.database import db
from tests.courses.conftest import Scene, SetClock, SignIn
from tests.factories import at, make_centre, make_cohort, make_lesson, make_programme, make_slot, make_staff, make_unit

FIELDS = {
    "title_bg": "При лекаря",
    "title_en": "At the doctor's",
    "hours": "6",
    "focus": "боли ме",
    "can_do_bg": "Мога да кажа какво ме боли.\n\nМога да си запазя час.",
    "can_do_en": "I can say what hurts.\nI can make an appointment.",
}


@pytest.fixture
def address(scene: Scene) -> str:
    return f"/programmes/{scene.programme.id}"


@pytest.fixture
def cohort(scene: Scene) -> Cohort:
    """Three lessons of two hours, for units of three, three and four hours."""
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-1", room=scene.room)
    make_slot(cohort, weekday=0, starts_at=at(date(2026, 3, 2), 18).time().replace(hour=18), hours=2)
    for hours in (3, 3, 4):
        make_unit(scene.programme, hours)
    for day in (2, 4, 9):
        make_lesson(cohort, at(date(2026, 3, day), 18))
    return cohort


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def titles(scene: Scene) -> list[str]:
    return [unit.title_bg for unit in units_of(scene.programme)]


def test_a_unit_is_added_shown_and_counted(scene: Scene, coordinator: FlaskClient, address: str) -> None:
    assert coordinator.post(f"{address}/units/new", data=FIELDS).location == address
    page = words_of(coordinator.get(address).text)
    assert "1. At the doctor's 6 academic hours боли ме I can say what hurts. I can make an appointment." in page
    assert "4 academic hours less than the programme" in page
    coordinator.post(f"{address}/units/new", data=FIELDS | {"hours": "5"})
    assert "1 academic hour more than the programme" in words_of(coordinator.get(address).text)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title_bg": " "}, "Enter the title in Bulgarian."),
        ({"hours": "0"}, "From 1 to 400."),
        ({"hours": "six"}, "Not a valid integer value"),
        ({"can_do_en": "Only one line."}, "needed in both languages"),
        ({"can_do_en": ""}, "needed in both languages"),
        ({"can_do_bg": ""}, "needed in both languages"),
        ({"can_do_bg": "Да.\n" * 13, "can_do_en": "Yes.\n" * 13}, "At most 12 statements."),
        ({"can_do_bg": "я" * 301, "can_do_en": "I"}, "at most 300 characters"),
    ],
)
def test_a_wrong_unit_is_answered_at_its_field_and_nothing_is_lost(
    coordinator: FlaskClient, address: str, given: dict[str, str], said: str
) -> None:
    page = coordinator.post(f"{address}/units/new", data=FIELDS | given)
    assert page.status_code == 422
    assert said in page.text and "боли ме" in page.text


def test_a_unit_is_changed_moved_and_removed(scene: Scene, coordinator: FlaskClient) -> None:
    units = [make_unit(scene.programme, title_bg=title) for title in ("а", "б", "в")]
    edit = f"/units/{units[1].id}/edit"
    assert 'value="б"' in coordinator.get(edit).text
    coordinator.post(edit, data=FIELDS)
    assert titles(scene) == ["а", "При лекаря", "в"]
    for to, expected in (
        ("earlier", ["При лекаря", "а", "в"]),
        ("earlier", ["При лекаря", "а", "в"]),
        ("later", ["а", "При лекаря", "в"]),
        ("later", ["а", "в", "При лекаря"]),
        ("nowhere", ["а", "в", "При лекаря"]),
    ):
        coordinator.post(f"/units/{units[1].id}/move", data={"to": to})
        assert titles(scene) == expected
    coordinator.post(f"/units/{units[0].id}/remove")
    assert titles(scene) == ["а", "в", "При лекаря"], "only the button removes"
    coordinator.post(f"/units/{units[0].id}/remove", data={"remove": "yes"})
    assert titles(scene) == ["в", "При лекаря"]


def test_a_unit_that_somebody_has_just_removed_cannot_be_changed(scene: Scene) -> None:
    unit = make_unit(scene.programme)
    db.session.refresh(unit)
    by = scene.coordinator.viewer
    db.session.execute(Unit.__table__.delete())
    for act in (lambda: remove_unit(by, unit), lambda: change_unit(by, unit, {}), lambda: move_unit(by, unit, 1)):
        with pytest.raises(DomainError, match="just removed"):
            act()


def test_a_programme_without_units_takes_those_of_written_outlines(scene: Scene, client_as: SignIn) -> None:
    programme = make_programme(hours=100, level=Level.A1)
    administrator = client_as(make_staff(Role.ADMINISTRATOR))
    address = f"/programmes/{programme.id}"
    assert "A1.1: 8 units, 50 academic hours" in administrator.get(address).text
    assert "A2.1" not in administrator.get(address).text
    administrator.post(f"{address}/outlines", data={"outline": ["A1.1", "A1.2"]})
    page = administrator.get(address).text
    assert "100 of 100 academic hours" in page and "less than" not in page and "Take these units" not in page
    again = administrator.post(f"{address}/outlines", data={"outline": ["A1.1"]}, follow_redirects=True)
    assert "has units already" in again.text


@pytest.mark.parametrize(("chosen", "said"), [([], "at least one outline"), (["A2.1"], "of the programme")])
def test_outlines_that_do_not_fit_are_refused(
    scene: Scene, coordinator: FlaskClient, address: str, chosen: list[str], said: str
) -> None:
    page = coordinator.post(f"{address}/outlines", data={"outline": chosen}, follow_redirects=True)
    assert said in unescape(page.text) and titles(scene) == []


def test_the_command_gives_a_programme_its_outlines(app: Flask) -> None:
    programme = make_programme(code="A2-100", level=Level.A2)
    run = app.test_cli_runner().invoke
    assert "16 units, 100 of 100" in run(args=["lms", "content", "syllabus", "A2-100", "A2.1", "A2.2"]).output
    assert len(units_of(programme)) == 16
    for arguments, said in (
        (["A2-100", "A2.1"], "has units already"),
        (["A9", "A2.1"], "no programme A9"),
        (["A2-100", "B7.1"], "no outline B7.1"),
    ):
        answer = run(args=["lms", "content", "syllabus", *arguments])
        assert answer.exit_code == 1 and said in answer.output


def test_the_plan_of_a_cohort_follows_its_lessons(scene: Scene, cohort: Cohort) -> None:
    def planned() -> list[list[int]]:
        db.session.expire(cohort, ["lessons"])
        return [[share.hours for share in line.shares] for line in plan_of(cohort).lines]

    assert planned() == [[2], [1, 1], [2]]
    cancel_lesson(scene.coordinator.viewer, cohort.lessons[0], "ремонт", make_up=True)
    assert planned() == [[], [2], [1, 1], [2]]


def test_a_teacher_reads_the_plan_with_what_was_taught(
    scene: Scene, cohort: Cohort, client_as: SignIn, set_clock: SetClock
) -> None:
    record_taught(scene.teacher.viewer, cohort.lessons[0], "Диктовка и гласните")
    set_clock(at(date(2026, 3, 3), 9))
    page = words_of(client_as(scene.teacher).get(f"/cohorts/{cohort.id}/plan").text)
    coming, over = page.split("1 lesson that is over")
    assert "hours 1–2 of 3 Диктовка и гласните" in over and "2. Wed, 4 Mar, 18:00" in coming
    assert "hour 3 of 3" in page and "hour 1 of 3" in page
    stranger = make_staff(Role.TEACHER, make_centre())
    assert client_as(stranger).get(f"/cohorts/{cohort.id}/plan").status_code == 404


def test_a_cohort_whose_programme_has_no_units_says_what_to_do(scene: Scene, coordinator: FlaskClient) -> None:
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher)
    make_lesson(cohort, at(date(2026, 3, 2), 18))
    page = coordinator.get(f"/cohorts/{cohort.id}/plan").text
    assert "Add units to the programme" in page
    assert planned_for(cohort.lessons[0]) == ""


def test_what_was_taught_is_one_line_and_not_of_a_cancelled_lesson(scene: Scene, cohort: Cohort) -> None:
    lesson = cohort.lessons[0]
    assert record_taught(scene.teacher.viewer, lesson, "  Азбуката,\n буквите  ") is True
    assert lesson.taught == "Азбуката, буквите"
    assert record_taught(scene.teacher.viewer, lesson, "Азбуката, буквите") is False
    assert record_taught(scene.teacher.viewer, lesson, " ") is True and lesson.taught is None
    lesson.state, lesson.cancel_reason = LessonState.CANCELLED, "ремонт"
    with pytest.raises(DomainError, match="cancelled"):
        record_taught(scene.teacher.viewer, lesson, "Азбуката")
