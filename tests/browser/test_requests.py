"""Asking for a course on a telephone, in Arabic and in Bulgarian, and a coordinator who accepts."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from lms.web import catalogues
from tests.browser.conftest import sign_in
from tests.factories import PASSWORD, make_centre, make_staff

Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def centre(served: Flask) -> None:
    catalogues.compile_all()
    with served.app_context():
        burgas = make_centre(code="BUR", name_bg="Бургас", name_en="Burgas", phone="+359 88 800 0002")
        make_centre(code="SOF", name_bg="София", name_en="Sofia", phone="+359 88 800 0001")
        make_staff(Role.COORDINATOR, burgas, email="coordinator@example.org", name="Мария Илиева")


def ask(page: Page, check: Check, language: str, name: str, latin: str, phone: str) -> str:
    """Ask for a course and return the reference."""
    page.goto("/join?centre=BUR")
    page.get_by_role("main").locator(f"button[value={language}]").click()
    check(page)
    page.locator("main form .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    page.locator("[name=name]").fill(name)
    page.locator("[name=name_latin]").fill(latin)
    page.locator("[name=born]").fill("1990")
    page.locator("[name=phone]").fill(phone)
    page.locator("[name=meets][value=in_person]").check()
    page.locator("[name=available][value=evening]").check()
    page.locator("[name=agreed]").check()
    page.locator("main form .btn-primary").click()
    expect(page).to_have_url(re.compile("/join/thanks$"))
    check(page)
    return page.locator(".reference").inner_text()


def test_people_ask_for_a_course_and_a_coordinator_accepts(open_browser: Open, centre: None, check_page: Check) -> None:
    phone = open_browser(locale="ar")
    reference = ask(phone, check_page, "ar", "رنا الحداد", "Rana Al-Haddad", "٠٨٨٨٠٠٠١٢٣")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert re.fullmatch(r"R-\w{5}", reference)
    ask(open_browser(locale="bg"), check_page, "bg", "Дарина Мельник", "", "0888 000 124")

    office = open_browser()
    sign_in(office, "coordinator@example.org", PASSWORD)
    office.goto("/requests")
    check_page(office)
    office.get_by_role("link", name="رنا الحداد").click()
    expect(office.get_by_text(reference).first).to_be_visible()
    check_page(office)
    office.get_by_role("button", name="Make the record").click()
    expect(office.get_by_role("heading", name="Rana Al-Haddad")).to_be_visible()
    office.goto("/requests")
    expect(office.get_by_role("link", name="Дарина Мельник")).to_be_visible()
    expect(office.get_by_role("link", name="رنا الحداد")).to_have_count(0)
