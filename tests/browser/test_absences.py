"""A mediator between two appointments: whom to call, what came of it, the message; then the teacher's one tap."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from lms.database import db
from tests.attendance.absences import planned, taught
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_programme,
    make_room,
    make_staff,
)

SUNDAY = date(2026, 3, 1)


@pytest.fixture
def cohort(served: Flask) -> None:
    """Amina missed two lessons and reads Arabic, Yusuf missed three and does not read."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia", phone="02 555 0100")
        mediator = make_staff(Role.MEDIATOR, sofia, email="mediator@example.org", name="Самира Халил")
        teacher = make_staff(Role.TEACHER, sofia, email="teacher@example.org")
        cohort = make_cohort(
            sofia, make_programme(), teacher, room=make_room(sofia), starts_on=date(2026, 2, 1), code="A1-SOF-1"
        )
        amina = {"given_cyrillic": "Амина", "name_native": "أمينة", "language": "ar", "phone": "+359888000777"}
        yusuf = {"given_cyrillic": "Юсуф", "reads_cyrillic": False, "reads_latin": False, "reads_other": False}
        people = [enrol(make_learner(sofia, mediator=mediator, **facts), cohort) for facts in (amina, yusuf)]
        taught(cohort, SUNDAY, dict(zip(people, ("+++AA", "++AAA"), strict=True)))
        planned(cohort, SUNDAY + timedelta(days=2), 20)
        db.session.commit()


def test_from_the_list_to_the_call_the_result_and_the_message(
    cohort: None, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    phone = open_browser()
    sign_in(phone, "mediator@example.org", PASSWORD)
    phone.goto("/absences")
    cards = phone.get_by_role("article")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("3 lessons missed in a row")
    expect(cards.nth(0)).to_contain_text("Does not read: please call.")
    check_page(phone)
    amina = cards.filter(has_text="Амина")
    call = amina.get_by_role("link", name="Call")
    expect(call).to_have_attribute("href", "tel:+359888000777")
    # No telephone program here: what the touch does on the page is what counts.
    call.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    call.click()
    expect(amina.get_by_role("button", name="Will come: Tuesday, 3 March")).to_be_visible()
    check_page(phone)
    amina.get_by_role("button", name="No answer").click()
    expect(phone.get_by_text("is on the list again tomorrow")).to_be_visible()
    expect(phone.get_by_label("In the language of the person")).to_have_attribute("lang", "ar")
    expect(phone.get_by_role("link", name="WhatsApp")).to_be_visible()
    check_page(phone)
    phone.get_by_role("link", name="To the call list").click()
    expect(phone.get_by_role("main").get_by_role("article").filter(has_text="Амина")).not_to_be_visible()
    phone.get_by_text("1 person was called").click()
    expect(phone.get_by_role("article").filter(has_text="Амина")).to_contain_text("No answer")
    check_page(phone)


def test_an_excuse_is_proposed_on_one_phone_and_accepted_on_another(
    cohort: None, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    phone = open_browser()
    sign_in(phone, "mediator@example.org", PASSWORD)
    phone.goto("/absences")
    yusuf = phone.get_by_role("article").filter(has_text="Юсуф")
    yusuf.get_by_text("What came of it?").click()
    yusuf.get_by_role("button", name="At work").click()
    expect(phone.get_by_role("radio", name="At work")).to_be_checked()
    check_page(phone)
    phone.get_by_label("Friday, 27 February").uncheck()
    phone.get_by_role("button", name="Propose the excuse").click()
    expect(phone.get_by_text("2 excuses are proposed.")).to_be_visible()
    desk = open_browser()
    sign_in(desk, "teacher@example.org", PASSWORD)
    desk.goto("/absences")
    check_page(desk)
    desk.get_by_role("button", name="Excuse Юсуф").click()
    expect(desk.get_by_text("2 absences are excused.")).to_be_visible()
    expect(desk.get_by_role("article").filter(has_text="Юсуф")).to_have_count(0)
