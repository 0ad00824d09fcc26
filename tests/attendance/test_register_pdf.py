"""The paper register: names in both scripts, a box for each, the funder's line, pages, the code."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from lms.access.models import AuditLine
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.register_code import read_code
from lms.attendance.register_sheets import came_later, sheet_of_lesson, sheet_of_month
from lms.courses.states import LessonState
from lms.database import db
from tests.attendance.conftest import DAY, Scene
from tests.factories import at, enrol, make_learner, make_lesson, make_staff

As = Callable[[Account], FlaskClient]
MONTH = DAY.replace(day=1)


def pages(data: bytes) -> list[str]:
    """The text of each page, lines as spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


def fetch(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return pages(answer.data)


def test_the_sheet_of_a_lesson_names_everybody_in_both_scripts(client_as: As, scene: Scene) -> None:
    scene.people[0].learner.name_native = "امیر"
    (text,) = fetch(client_as(scene.teacher), f"/lessons/{scene.lesson.id}/register.pdf")
    for enrolment in scene.people:
        assert enrolment.learner.name in text
        assert enrolment.learner.name_bg in text
    assert "18:00–19:30" in text
    assert "2 (of 45 minutes)" in text
    assert "Monday, 16 March 2026" in text
    assert "Мария Учителска" in text
    assert "Page 1 of 1" in text
    assert text.count(str(sheet_of_lesson(scene.lesson, scene.teacher.viewer).code)) == 2


def test_a_long_list_goes_over_pages_that_each_bear_the_code(client_as: As, scene: Scene) -> None:
    for _number in range(30):
        enrol(make_learner(scene.centre), scene.cohort)
    found = fetch(client_as(scene.teacher), f"/lessons/{scene.lesson.id}/register.pdf")
    code = str(sheet_of_lesson(scene.lesson, scene.teacher.viewer).code)
    assert len(found) == 2
    assert all(code in text and "Name in Cyrillic" in text for text in found)
    assert "Page 2 of 2" in found[1]


def test_the_sheet_of_a_month_has_its_lessons_only(client_as: As, scene: Scene) -> None:
    make_lesson(scene.cohort, at(DAY + timedelta(days=2), 18))
    cancelled = make_lesson(scene.cohort, at(DAY + timedelta(days=3), 18))
    cancelled.state, cancelled.cancel_reason = LessonState.CANCELLED, "празник"
    make_lesson(scene.cohort, at(DAY + timedelta(days=30), 18))
    db.session.commit()
    (text,) = fetch(client_as(scene.coordinator), f"/cohorts/{scene.cohort.id}/register.pdf?month=2026-03")
    assert "16.03" in text
    assert "18.03" in text
    assert "19.03" not in text
    assert "15.04" not in text
    assert all(one.learner.name in text and one.learner.name_bg in text for one in scene.people)


@pytest.mark.parametrize("month", ["", "x", "2026-13", "2026-05", "1999-01", "march"])
def test_a_month_without_lessons_has_no_sheet(client_as: As, scene: Scene, month: str) -> None:
    answer = client_as(scene.teacher).get(f"/cohorts/{scene.cohort.id}/register.pdf?month={month}")
    assert answer.status_code == 404


def test_the_funders_line_stands_on_every_page_only_if_it_is_set(app: Flask, client_as: As, scene: Scene) -> None:
    address = f"/lessons/{scene.lesson.id}/register.pdf"
    line = "Примерен фонд, проект *1* #x"
    assert line not in fetch(client_as(scene.teacher), address)[0]
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], funder_line=line)
    assert line in fetch(client_as(scene.teacher), address)[0]


def test_a_name_is_never_markup(client_as: As, scene: Scene) -> None:
    scene.people[0].learner.given_latin = "#panic() *A* [b] $c$"
    db.session.commit()
    (text,) = fetch(client_as(scene.teacher), f"/lessons/{scene.lesson.id}/register.pdf")
    assert "#panic() *A* [b] $c$" in text


def test_printing_leaves_a_line(client_as: As, scene: Scene) -> None:
    fetch(client_as(scene.teacher), f"/lessons/{scene.lesson.id}/register.pdf")
    fetch(client_as(scene.teacher), f"/cohorts/{scene.cohort.id}/register.pdf?month=2026-03")
    lines = db.session.scalars(select(AuditLine).where(AuditLine.act == "register.print")).all()
    assert {(line.subject_type, line.subject_id) for line in lines} == {
        ("lesson", scene.lesson.id),
        ("cohort", scene.cohort.id),
    }


def test_the_code_opens_the_sheet_and_tells_who_came_later(scene: Scene) -> None:
    viewer = scene.coordinator.viewer
    for sheet in (sheet_of_lesson(scene.lesson, viewer), sheet_of_month(scene.cohort, MONTH, viewer)):
        assert sheet is not None
        code = read_code(str(sheet.code))
        assert code.check == sheet.code.check
        assert came_later(scene.cohort, code.known) == frozenset()
    printed = sheet_of_lesson(scene.lesson, viewer).code
    newcomer = enrol(make_learner(scene.centre), scene.cohort)
    assert came_later(scene.cohort, printed.known) == {newcomer.id}
    assert sheet_of_lesson(scene.lesson, viewer).code.check != printed.check


def test_a_lesson_that_moved_makes_another_sheet(scene: Scene) -> None:
    viewer = scene.coordinator.viewer
    printed = sheet_of_lesson(scene.lesson, viewer).code
    scene.lesson.starts_at += timedelta(minutes=30)
    scene.lesson.ends_at += timedelta(minutes=30)
    db.session.flush()
    assert sheet_of_lesson(scene.lesson, viewer).code.check != printed.check


def test_a_teacher_of_another_cohort_gets_no_sheet(client_as: As, scene: Scene) -> None:
    stranger = client_as(make_staff(Role.TEACHER, scene.centre))
    assert stranger.get(f"/lessons/{scene.lesson.id}/register.pdf").status_code == 404
    assert stranger.get(f"/cohorts/{scene.cohort.id}/register.pdf?month=2026-03").status_code == 404
