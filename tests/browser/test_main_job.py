"""The main job as people do it: from a list in a spreadsheet to the completion rate of a centre."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from lms.access.viewer import SYSTEM, Role
from lms.assessments.loading import load_items
from lms.database import db
from tests.browser.conftest import sign_in
from tests.factories import PASSWORD, make_centre, make_room, make_staff

Open = Callable[..., Page]
Check = Callable[[Page], None]
LIST = Path(__file__).parent.parent / "learners" / "files" / "spisak.xlsx"


@pytest.fixture
def centre(served: Flask) -> None:
    """A centre with a room, a coordinator and a teacher, and the items of the placement."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        make_room(sofia, name="Зала 1")
        make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org", name="Мария Илиева")
        make_staff(Role.TEACHER, sofia, email="teacher@example.org", name="Иван Колев")
        load_items(SYSTEM)
        db.session.commit()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def import_list(page: Page, check: Check) -> None:
    page.goto("/learners")
    follow(page, "Import a list")
    check(page)
    page.get_by_label("Spreadsheet").set_input_files(LIST)
    press(page, "Show the preview")
    expect(page.get_by_text("Nothing has been written yet.")).to_be_visible()
    expect(page.get_by_text("There is no such day.")).to_be_visible()
    check(page)
    press(page, "Add 18 people")
    expect(page.get_by_text("18 people were added.")).to_be_visible()
    check(page)


def design_programme(page: Page, check: Check) -> None:
    page.goto("/programmes/new")
    page.get_by_label("Code").fill("A1-ВЕЧ")
    page.get_by_label("Title in Bulgarian").fill("Български език А1, вечерен")
    page.get_by_label("Title in English").fill("Bulgarian A1, evenings")
    page.get_by_label("Level").select_option("A1")
    page.get_by_label("Academic hours").fill("100")
    check(page)
    press(page, "Create the programme")


def plan_cohort(page: Page, check: Check) -> None:
    page.goto("/cohorts/new")
    page.get_by_label("Programme").select_option(index=1)
    page.get_by_label("Place", exact=True).select_option(index=1)
    page.get_by_label("Starts on").fill("2026-03-02")
    page.get_by_label("Teacher", exact=True).select_option("Иван Колев")
    page.locator("[name=slots-0-weekday]").select_option("Monday")
    page.locator("[name=slots-0-starts_at]").fill("18:00")
    page.locator("[name=slots-0-hours]").fill("4")
    check(page)
    press(page, "See the lessons")
    expect(page.get_by_text(re.compile("Easter|Великден|Велики понеделник")).first).to_be_visible()
    check(page)
    press(page, "Create the cohort")
    expect(page.get_by_role("heading", name="Lessons", exact=True)).to_be_visible()
    check(page)


def enrol_three(page: Page, check: Check) -> None:
    follow(page, "Enrol people")
    check(page)
    for name in ("Olena Kovalenko", "Rana Al-Haddad", "Aziz Tashkentov"):
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.get_by_role("main").locator("form[method=post] button[type=submit], form[method=post] button").last.click()
    expect(page.get_by_role("link", name="Olena Kovalenko", exact=True)).to_be_visible()


def call_roll(page: Page, check: Check) -> None:
    sign_in(page, "teacher@example.org", PASSWORD)
    expect(page).to_have_url(re.compile("/today$"))
    check(page)
    follow(page, "Call the roll")
    check(page)
    here, marked = (page.locator("[data-row]", has_text=name) for name in ("Olena Kovalenko", "Rana Al-Haddad"))
    marked.locator(".row-tap").click()
    press(page, "Done: the rest are present")
    expect(page.get_by_text("Everything that is marked is saved.")).to_be_visible()
    expect(marked.locator(".row-mark")).to_have_text("Absent")
    expect(here.locator(".row-mark")).to_have_text("Present")
    for mark in ("Late 2", "Present"):
        marked.locator(".row-tap").click()
        expect(marked.locator(".row-mark")).to_have_text(mark)
    expect(page.get_by_text("Everything that is marked is saved.")).to_be_visible()
    check(page)


def print_card(page: Page) -> tuple[str, str]:
    """Print a card and return the address in its code and the PIN."""
    page.goto("/learners?q=Rana")
    follow(page, "Rana Al-Haddad")
    page.on("dialog", lambda dialog: dialog.accept())
    press(page, "Print a card")
    code, pin = page.locator(".learner-card dd").all_inner_texts()
    return f"/card/{code.replace('-', '')}", pin


def answer_what_is_asked(page: Page) -> None:
    asked = page.locator(f"[name=version][value='{page.locator('[name=version]').input_value()}']")
    page.locator(".choices label").first.click()
    page.locator("main form .btn-primary").click()
    expect(asked).to_have_count(0)


def take_placement(page: Page, address: str, pin: str, check: Check) -> None:
    page.goto(address)
    page.get_by_role("main").get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    check(page)
    page.locator("[name=pin]").fill(pin)
    page.locator("main form button").last.click()
    check(page)
    page.locator("main .actions a").click()
    check(page)
    page.locator("main form .btn-primary").last.click()
    expect(page.locator("progress")).to_be_visible()
    check(page)
    while page.locator("progress").count():
        answer_what_is_asked(page)
    check(page)


def confirm_outcomes(page: Page, check: Check) -> None:
    page.goto("/cohorts")
    follow(page, re.compile("SOF"))
    follow(page, "Outcomes")
    expect(page.get_by_text("100.0%").first).to_be_visible()
    check(page)


def read_statistics(page: Page, check: Check) -> None:
    page.goto("/statistics")
    press(page, "Show")
    check(page)
    figures = page.get_by_role("row", name=re.compile("Sofia"))
    expect(figures).to_contain_text("100.0%")
    figures.get_by_role("link", name="100.0%").first.click()
    expect(page.get_by_role("link", name="Olena Kovalenko", exact=True)).to_be_visible()
    check(page)
    page.go_back()
    with page.expect_download() as waiting:
        follow(page, "Download .xlsx")
    data = Path(waiting.value.path()).read_bytes()
    rows = list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][0] == "Sofia"
    assert 1.0 in rows[1]


def test_from_a_list_to_completion_rates(open_browser: Open, centre: None, check_page: Check) -> None:
    office = open_browser()
    office.goto("/sign-in")
    check_page(office)
    sign_in(office, "coordinator@example.org", PASSWORD)
    check_page(office)
    import_list(office, check_page)
    design_programme(office, check_page)
    plan_cohort(office, check_page)
    enrol_three(office, check_page)
    call_roll(open_browser(), check_page)
    address, pin = print_card(office)
    take_placement(open_browser(), address, pin, check_page)
    office.goto("/placements")
    check_page(office)
    follow(office, "Rana Al-Haddad")
    check_page(office)
    confirm_outcomes(office, check_page)
    read_statistics(office, check_page)
