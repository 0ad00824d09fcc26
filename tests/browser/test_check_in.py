"""A class checks in: the teacher's screen renews itself, and a learner says on an Arabic phone that they are here."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.attendance.models import Mark, MarkKind
from lms.courses.models import Lesson
from lms.database import db
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    PIN,
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_learner_account,
    make_lesson,
    make_programme,
    make_room,
    make_staff,
    make_waiting,
)

TODAY = date(2026, 3, 2)
Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def lesson_id(served: Flask) -> int:
    """A lesson that began two minutes ago: one person reads Arabic, and somebody else waits for the level."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org", name="Мария Илиева")
        teacher = make_staff(Role.TEACHER, sofia, email="teacher@example.org", name="Иван Колев")
        room = make_room(sofia, name="Зала 1")
        cohort = make_cohort(sofia, make_programme(), teacher, room=room, starts_on=TODAY, code="A1-SOF-1")
        lesson = make_lesson(cohort, at(TODAY, 18))
        account = make_learner_account(sofia, card_code="ABCD2345", locale="ar")
        enrol(make_learner(sofia, given_latin="Amina", given_cyrillic="Амина", account=account), cohort)
        enrol(make_learner(sofia, given_latin="Olena", given_cyrillic="Олена"), cohort)
        make_waiting(make_learner(sofia, given_latin="Rana", family_latin="Haddad", given_cyrillic="Рана"))
        db.session.commit()
        return lesson.id


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch, evening: datetime) -> Callable[[timedelta], None]:
    """Let time pass on the server; the browsers' own clocks play no part."""
    shift = datetime.now(UTC) - evening

    def move(on: timedelta) -> None:
        nonlocal shift
        shift -= on
        monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) - shift)

    return move


def shown(screen: Page) -> str:
    return screen.locator(".screen-digits").inner_text().replace(" ", "")


def test_a_learner_checks_in_and_the_teacher_accepts(
    served: Flask, lesson_id: int, open_browser: Open, check_page: Check, wait: Callable[[timedelta], None]
) -> None:
    screen = open_browser()
    screen.clock.install()
    sign_in(screen, "teacher@example.org", PASSWORD)
    expect(screen).to_have_url(re.compile("/today$"))
    screen.goto(f"/lessons/{lesson_id}/check-in")
    check_page(screen)
    screen.get_by_role("button", name="Open the check-in").click()
    expect(screen.locator(".screen-digits")).to_be_visible()
    check_page(screen)
    old = shown(screen)

    phone = open_browser(locale="ar")
    phone.goto(f"/check-in/{old}")
    expect(phone).to_have_url(re.compile(f"/card\\?next=/check-in/{old}$"))
    phone.locator("[name=code]").fill("ABCD-2345")
    phone.locator("[name=pin]").fill(PIN)
    phone.locator("main form button").last.click()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    here = phone.get_by_role("button", name="أنا هنا")
    expect(here).to_be_visible()
    check_page(phone)

    wait(timedelta(seconds=90))
    here.click()
    expect(phone.get_by_role("alert")).to_contain_text("هذه الأرقام غير صحيحة")
    check_page(phone)

    screen.clock.run_for(6_000)
    expect(screen.locator(".screen-digits")).not_to_have_text(f"{old[:3]} {old[3:]}")
    phone.get_by_label("الأرقام الستة التي على الشاشة").fill(shown(screen))
    here.click()
    expect(phone.get_by_text("أنت في القائمة. سيؤكّد معلّمك ذلك.")).to_be_visible()
    check_page(phone)

    screen.clock.run_for(6_000)
    expect(screen.locator(".screen-people")).to_have_text(re.compile("Амина"))
    expect(screen.get_by_role("heading", name="1 of 2 are on the list")).to_be_visible()
    check_page(screen)
    with served.app_context():
        assert db.session.scalars(select(Mark)).all() == []
    screen.get_by_role("link", name="To the list").click()
    expect(screen.get_by_role("checkbox", name=re.compile("Амина"))).to_be_checked()
    check_page(screen)
    screen.get_by_role("button", name="Accept the list").click()
    expect(screen).to_have_url(re.compile("/roll$"))
    expect(screen.get_by_role("button", name=re.compile("^Амина"))).to_contain_text("Present")
    check_page(screen)
    phone.reload()
    expect(phone.get_by_text("أكّد معلّمك أنك هنا.")).to_be_visible()
    check_page(phone)


def test_a_screen_that_was_closed_elsewhere_shows_no_digits_any_more(
    lesson_id: int, open_browser: Open, wait: Callable[[timedelta], None]
) -> None:
    screen = open_browser()
    screen.clock.install()
    sign_in(screen, "teacher@example.org", PASSWORD)
    expect(screen).to_have_url(re.compile("/today$"))
    screen.goto(f"/lessons/{lesson_id}/check-in")
    screen.get_by_role("button", name="Open the check-in").click()
    expect(screen.locator(".screen-digits")).to_be_visible()
    wait(timedelta(hours=2))
    screen.clock.run_for(6_000)
    expect(screen.locator(".screen-digits")).to_have_count(0)
    expect(screen.get_by_text("until it ends")).to_be_visible()


def test_a_guest_is_two_taps_and_what_was_marked_meanwhile_is_not_lost(
    served: Flask, lesson_id: int, open_browser: Open, check_page: Check
) -> None:
    page = open_browser()
    sign_in(page, "teacher@example.org", PASSWORD)
    expect(page).to_have_url(re.compile("/today$"))
    page.goto(f"/lessons/{lesson_id}/roll")
    marked = page.get_by_role("button", name=re.compile("^Олена"))
    marked.click()
    page.get_by_text("Somebody else is here").click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    name.press_sequentially("rana")
    found = page.get_by_role("button", name=re.compile("Rana Haddad"))
    expect(found).to_be_visible()
    check_page(page)
    found.click()
    guests = page.get_by_role("region", name="Guests")
    expect(guests.get_by_text("waits for the coordinator")).to_be_visible()
    expect(marked).to_contain_text("Absent")
    page.get_by_text("Somebody else is here").click()
    page.get_by_label("Minutes late").fill("500")
    page.get_by_role("button", name="Add by this name").click()
    expect(guests.get_by_role("alert")).to_be_visible()
    check_page(page)
    page.get_by_label("Name", exact=True).fill("سميرة")
    page.get_by_label("Minutes late").fill("10")
    page.get_by_role("button", name="Add by this name").click()
    expect(guests.get_by_role("listitem")).to_have_count(2)
    guests.get_by_role("button", name="Undo سميرة").click()
    expect(guests.get_by_role("listitem")).to_have_count(1)
    expect(marked).to_contain_text("Absent")

    desk = open_browser()
    sign_in(desk, "coordinator@example.org", PASSWORD)
    expect(desk).to_have_url(re.compile("/cohorts$"))
    desk.goto("/guests")
    check_page(desk)
    desk.get_by_role("button", name="Enrol in A1-SOF-1 from that day").click()
    expect(desk.get_by_text("Rana Haddad is enrolled. 1 lesson counts.")).to_be_visible()
    check_page(desk)
    with served.app_context():
        marks = db.session.scalars(select(Mark)).all()
        assert {mark.lesson for mark in marks} == {db.session.get(Lesson, lesson_id)}
        assert {mark.enrolment.learner.given_latin: mark.kind for mark in marks} == {
            "Rana": MarkKind.PRESENT,
            "Olena": MarkKind.ABSENT,
        }
