"""The roll without a network: from the icon, for lessons still to come, on a device that people share."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from sqlalchemy import select

from lms import clock
from lms.access.viewer import SYSTEM
from lms.accounts.actions import end_sessions
from lms.accounts.models import Account
from lms.attendance.guest_models import Guest
from lms.attendance.models import Entry
from lms.courses.models import Lesson
from lms.database import db
from tests.browser.conftest import sign_in
from tests.browser.test_roll import kinds, lesson, open_roll, row, teacher, where
from tests.factories import PASSWORD

__all__ = ["lesson", "teacher"]
Check = Callable[[Page], None]


def kept(page: Page) -> Page:
    """Wait until the device keeps what it needs, and the service worker serves the page."""
    expect(page.locator("[data-kept=yes]")).to_be_attached(timeout=20_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def copies(page: Page) -> list[str]:
    """The addresses of the pages that the device keeps."""
    addresses: list[str] = page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((name) => name.startsWith("azbuka-pages-"));
          const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return lists.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    return addresses


def test_from_the_icon_to_a_roll_called_without_a_network_and_sent_when_it_returns(
    teacher: Page, served: Flask, check_page: Check
) -> None:
    context: BrowserContext = kept(teacher).context
    teacher.close()
    context.set_offline(True)
    icon = context.new_page()
    icon.goto("/today")
    open_roll(icon)
    check_page(icon)
    row(icon, "Амир").click()
    row(icon, "Рана").click()
    icon.get_by_role("button", name="Done: the rest are present").click()
    expect(where(icon)).to_contain_text("15 marks are kept on this device.")
    icon.goto("/today")
    expect(icon.get_by_text("not sent yet: 15")).to_be_visible()
    context.set_offline(False)
    expect(icon.locator("[data-kept-line]")).to_be_hidden()
    found = kinds(served)
    assert (len(found), found["Амир"], found["Анна"]) == (15, "absent", "present")


def test_the_roll_of_a_lesson_still_to_come_is_kept_and_opens_when_its_time_has_come(
    teacher: Page, served: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served.app_context():
        lesson = db.session.scalars(select(Lesson)).one()
        lesson.starts_at, lesson.ends_at = lesson.starts_at + timedelta(days=2), lesson.ends_at + timedelta(days=2)
        db.session.commit()
        address = f"/lessons/{lesson.id}/roll"
    teacher.goto("/today")
    context = kept(teacher).context
    teacher.goto(address)
    expect(teacher.get_by_text("It opens on")).to_be_visible()
    expect(row(teacher, "Амир")).to_be_disabled()
    # An answer on its way would tell the time once more.
    teacher.wait_for_load_state("networkidle")
    # Two days later the telephone has no network, and its own clock is what it was wrong by.
    earlier = clock.now
    monkeypatch.setattr(clock, "now", lambda: earlier() + timedelta(days=2))
    context.set_offline(True)
    teacher.evaluate(
        f"localStorage.setItem('azbuka-clock', String(+localStorage.getItem('azbuka-clock') + {2 * 86_400_000}))"
    )
    teacher.goto(address)
    expect(teacher.get_by_text("It opens on")).to_be_hidden()
    row(teacher, "Амир").click()
    expect(row(teacher, "Амир")).to_contain_text("Absent")
    context.set_offline(False)
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert kinds(served) == {"Амир": "absent"}


def test_a_page_that_is_not_kept_says_that_there_is_no_network(teacher: Page, check_page: Check) -> None:
    kept(teacher).context.set_offline(True)
    teacher.goto("/calendar")
    expect(teacher.get_by_role("heading", name="No connection")).to_be_visible()
    check_page(teacher)


def test_signing_out_forgets_the_pages_and_asks_about_marks_that_are_not_sent(teacher: Page, served: Flask) -> None:
    context = kept(teacher).context
    open_roll(teacher)
    with served.app_context():
        end_sessions(SYSTEM, db.session.scalars(select(Account).where(Account.email == "teacher@example.org")).one())
        db.session.commit()
    row(teacher, "Амир").click()
    expect(where(teacher)).to_contain_text("You are signed out.")
    asked: list[str] = []
    answers = iter((False, True))

    def decide(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if next(answers):
            dialog.accept()
        else:
            dialog.dismiss()

    teacher.on("dialog", decide)
    if teacher.get_by_text("Menu").first.is_visible():
        teacher.get_by_text("Menu").first.click()
    leave = teacher.get_by_role("button", name="Sign out")
    with teacher.expect_event("dialog"):
        leave.click()
    with teacher.expect_event("dialog"):
        leave.click()
    expect(teacher).to_have_url(re.compile("/sign-in$"))
    assert len(asked) == 2
    assert "Still kept on this device: 1" in asked[0]
    assert copies(teacher) == []
    sign_in(teacher, "other@example.org", PASSWORD)
    expect(kept(teacher).locator("[data-kept-line]")).to_be_hidden()
    sign_in_again(context, teacher)
    expect(teacher.locator("[data-kept-line]")).to_be_hidden()
    assert kinds(served) == {"Амир": "absent"}
    with served.app_context():
        assert [entry.made_by.name for entry in db.session.scalars(select(Entry))] == ["Иван Колев"]


def test_a_page_learns_that_its_marks_were_sent_by_another(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    # The service worker would send them, too, whenever it likes.
    teacher.evaluate("Object.defineProperty(navigator, 'serviceWorker', { value: undefined })")
    teacher.route("**/entries", lambda route: route.abort())
    row(teacher, "Амир").click()
    expect(where(teacher)).to_contain_text("1 mark is kept on this device.")
    other = teacher.context.new_page()
    other.goto("/today")
    expect(kept(other).locator("[data-unsent]")).to_be_hidden()
    assert kinds(served) == {"Амир": "absent"}
    teacher.evaluate("window.dispatchEvent(new Event('online'))")
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    expect(row(teacher, "Амир")).to_contain_text("Absent")


def sign_in_again(context: BrowserContext, page: Page) -> None:
    context.clear_cookies()
    sign_in(page, "teacher@example.org", PASSWORD)
    kept(page)


def test_the_next_teacher_on_a_shared_tablet_finds_nothing_of_the_first(teacher: Page) -> None:
    context = kept(teacher).context
    assert len(copies(teacher)) == 2
    context.clear_cookies()
    sign_in(teacher, "other@example.org", PASSWORD)
    kept(teacher)
    assert copies(teacher) == ["/today"]
    context.set_offline(True)
    teacher.goto("/lessons/1/roll")
    expect(teacher.get_by_role("heading", name="No connection")).to_be_visible()


def test_a_second_visit_asks_for_no_file_again(teacher: Page) -> None:
    kept(teacher)
    open_roll(teacher)
    teacher.reload()
    expect(teacher.locator("form.is-live")).to_be_visible()
    sizes = teacher.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.name.includes('/static/'))"
        ".map((one) => one.transferSize)"
    )
    assert sizes
    assert set(sizes) == {0}


def test_the_page_can_be_installed(teacher: Page) -> None:
    manifest = teacher.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())"
    )
    assert manifest["start_url"] == "/today"
    for icon in manifest["icons"]:
        assert teacher.request.get(icon["src"]).ok


def note_guest(page: Page, name: str) -> None:
    if not page.get_by_label("Name", exact=True).is_visible():
        page.get_by_text("Somebody else is here").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Add by this name").click()


def test_guests_and_what_was_taught_wait_on_the_device_and_go_out_once(
    teacher: Page, served: Flask, check_page: Check
) -> None:
    context = kept(teacher).context
    open_roll(teacher)
    context.set_offline(True)
    note_guest(teacher, "Дарин")
    note_guest(teacher, "Сами")
    waiting = teacher.locator("[data-guest-kept] li")
    expect(waiting).to_have_count(2)
    teacher.get_by_label("What was taught").fill("Часовете")
    teacher.get_by_label("What was taught").blur()
    expect(teacher.locator("[data-taught-said]")).to_have_text("On this device, not sent yet")
    check_page(teacher)
    teacher.reload()
    expect(waiting).to_have_text([re.compile("Дарин"), re.compile("Сами")])
    expect(teacher.get_by_label("What was taught")).to_have_value("Часовете")
    waiting.last.get_by_role("button", name="Remove").click()
    expect(waiting).to_have_count(1)
    teacher.goto("/today")
    expect(teacher.get_by_text("not sent yet: 2")).to_be_visible()
    context.set_offline(False)
    expect(teacher.locator("[data-kept-line]")).to_be_hidden()
    with served.app_context():
        assert [guest.name for guest in db.session.scalars(select(Guest))] == ["Дарин"]
        assert db.session.scalars(select(Lesson)).one().taught == "Часовете"


def test_what_the_server_will_not_look_at_keeps_nothing_else_on_the_device(teacher: Page, served: Flask) -> None:
    context = kept(teacher).context
    open_roll(teacher)
    teacher.evaluate(
        """async () => {
          const modules = [...document.querySelectorAll("link[rel=modulepreload]")].map((link) => link.href);
          const module = (name) => import(modules.find((address) => address.endsWith(name)));
          const { keepLetter } = await module("attendance/letters.js");
          const { keep } = await module("attendance/outbox.js");
          const account = Number(document.querySelector("[data-roll]").dataset.account);
          const away = { account, lesson: 999999 };
          await keepLetter({ ...away, kind: "guest", address: "/lessons/999999/guests/kept", body: {} });
          await keep([{ ...away, id: crypto.randomUUID(), enrolment: 1, kind: "absent" }]);
        }"""
    )
    context.set_offline(True)
    teacher.get_by_label("What was taught").fill("Часовете")
    teacher.get_by_label("What was taught").blur()
    expect(teacher.locator("[data-taught-said]")).to_have_text("On this device, not sent yet")
    teacher.goto("/today")
    expect(teacher.get_by_text("not sent yet: 3")).to_be_visible()
    context.set_offline(False)
    expect(teacher.get_by_text("not sent yet: 2")).to_be_visible()
    with served.app_context():
        assert db.session.scalars(select(Lesson)).one().taught == "Часовете"


def test_what_somebody_else_wrote_meanwhile_is_not_written_over_unseen(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    with served.app_context():
        db.session.scalars(select(Lesson)).one().taught = "Цветовете"
        db.session.commit()
    field, said = teacher.get_by_label("What was taught"), teacher.locator("[data-taught-said]")
    field.fill("Числата")
    save = teacher.get_by_role("button", name="Save what was taught")
    save.click()
    expect(said).to_have_text("Somebody else has written meanwhile: Цветовете")
    save.click()
    expect(said).to_have_text("Saved what was taught.")
    with served.app_context():
        assert db.session.scalars(select(Lesson)).one().taught == "Числата"
