"""A place is offered in Arabic: one touch opens WhatsApp and notes it; nobody writes twice without knowing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.courses.offer_actions import offer_places
from lms.database import db
from lms.messages.models import Channel, SentMessage, State
from tests.browser.conftest import sign_in
from tests.factories import PASSWORD, make_centre, make_cohort, make_learner, make_programme, make_staff, make_waiting

STAFF = ("ivanka@example.org", "petar@example.org")


@pytest.fixture
def offer_id(served: Flask) -> int:
    """A place, offered to somebody who reads Arabic; two coordinators who could write to her."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        ivanka = make_staff(Role.COORDINATOR, sofia, email=STAFF[0], name="Иванка Тестова")
        make_staff(Role.COORDINATOR, sofia, email=STAFF[1], name="Петър Пробен")
        cohort = make_cohort(sofia, make_programme(), ivanka, starts_on=date(2026, 3, 9), code="A1-SOF-1")
        reached = {"phone": "+359888000777", "email": "amina@example.org", "language": "ar"}
        amina = make_learner(sofia, given_latin="Amina", family_latin="Haddad", name_native="أمينة", **reached)
        deadline = clock.now() + timedelta(days=2)
        (offer,) = offer_places(ivanka.viewer, cohort, [make_waiting(amina)], deadline)
        db.session.commit()
        return offer.id


def at_the_desk(page: Page, offer_id: int, email: str) -> list[str]:
    """Open the message; gives the addresses that are asked for from now on, by this page and what it opens."""
    asked: list[str] = []
    sign_in(page, email, PASSWORD)
    page.goto(f"/offers/{offer_id}/message")
    page.context.on("request", lambda request: asked.append(request.url))
    return asked


def kept(served: Flask) -> list[tuple[Channel, State, str]]:
    with served.app_context():
        found = db.session.scalars(select(SentMessage).order_by(SentMessage.id))
        return [(one.channel, one.state, one.by.name if one.by else "") for one in found]


def test_one_touch_opens_whatsapp_and_notes_it(
    served: Flask, offer_id: int, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    page = open_browser()
    asked = at_the_desk(page, offer_id, STAFF[0])
    text = page.get_by_role("textbox", name="In the language of the person")
    expect(text).to_have_attribute("lang", "ar")
    assert "أمينة" in text.input_value() and "/offer/" in text.input_value()
    check_page(page)
    with page.expect_popup():
        page.get_by_role("link", name="WhatsApp").click()
    page.bring_to_front()
    expect(page.get_by_role("heading", name="Already sent")).to_be_visible()
    expect(page.locator("#sent")).to_contain_text("WhatsApp, today, 18:0")
    expect(page.locator("#sent")).to_contain_text("Иванка Тестова")
    assert any(one.startswith("https://wa.me/359888000777?text=%D9%85") for one in asked)
    check_page(page)
    assert kept(served) == [(Channel.WHATSAPP, State.NOTED, "Иванка Тестова")]
    colleague = open_browser()
    at_the_desk(colleague, offer_id, STAFF[1])
    expect(colleague.get_by_role("heading", name="Already sent")).to_be_visible()
    expect(colleague.get_by_role("heading", name="Reminder of an offer")).to_be_visible()
    check_page(colleague)


def test_viber_opens_the_chat_and_the_text_is_copied(
    served: Flask, offer_id: int, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    at_the_desk(page, offer_id, STAFF[0])
    viber = page.get_by_role("link", name="Viber")
    expect(viber).to_have_attribute("href", "viber://chat?number=%2B359888000777")
    # There is no Viber here: the program is not opened, all else is as a touch does it.
    viber.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
    viber.click()
    expect(page.get_by_text("The text is copied. Paste it in Viber.")).to_be_visible()
    expect(page.locator("#sent")).to_contain_text("Viber, today")
    assert "أمينة" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="It was not sent").click()
    expect(page.get_by_text("It is noted that this message was not sent.")).to_be_visible()
    expect(page.get_by_role("heading", name="Offer of a place")).to_be_visible()
    check_page(page)
    assert kept(served) == [(Channel.VIBER, State.FAILED, "Иванка Тестова")]


def test_a_touch_without_a_connection_is_said_to_be_unnoted(
    served: Flask, offer_id: int, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    page = open_browser()
    at_the_desk(page, offer_id, STAFF[0])
    page.context.set_offline(True)
    with page.expect_popup():
        page.get_by_role("link", name="Telegram").click()
    expect(page.get_by_text("This could not be noted.")).to_be_visible()
    check_page(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Telegram").click()
    expect(page.locator("#sent")).to_contain_text("Telegram, today")
    assert kept(served) == [(Channel.TELEGRAM, State.NOTED, "Иванка Тестова")]


def test_without_javascript_it_is_noted_by_hand(
    served: Flask, offer_id: int, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(java_script_enabled=False)
    at_the_desk(page, offer_id, STAFF[0])
    page.get_by_role("button", name="SMS").click()
    expect(page.get_by_role("heading", name="Already sent")).to_be_visible()
    assert kept(served) == [(Channel.SMS, State.NOTED, "Иванка Тестова")]
