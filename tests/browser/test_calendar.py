"""Calendars, the lesson plan and teaching hours as people use them, on a telephone and on a laptop."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from lms.centres.models import NonWorkingDay
from lms.courses.states import LessonState
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    at,
    make_centre,
    make_cohort,
    make_lesson,
    make_programme,
    make_room,
    make_staff,
    save,
)

Open = Callable[..., Page]
Check = Callable[[Page], None]
MONDAY = date(2026, 3, 2)


@pytest.fixture
def week(served: Flask) -> None:
    """A week from Monday 2 March 2026: lessons on three days, one of them cancelled, and one day closed."""
    with served.app_context():
        centre = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        room, free = make_room(centre, name="Зала 1"), make_room(centre, name="Зала 2")
        make_staff(Role.COORDINATOR, centre, email="coordinator@example.org")
        teacher = make_staff(Role.TEACHER, centre, email="teacher@example.org", name="Иван Колев")
        other = make_staff(Role.TEACHER, centre, name="Мария Илиева")
        programme = make_programme(hours=100)
        cohort = make_cohort(centre, programme, teacher, code="A1-SOF-1", room=room)
        online = make_cohort(centre, programme, other, code="A1-SOF-2", online=True)
        make_lesson(cohort, at(MONDAY, 18))
        make_lesson(cohort, at(MONDAY + timedelta(days=2), 18), state=LessonState.CANCELLED, cancel_reason="ремонт")
        make_lesson(cohort, at(MONDAY + timedelta(days=3), 18), state=LessonState.PLANNED)
        make_lesson(online, at(MONDAY, 18, 30))
        make_lesson(online, at(MONDAY - timedelta(days=5), 10), state=LessonState.HELD)
        save(NonWorkingDay(centre_id=free.centre_id, day=MONDAY + timedelta(days=4), reason="Обучение на екипа"))


def seen(page: Page, size: str) -> str:
    """The form in which this size shows a day or a week."""
    return ".calendar-list" if size == "phone" else ".calendar-grid"


def test_a_coordinator_finds_out_whether_a_room_is_free_on_thursday_evening(
    week: None, open_browser: Open, check_page: Check, size: str
) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/calendar")
    whole = page.locator(seen(page, size))
    expect(whole.get_by_text("A1-SOF-2").first).to_be_visible()
    expect(whole.get_by_text("ремонт")).to_be_visible()
    expect(whole.get_by_text("Обучение на екипа")).to_be_visible()
    check_page(page)
    page.get_by_label("Room").select_option("Зала 2")
    expect(page.locator("main .lead")).to_have_text("Зала 2")
    expect(page.get_by_text("A1-SOF-1")).to_have_count(0)
    if size == "phone":
        thursday = page.locator(".calendar-day").nth(3)
        expect(thursday).to_contain_text("Free: 08:00–21:00")
    else:
        page.get_by_role("link", name=re.compile("Thu 5")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thursday, 5 March 2026")
    check_page(page)
    page.goto("/calendar?view=day&day=2026-03-05")
    free = page.get_by_role("region", name="When rooms are free")
    expect(free).to_contain_text("08:00–18:00, 19:30–21:00")
    expect(free.get_by_role("definition").last).to_have_text("08:00–21:00")
    check_page(page)


def test_a_month_leads_to_its_days(week: None, open_browser: Open, check_page: Check, size: str) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/calendar?view=month")
    check_page(page)
    page.get_by_role("link", name="Monday, 2 March 2 lessons").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Monday, 2 March 2026")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tuesday, 3 March 2026")
    expect(page.locator(seen(page, size))).to_contain_text(re.compile("Liberation"))


def test_a_teacher_sees_when_they_teach_and_takes_it_along(
    week: None, open_browser: Open, check_page: Check, size: str
) -> None:
    page = open_browser()
    sign_in(page, "teacher@example.org", PASSWORD)
    page.goto("/calendar")
    lessons = page.locator(seen(page, size)).get_by_role("link", name="A1-SOF-1")
    expect(lessons).to_have_count(3)
    expect(page.locator(f"{seen(page, size)} del")).to_have_text("18:00–19:30")
    check_page(page)
    page.get_by_role("link", name="In your own calendar").click()
    page.get_by_role("button", name="Make the address").click()
    address = page.get_by_label("Your address").input_value()
    expect(page.get_by_role("button", name="Copy the address")).to_be_visible()
    check_page(page)
    stranger = open_browser()
    answer = stranger.request.get(address)
    assert len(Calendar.from_ical(answer.body()).walk("VEVENT")) == 3
    page.get_by_role("button", name="Make a new address").click()
    expect(page.get_by_label("Your address")).not_to_have_value(address)
    assert stranger.request.get(address).status == 404


def test_a_syllabus_becomes_the_plan_of_a_cohort(week: None, open_browser: Open, check_page: Check) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/programmes")
    page.get_by_role("main").get_by_role("link", name=re.compile("^A1-")).first.click()
    check_page(page)
    page.get_by_role("button", name="Take these units").click()
    expect(page.get_by_text("100 of 100 academic hours")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name=re.compile("Change .*The alphabet")).click()
    check_page(page)
    page.get_by_label("Academic hours").fill("6")
    page.get_by_role("button", name="Save the unit").click()
    expect(page.get_by_text("2 academic hours less than the programme")).to_be_visible()
    page.goto("/cohorts")
    page.get_by_role("link", name="A1-SOF-1").click()
    page.get_by_role("link", name="Lesson plan").click()
    expect(page.get_by_role("table").get_by_text("The alphabet and its sounds hours 1–2 of 6")).to_be_visible()
    check_page(page)


def test_hours_are_read_at_the_end_of_the_month(week: None, open_browser: Open, check_page: Check) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/calendar/hours")
    page.get_by_label("Month").select_option("2026-02")
    expect(page.get_by_role("row", name=re.compile("Мария Илиева"))).to_contain_text("A1-SOF-2")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for Excel").click()
    assert download.value.suggested_filename == "hours-2026-02.xlsx"
