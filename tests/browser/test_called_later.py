"""The roll of a lesson that is over: when a touch is made no longer says by how much somebody was late."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from lms import clock
from tests.browser.test_roll import entries, kinds, lesson, open_roll, row, teacher, where

__all__ = ["lesson", "teacher"]
ASKED = "How many minutes? Enter a whole number."


@pytest.fixture
def evening(evening: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The same evening after the lesson, which ended at 19:30."""
    at_the_desk = clock.now
    monkeypatch.setattr(clock, "now", lambda: at_the_desk() + timedelta(hours=2))
    return evening + timedelta(hours=2)


def test_the_second_tap_asks_how_late_and_nothing_is_kept_before_it_is_said(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    row(teacher, "Зоя").click()
    row(teacher, "Зоя").click()
    minutes = teacher.locator("[data-row]", has_text="Зоя").get_by_label("Minutes missed")
    expect(minutes).to_be_focused()
    expect(row(teacher, "Зоя")).to_contain_text(ASKED)
    expect(where(teacher)).to_have_text("Not everything is saved: look at the marks with “!”.")
    assert kinds(served) == {"Зоя": "absent"}
    row(teacher, "Амир").click()
    minutes.fill("20")
    minutes.blur()
    expect(row(teacher, "Зоя")).to_contain_text("Late 20")
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert (kinds(served), entries(served)) == ({"Зоя": "late", "Амир": "absent"}, 3)


def test_the_third_tap_goes_on_to_present_without_minutes(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    for said in ("Absent", ASKED, "Present", "Absent"):
        row(teacher, "Зоя").click()
        expect(row(teacher, "Зоя")).to_contain_text(said)
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert (kinds(served), entries(served)) == ({"Зоя": "absent"}, 3)
