"""The network goes at any moment of a save: every mark that left a finger is on the server once in the end."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

import pytest
from flask import Flask
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.attendance.models import Entry, Mark
from lms.attendance.set_aside_models import SetAside
from lms.database import db
from tests.browser.conftest import sign_in
from tests.browser.cutting import Cutter, cutting
from tests.browser.test_offline import kept
from tests.browser.test_roll import lesson, open_roll, where
from tests.factories import PASSWORD
from tests.soak import times

__all__ = ["lesson"]
Open = Callable[..., Page]
CUTS = times(30, 1000)
LIKELY = {"POST": 0.8, "GET": 0.1}
LONG = 30_000
"""Milliseconds after which the page is stuck, and not the machine slow."""
SAVED = "Everything that is marked is saved."
# Every identifier a touch is given, noted at once and in a place that outlives the page.
NOTE_TOUCHES = """
  const made = crypto.randomUUID.bind(crypto);
  crypto.randomUUID = () => {
    const id = made();
    localStorage.setItem(`touch-${id}`, "");
    return id;
  };
"""
TOUCHES = "Object.keys(localStorage).filter((key) => key.startsWith('touch-')).map((key) => key.slice(6))"
# A change that is asked for later is answered later: what was touched before is kept by then.
ALL_KEPT = """
  () => new Promise((resolve, reject) => {
    const opened = indexedDB.open("azbuka");
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => {
      const change = opened.result.transaction("entries", "readwrite");
      change.objectStore("entries").count();
      change.oncomplete = () => { opened.result.close(); resolve(); };
    };
  })
"""
NETWORK_IS_BACK = "window.dispatchEvent(new Event('online'))"


@pytest.fixture
def network(served: Flask, lesson: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cutter]:
    """The network between the telephone and the application."""
    port = int(served.config["BASE_URL"].rpartition(":")[2])
    with cutting(port, seed=CUTS) as cutter:
        monkeypatch.setitem(served.config, "BASE_URL", cutter.address)
        yield cutter


def load(page: Page) -> None:
    """Load the roll anew, as often as it takes until it is whole."""
    for _ in range(20):
        with suppress(BrowserError):
            page.goto("/lessons/1/roll")
            page.wait_for_selector("form.is-live", timeout=2000)
            return
    raise AssertionError("the roll never comes")


def tap_while_it_is_cut(page: Page, network: Cutter, random: Random) -> None:
    rows = page.locator(".row-tap")
    for _ in range(5 * CUTS):
        if network.cuts_of("POST") >= CUTS:
            return
        if random.random() < 0.03:
            page.evaluate(ALL_KEPT)
            load(page)
        rows.nth(random.randrange(15)).tap()
        page.evaluate(NETWORK_IS_BACK)
        # Most touches are sent by themselves, the others while something is on its way.
        if random.random() < 0.7:
            expect(page.locator("[data-standing=sent]")).to_have_count(0, timeout=LONG)
    raise AssertionError("the page hardly sends")


def shown(page: Page) -> dict[int, str]:
    """What the page says of everybody."""
    found: dict[str, str] = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll("[data-row]")].map(
             (row) => [row.querySelector("[data-part=enrolment]").value, row.dataset.state]))"""
    )
    return {int(enrolment): state for enrolment, state in found.items()}


def saved(app: Flask) -> tuple[list[str], dict[int, str]]:
    """The identifiers of the entries and the marks, as the database has them."""
    with app.app_context():
        assert db.session.scalars(select(SetAside)).all() == []
        marks = {mark.enrolment_id: mark.kind.value for mark in db.session.scalars(select(Mark))}
        return list(db.session.scalars(select(Entry.id))), marks


@pytest.mark.drill
@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_every_mark_that_left_a_finger_is_on_the_server_once(
    open_browser: Open, served: Flask, network: Cutter, record_property: Callable[[str, str], None]
) -> None:
    page = open_browser()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(f"{error.message}\n{error.stack}"))
    page.context.add_init_script(NOTE_TOUCHES)
    sign_in(page, "teacher@example.org", PASSWORD)
    open_roll(kept(page))
    network.likely = LIKELY
    tap_while_it_is_cut(page, network, Random(CUTS))  # noqa: S311
    network.likely = {}
    page.evaluate(NETWORK_IS_BACK)
    expect(where(page)).to_have_text(SAVED, timeout=LONG)
    touches = page.evaluate(TOUCHES)
    entries, marks = saved(served)
    record_property("drill", f"{network.said()}; {len(touches)} marks by a finger, {len(entries)} entries in the end")
    assert sorted(entries) == sorted(touches)
    uncalled = {enrolment: state for enrolment, state in shown(page).items() if state == "uncalled"}
    assert shown(page) == marks | uncalled
    assert marks.keys().isdisjoint(uncalled)
    assert "Everything adds up." in served.test_cli_runner().invoke(args=["lms", "verify"]).output
    assert broken == []
