"""A place falls free, is offered to whoever is next, declined on a cheap phone, and goes to the one after them."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from lms.learners.models import PartOfWeek
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_room,
    make_slot,
    make_staff,
    make_waiting,
)

MONDAY = date(2026, 3, 2)


@pytest.fixture
def cohort_id(served: Flask) -> int:
    """A full evening cohort of one place that began today; four people wait, the first cannot come in the evening."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia", phone="02 555 0100")
        make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org", name="Мария Илиева")
        teacher, room = make_staff(Role.TEACHER, sofia), make_room(sofia, name="Зала 1")
        facts = {"room": room, "starts_on": MONDAY, "code": "A1-SOF-1", "capacity": 1}
        cohort = make_cohort(sofia, make_programme(), teacher, **facts)
        make_slot(cohort, weekday=0, starts_at=time(18), hours=2)
        make_lesson(cohort, at(date(2026, 3, 9), 18))
        enrol(make_learner(sofia, given_latin="Pavlo", family_latin="Ivanchenko"), cohort)
        for name, part in (("Omar", "morning"), ("Amina", "evening"), ("Jiwon", "evening"), ("Elena", "evening")):
            person = make_learner(sofia, given_latin=name, family_latin="", language="ar", phone="+359888000777")
            make_waiting(person, available=frozenset({PartOfWeek(part)}))
        return cohort.id


def test_a_free_place_goes_to_the_next_until_somebody_takes_it(
    cohort_id: int, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    desk = open_browser()
    sign_in(desk, "coordinator@example.org", PASSWORD)
    desk.goto(f"/cohorts/{cohort_id}")
    desk.get_by_role("link", name="Leaves Pavlo Ivanchenko").click()
    desk.get_by_label("Work").check()
    desk.get_by_role("main").get_by_role("button").first.click()
    expect(desk.get_by_role("checkbox", name="2. Amina")).to_be_checked()
    check_page(desk)
    desk.get_by_text("Why 1 person who stands before is not asked").click()
    expect(desk.get_by_text("Cannot come at these times: 1")).to_be_visible()
    desk.get_by_role("button", name=re.compile("^Offer the place")).click()
    expect(desk.get_by_text("1 place is offered.")).to_be_visible()
    check_page(desk)
    desk.get_by_role("link", name="Message Amina").click()
    link = re.search(r"http://\S+/offer/\w+", desk.get_by_role("textbox").first.input_value())
    assert link
    phone = open_browser()
    phone.goto(link[0])
    phone.get_by_role("button", name="لا").click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    desk.goto("/places")
    expect(desk.get_by_text("Declined a place in this group: 1")).to_be_hidden()  # behind why
    expect(desk.get_by_role("checkbox", name="3. Jiwon")).to_be_checked()
    expect(desk.get_by_role("checkbox", name="4. Elena")).not_to_be_checked()
    check_page(desk)
