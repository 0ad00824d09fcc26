"""A coordinator forms a group: the demand, a proposal, a change by hand, and the offers."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from lms.learners.models import PartOfWeek
from tests.browser.conftest import sign_in
from tests.factories import PASSWORD, make_centre, make_learner, make_programme, make_room, make_staff, make_waiting


@pytest.fixture
def waiting(served: Flask) -> None:
    """Twenty people of whom seventeen can come in the evening."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        make_room(sofia, name="Зала 1")
        make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org")
        make_staff(Role.TEACHER, sofia, name="Иван Колев")
        make_programme(title_en="Bulgarian A1")
        for number in range(20):
            part = PartOfWeek.EVENING if number < 17 else PartOfWeek.WEEKEND_EVENING
            learner = make_learner(sofia, given_latin=f"Person{number + 1}")
            make_waiting(learner, since=date(2025, 9, number + 1), available=frozenset({part}))


def test_from_the_demand_to_the_offers(
    open_browser: Callable[..., Page], waiting: None, check_page: Callable[[Page], None]
) -> None:
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/waiting")
    check_page(page)
    main = page.get_by_role("main")
    main.get_by_role("link", name="Form groups").click()
    expect(page.get_by_role("heading", name="Who waits for what")).to_be_visible()
    check_page(page)
    main.get_by_role("link", name="17", exact=True).click()
    check_page(page)
    main.get_by_role("button", name="Show the proposal").click()
    expect(page.get_by_role("heading", name=re.compile("Group 1.*15 people"))).to_be_visible()
    check_page(page)
    main.get_by_role("button", name="Leave out Person3 Koval").click()
    expect(main.get_by_role("link", name="Person16 Koval")).to_be_visible()
    expect(main.get_by_text("Left out by hand")).to_be_visible()
    main.get_by_text("Change time, place or teacher").first.click()
    check_page(page)
    main.get_by_role("button", name="Create the cohort and offer 15 places").click()
    expect(page.get_by_text("The cohort A1-SOF-1 is created and 15 places are offered.")).to_be_visible()
    check_page(page)
    main.get_by_role("link", name="A1-SOF-1").click()
    expect(page.get_by_text("15 of 15 taken")).to_be_visible()
