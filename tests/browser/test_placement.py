"""Somebody answers the questions of a placement on a phone: the next comes in place, no answer is lost on the way."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from lms.access.viewer import SYSTEM
from lms.assessments.loading import load_items
from lms.assessments.quizzes.models import Response
from lms.database import db
from tests.factories import PIN, make_centre, make_learner, make_learner_account

Open = Callable[..., Page]
Check = Callable[[Page], None]
pytestmark = pytest.mark.parametrize("size", ["phone"], indirect=True)
NUMBER = ".way p"
SAID = "[data-said]"


@pytest.fixture
def phone(served: Flask, open_browser: Open) -> Page:
    """A phone on which somebody has come to the first question."""
    with served.app_context():
        centre = make_centre()
        load_items(SYSTEM)
        learner = make_learner(centre, account=make_learner_account(centre))
        db.session.commit()
        code = learner.account.card_code
    page = open_browser()
    page.goto(f"/card/{code}")
    page.locator("[name=pin]").fill(PIN)
    page.get_by_role("main").get_by_role("button").last.click()
    page.goto("/placement")
    page.get_by_role("main").locator("form .btn-primary").last.click()
    expect(page.locator(NUMBER)).to_contain_text("Question 1 of")
    return page


def kept(served: Flask) -> int:
    with served.app_context():
        return db.session.scalar(select(func.count(Response.id))) or 0


def choose(phone: Page) -> None:
    phone.locator(".choices label").first.click()


def test_the_next_question_comes_without_a_new_page(served: Flask, phone: Page, check_page: Check) -> None:
    phone.evaluate("window.same = true")
    for number in (2, 3):
        choose(phone)
        phone.get_by_role("button", name="Next").click()
        expect(phone.locator(NUMBER)).to_contain_text(f"Question {number} of")
        expect(phone.locator("#task")).to_be_focused()
    assert phone.evaluate("window.same") is True
    assert f"Question {number}" in phone.title()
    check_page(phone)
    # What was there from the beginning works in what came later.
    expect(phone.get_by_role("button", name="Listen")).to_be_visible()
    assert kept(served) == 2


def test_an_answer_that_cannot_be_sent_stays_and_is_sent_once(served: Flask, phone: Page, check_page: Check) -> None:
    choose(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator(SAID)).to_have_text(
        "There is no connection. Your answer is still here: press again in a moment."
    )
    check_page(phone)
    expect(phone.locator(".choices input").first).to_be_checked()
    expect(phone.get_by_role("button", name="Next")).to_be_focused()
    assert kept(served) == 0
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator(NUMBER)).to_contain_text("Question 2 of")
    assert kept(served) == 1


def test_what_follows_the_letters_has_a_page_of_its_own(phone: Page) -> None:
    while phone.locator(NUMBER).count():
        number = phone.locator(NUMBER).inner_text()
        phone.get_by_role("button", name="I don’t know").click()
        expect(phone.get_by_text(number)).to_have_count(0)
    expect(phone.locator("h1")).to_be_visible()
    assert phone.url.endswith("/placement")
    expect(phone.get_by_role("button", name="I don’t know")).to_have_count(0)
