"""An intake as it is done: a person in front, hands on the keys, no mouse."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from lms.database import db
from lms.learners.models import Learner, PartOfWeek
from tests.browser.conftest import sign_in
from tests.factories import PASSWORD, make_centre, make_staff

Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def office(served: Flask, open_browser: Open) -> Page:
    """The interview, opened by a coordinator of one centre."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org", name="Мария Илиева")
        db.session.commit()
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/learners/new")
    expect(page.locator("[data-keys]")).to_be_visible()
    return page


def here(page: Page) -> str:
    """The name of the field in which the keys are."""
    return str(page.evaluate("document.activeElement.name"))


def to(page: Page, name: str) -> None:
    """Press Enter until a question is reached, as somebody does who leaves the others open."""
    for _question in range(60):
        if here(page) == name:
            return
        page.keyboard.press("Enter")
    raise AssertionError(f"{name} was not reached; the keys are in {here(page)}")


def test_a_person_is_taken_in_by_keyboard_alone(served: Flask, office: Page, check_page: Check) -> None:
    page, keys = office, office.keyboard
    check_page(page)
    assert here(page) == "given_latin"
    expect(page.locator("[name=guardian_name]")).to_be_hidden()
    keys.type("Yuliia")
    expect(page.locator("[name=given_cyrillic]")).to_have_value("Юлия")
    to(page, "family_latin")
    keys.type("Bondarenko")
    expect(page.locator("[name=family_cyrillic]")).to_have_value("Бондаренко")
    to(page, "given_cyrillic")
    keys.press("Control+A")
    keys.type("Юля")
    # Enter passes by what is folded away, Tab stops there and Space opens it.
    to(page, "family_cyrillic")
    keys.press("Enter")
    assert here(page) == "phone"
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    keys.press("Space")
    keys.press("Tab")
    assert here(page) == "name_native"
    keys.type("Юлія")
    to(page, "phone")
    keys.type("0888 000 555")
    to(page, "born")
    keys.type("2015")
    expect(page.locator("[name=guardian_name]")).to_be_visible()
    keys.press("Control+A")
    keys.type("1990")
    to(page, "nationalities")
    keys.type("укр, stateless")
    to(page, "mother_tongue")
    keys.type("украински")
    to(page, "reads_cyrillic")
    keys.press("ArrowRight")
    to(page, "available")
    keys.press("Space")
    to(page, "consent_processing")
    keys.press("ArrowRight")
    check_page(page)
    keys.press("Control+Enter")
    page.wait_for_url(re.compile("/next$"))
    for step in ("Print the card", "To the placements", "Put on the waiting list"):
        expect(page.get_by_role("main").get_by_text(step, exact=True)).to_be_visible()
    check_page(page)
    with served.app_context():
        learner = db.session.query(Learner).one()
        assert (learner.name, learner.name_bg) == ("Yuliia Bondarenko", "Юля Бондаренко")
        assert learner.name_native == "Юлія"
        assert learner.nationalities == ("UA", "XX")
        assert (learner.mother_tongue, learner.reads_cyrillic) == ("uk", True)
        assert learner.available == {PartOfWeek.MORNING}
    page.goto(f"/learners/{learner.id}")
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    check_page(page)
    page.goto(f"/learners/{learner.id}/consents")
    check_page(page)
    page.goto(f"/learners/{learner.id}/safeguarding")
    check_page(page)


def test_what_a_person_mended_is_never_overwritten(office: Page) -> None:
    page = office
    page.keyboard.type("Julia")
    cyrillic = page.locator("[name=given_cyrillic]")
    expect(cyrillic).to_have_value("Юлия")
    cyrillic.fill("Жулия")
    with page.expect_response(re.compile("/learners/names")):
        page.locator("[name=family_latin]").press_sequentially("Petit")
    page.locator("[name=given_latin]").press_sequentially("na")
    expect(page.locator("[name=family_cyrillic]")).not_to_have_value("")
    expect(cyrillic).to_have_value("Жулия")


def test_a_lost_connection_loses_nothing(office: Page) -> None:
    page = office
    page.keyboard.type("Rana")
    page.locator("[name=phone]").fill("0888 000 556")
    page.get_by_text("E-mail and town").click()
    page.locator("[name=town]").fill("Pernik")
    page.get_by_text("Document and personal number").click()
    page.locator("[name=personal_number]").fill("1000000012")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    # The browser's own page, which has no form: only then is the lost request over.
    expect(page.locator("form[data-draft]")).to_have_count(0)
    page.context.set_offline(False)
    page.goto("/learners/new")
    expect(page.locator("[data-restored]")).to_be_visible()
    expect(page.locator("[name=given_latin]")).to_have_value("Rana")
    expect(page.locator("[name=phone]")).to_have_value("0888 000 556")
    expect(page.locator("[name=town]")).to_be_visible()
    # The number stays in nobody's browser.
    expect(page.locator("[name=personal_number]")).to_have_value("")
