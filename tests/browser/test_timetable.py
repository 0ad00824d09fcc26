"""A coordinator moves a lesson: what is taken is answered with what is free, and what would change is shown first."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from lms.database import db
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    at,
    make_centre,
    make_cohort,
    make_lesson,
    make_programme,
    make_room,
    make_slot,
    make_staff,
)

Check = Callable[[Page], None]
MONDAY = date(2026, 3, 2)


@pytest.fixture
def cohort_id(served: Flask) -> int:
    """A cohort with a lesson this evening and another on Wednesday, and a cohort in the way at the same room."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        room, programme = make_room(sofia, name="Зала 1"), make_programme(hours=4)
        make_room(sofia, name="Зала 2")
        make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org", name="Мария Илиева")
        teacher = make_staff(Role.TEACHER, sofia, name="Иван Колев")
        stand_in = make_staff(Role.TEACHER, sofia, name="Петър Заместник")
        cohort = make_cohort(sofia, programme, teacher, room=room, starts_on=MONDAY, code="A1-SOF-1")
        make_slot(cohort, weekday=0, starts_at=time(18), hours=2)
        for day in (2, 4):
            make_lesson(cohort, at(date(2026, 3, day), 18, 30))
        other = make_cohort(sofia, programme, stand_in, room=room, starts_on=MONDAY, code="A2-SOF-1")
        make_lesson(other, at(date(2026, 3, 5), 18))
        db.session.commit()
        return cohort.id


def test_a_coordinator_moves_a_lesson(cohort_id: int, open_browser: Callable[..., Page], check_page: Check) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto(f"/cohorts/{cohort_id}")
    check_page(page)
    page.get_by_role("link", name=re.compile("^Change Wednesday, 4 March")).click()
    check_page(page)
    page.get_by_role("link", name="Another time or place").click()
    page.get_by_label("Day").fill("2026-03-05")
    check_page(page)
    page.get_by_role("button", name="See what would change").click()
    expect(
        page.get_by_text("Зала 1 is taken on Thursday, 5 March 2026, 18:00–19:30, by A2-SOF-1.").first
    ).to_be_visible()
    expect(page.get_by_text("Free then: Зала 2.").first).to_be_visible()
    check_page(page)
    page.get_by_role("link", name=re.compile("Thursday, 5 March 2026, 19:30–21:00")).click()
    expect(page.get_by_label("Begins at")).to_have_value("19:30")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Make the change").click()
    expect(page.get_by_text("The timetable is changed.")).to_be_visible()
    expect(page.get_by_text("Thursday, 5 March 2026").first).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("A lesson moved")).to_be_visible()
    check_page(page)


def test_a_stand_in_is_found_for_this_evening_in_three_taps(
    cohort_id: int, open_browser: Callable[..., Page], check_page: Check
) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/today")
    page.get_by_role("link", name=re.compile("^Another teacher, move or call off A1-SOF-1")).click()
    page.get_by_role("link", name="Another teacher").click()
    page.get_by_label("Who teaches instead?").select_option("Петър Заместник")
    check_page(page)
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Make the change").click()
    page.goto("/today")
    expect(page.get_by_text("Петър Заместник").first).to_be_visible()


def test_a_usual_pattern_fills_the_lines_and_one_of_them_is_mended(
    cohort_id: int, open_browser: Callable[..., Page], check_page: Check
) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto(f"/cohorts/{cohort_id}/pattern")
    lines = page.get_by_role("group", name=re.compile("^Line"))
    expect(lines).to_have_count(1)
    page.get_by_label("Usual times").select_option("Mon, Tue, Wed, Thu, Fri 14:00, 4 academic hours")
    page.get_by_role("button", name="Fill in the lines").click()
    expect(lines).to_have_count(5)
    check_page(page)
    expect(lines.nth(4).get_by_label("Day")).to_have_value("4")
    lines.nth(4).get_by_label("Begins at").fill("09:00")
    page.get_by_label("From", exact=True).fill("2026-03-03")
    page.get_by_label("Reason").fill("Only afternoons")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Choose something else").click()
    expect(lines.nth(3).get_by_label("Begins at")).to_have_value("14:00")
    expect(lines.nth(4).get_by_label("Begins at")).to_have_value("09:00")
    check_page(page)
