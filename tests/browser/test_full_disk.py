"""The disk of the server takes nothing any more: the telephone says so, keeps the marks, and sends them later."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.test_cut_network import ALL_KEPT, NETWORK_IS_BACK, SAVED
from tests.browser.test_roll import NAMES, entries, kinds, lesson, open_roll, row, teacher, where
from tests.factories import PASSWORD

disks = pytest.importorskip("tests.faults.disks", reason="this machine limits no file")

__all__ = ["lesson", "teacher"]
Check = Callable[[Page], None]
Open = Callable[..., Page]
ROUNDS = 4
"""How often everybody is tapped: entries for more than the pages of a database have room for."""


@pytest.mark.parametrize("size", ["phone"], indirect=True)
@pytest.mark.parametrize("fault", disks.FAULTS)
def test_marks_stay_on_the_telephone_until_there_is_room_for_them(
    teacher: Page, served: Flask, fault: str, check_page: Check
) -> None:
    open_roll(teacher)
    row(teacher, "Зоя").click()
    expect(where(teacher)).to_have_text(SAVED)
    with disks.FAULTS[fault](served):
        for _ in range(ROUNDS):
            for name in NAMES:
                row(teacher, name).click()
        expect(where(teacher)).to_contain_text("Azbuka cannot save at the moment and is tried again by itself.")
        expect(where(teacher)).to_contain_text(re.compile(r"^\d+ marks are kept on this device\."))
        expect(teacher.locator("[data-standing=kept] .row-where").first).to_have_text("on this device, not sent yet")
        check_page(teacher)
        teacher.evaluate(ALL_KEPT)
        teacher.reload()
        expect(where(teacher)).to_contain_text("Azbuka cannot save at the moment")
        expect(row(teacher, "Анна")).to_contain_text("Absent")
    teacher.evaluate(NETWORK_IS_BACK)
    expect(where(teacher)).to_have_text(SAVED)
    assert entries(served) == 1 + ROUNDS * len(NAMES)
    assert kinds(served) == dict.fromkeys(NAMES, "absent") | {"Зоя": "late"}


def test_without_scripts_what_was_chosen_stays_at_hand(open_browser: Open, served: Flask, lesson: None) -> None:
    page = open_browser(java_script_enabled=False)
    sign_in(page, "teacher@example.org", PASSWORD)
    page.get_by_role("link", name="Call the roll").click()
    page.get_by_role("group", name="Зоя").get_by_text("Absent", exact=True).click()
    page.get_by_label("What was taught").fill("Буквата Ж")
    with disks.failing(served):
        page.get_by_role("button", name="Done: the rest are present").click()
        expect(page.get_by_role("heading", name="Not saved")).to_be_visible()
        page.get_by_role("button", name="Save again").click()
        expect(page.get_by_role("heading", name="Not saved")).to_be_visible()
        assert entries(served) == 0
    page.get_by_role("button", name="Save again").click()
    expect(page.get_by_text("Saved: everybody is called.")).to_be_visible()
    expect(page.get_by_label("What was taught")).to_have_value("Буквата Ж")
    assert kinds(served) == dict.fromkeys(NAMES, "present") | {"Зоя": "absent"}


def test_what_was_taught_stays_on_the_telephone_too(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    teacher.get_by_label("What was taught").fill("Буквата Ж")
    with disks.read_only(served):
        teacher.get_by_role("button", name="Save what was taught").click()
        expect(where(teacher)).to_contain_text("Azbuka cannot save at the moment")
        expect(teacher.locator("[data-taught-said]")).to_have_text("On this device, not sent yet")
    teacher.evaluate(NETWORK_IS_BACK)
    expect(teacher.get_by_text("Saved what was taught.")).to_be_visible()
    teacher.reload()
    expect(teacher.get_by_label("What was taught")).to_have_value("Буквата Ж")


def test_the_page_that_says_so_can_be_used_by_everybody(teacher: Page, served: Flask, check_page: Check) -> None:
    # As a plain form, where the browser lets no more of the script in.
    teacher.route("**/js/roll.js", lambda route: route.abort())
    teacher.get_by_role("link", name="Call the roll").click()
    with disks.read_only(served):
        teacher.get_by_role("button", name="Done: the rest are present").click()
        expect(teacher.get_by_role("heading", name="Not saved")).to_be_visible()
        check_page(teacher)
