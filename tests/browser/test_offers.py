"""A place is offered, the message is ready in the person's language, and the person answers on a cheap phone."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms import clock
from lms.access.viewer import Role
from lms.courses.offer_actions import offer_places
from lms.courses.offer_models import Offer
from lms.database import db
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    at,
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

MONDAY = date(2026, 3, 9)


@pytest.fixture
def offer_id(served: Flask) -> int:
    """A place in a course that begins next Monday, offered to somebody who reads Arabic."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia", phone="02 555 0100")
        coordinator = make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org", name="Мария Илиева")
        teacher, room = make_staff(Role.TEACHER, sofia), make_room(sofia, name="Зала 1")
        cohort = make_cohort(sofia, make_programme(), teacher, room=room, starts_on=MONDAY, code="A1-SOF-1")
        make_slot(cohort, weekday=0, starts_at=time(18), hours=2)
        make_lesson(cohort, at(MONDAY, 18))
        amina = make_learner(
            sofia, given_latin="Amina", family_latin="Haddad", name_native="أمينة", language="ar", phone="+359888000777"
        )
        deadline = clock.now() + timedelta(days=2)
        (offer,) = offer_places(coordinator.viewer, cohort, [make_waiting(amina)], deadline)
        db.session.commit()
        return offer.id


def test_a_person_answers_by_the_link_they_were_sent(
    served: Flask, offer_id: int, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    desk = open_browser()
    sign_in(desk, "coordinator@example.org", PASSWORD)
    desk.goto(f"/cohorts/{_cohort(served, offer_id)}")
    desk.get_by_role("link", name="Message Amina Haddad").click()
    check_page(desk)
    link = re.search(r"http://\S+/offer/\w+", desk.get_by_role("textbox").input_value())
    assert link
    phone = open_browser()
    phone.goto(link[0])
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.get_by_text("أمينة")).to_be_visible()
    check_page(phone)
    phone.get_by_role("button", name="نعم، سآتي").click()
    expect(phone.get_by_role("heading", name="لديك مكان")).to_be_visible()
    check_page(phone)
    desk.goto(f"/cohorts/{_cohort(served, offer_id)}")
    expect(desk.get_by_role("main").get_by_text("enrolled", exact=True)).to_be_visible()
    check_page(desk)


def _cohort(served: Flask, offer_id: int) -> int:
    with served.app_context():
        return db.session.get_one(Offer, offer_id).cohort_id
