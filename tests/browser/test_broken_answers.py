"""Answers that break off on their way to the telephone: half a page takes no touch, half an answer is read anew."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import sign_in
from tests.browser.test_roll import lesson, open_roll, row, teacher, where
from tests.factories import PASSWORD

__all__ = ["lesson", "teacher"]
Open = Callable[..., Page]
SAVED = "Everything that is marked is saved."
NETWORK_IS_BACK = "window.dispatchEvent(new Event('online'))"


def test_a_page_that_broke_off_on_its_way_takes_no_touch_as_if_it_were_whole(teacher: Page) -> None:
    def break_off(route: Route) -> None:
        whole = route.fetch()
        route.fulfill(response=whole, body=whole.text().partition('<div class="roll-bar">')[0])

    teacher.route("**/roll", break_off)
    open_at(teacher, "/lessons/1/roll")
    expect(teacher.locator("[data-row]")).to_have_count(15)
    expect(teacher.locator(".row-tap")).to_have_count(0)
    teacher.unroute("**/roll")
    open_at(teacher, "/lessons/1/roll")
    expect(teacher.locator(".row-tap")).to_have_count(15)


def open_at(page: Page, address: str) -> None:
    """Open a page and let its scripts run to their end."""
    page.goto(address)
    page.wait_for_load_state("networkidle")


def test_marks_of_others_whose_answer_broke_off_are_asked_for_once_more(teacher: Page, open_browser: Open) -> None:
    broken: list[str] = []
    teacher.on("pageerror", lambda error: broken.append(error.message))
    open_roll(teacher)
    office = open_browser()
    sign_in(office, "coordinator@example.org", PASSWORD)
    office.goto(teacher.url)
    row(office, "Зоя").click()
    expect(where(office)).to_have_text(SAVED)

    def break_off(route: Route) -> None:
        whole = route.fetch()
        route.fulfill(response=whole, body=whole.text()[:100])

    teacher.route("**/marks", break_off)
    teacher.evaluate(NETWORK_IS_BACK)
    expect(where(teacher)).to_contain_text("There is no connection")
    teacher.unroute("**/marks")
    teacher.evaluate(NETWORK_IS_BACK)
    expect(row(teacher, "Зоя")).to_contain_text("Absent")
    assert broken == []
