"""The roll in a teacher's hands: four taps, what is kept without a network, and what becomes of it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from lms.access.viewer import SYSTEM, Role
from lms.accounts.actions import end_sessions
from lms.accounts.models import Account
from lms.attendance.models import Entry, Mark
from lms.database import db
from lms.learners.models import Learner
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_room,
    make_staff,
)

Open = Callable[..., Page]
Check = Callable[[Page], None]
NAMES = (
    "Алма",
    "Амир",
    "Анна",
    "Борис",
    "Дария",
    "Елена",
    "Зоя",
    "Иван",
    "Карим",
    "Лейла",
    "Марк",
    "Нур",
    "Олег",
    "Рана",
    "Юлия",
)


@pytest.fixture
def lesson(served: Flask) -> None:
    """Monday evening, fifteen people, and a second teacher who shares the telephone."""
    with served.app_context():
        centre = make_centre()
        teacher = make_staff(Role.TEACHER, centre, email="teacher@example.org", name="Иван Колев")
        make_staff(Role.TEACHER, centre, email="other@example.org", name="Мария Илиева")
        make_staff(Role.COORDINATOR, centre, email="coordinator@example.org", name="Петя Попова")
        cohort = make_cohort(centre, make_programme(), teacher, room=make_room(centre))
        make_lesson(cohort, at(date(2026, 3, 2), 18))
        for name in NAMES:
            enrol(make_learner(centre, given_cyrillic=name), cohort)
        db.session.commit()


@pytest.fixture
def teacher(open_browser: Open, lesson: None) -> Page:
    """The teacher's first page, signed in."""
    page = open_browser()
    sign_in(page, "teacher@example.org", PASSWORD)
    return page


def open_roll(page: Page) -> None:
    page.get_by_role("link", name="Call the roll").click()
    expect(page.locator("form.is-live")).to_be_visible()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=re.compile(f"^{name} "))


def where(page: Page) -> Locator:
    return page.locator("[data-live]")


def kinds(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {mark.enrolment.learner.given_cyrillic: mark.kind.value for mark in db.session.scalars(select(Mark))}


def entries(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Entry)).all())


def test_four_taps_from_the_first_page_to_a_saved_roll(teacher: Page, served: Flask, check_page: Check) -> None:
    open_roll(teacher)
    check_page(teacher)
    row(teacher, "Амир").click()
    row(teacher, "Рана").click()
    teacher.get_by_role("button", name="Done: the rest are present").click()
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    check_page(teacher)
    found = kinds(served)
    assert (len(found), found["Амир"], found["Рана"]) == (15, "absent", "absent")
    assert sorted(found.values()).count("present") == 13


def test_a_tap_goes_round_and_each_touch_is_one_entry(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    for said in ("Absent", "Late 2", "Present", "Absent"):
        row(teacher, "Зоя").click()
        expect(row(teacher, "Зоя")).to_contain_text(said)
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert (kinds(served), entries(served)) == ({"Зоя": "absent"}, 4)


def test_a_roll_that_was_called_is_corrected_at_twenty_past(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    teacher.get_by_role("button", name="Done: the rest are present").click()
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    teacher.reload()
    expect(row(teacher, "Зоя")).to_contain_text("Present")
    expect(teacher.get_by_role("button", name="Done: the rest are present")).to_be_hidden()
    row(teacher, "Зоя").click()
    expect(row(teacher, "Зоя")).to_contain_text("Absent")
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert (kinds(served)["Зоя"], entries(served)) == ("absent", 16)


def test_nobody_is_present_before_the_teacher_says_so_and_the_count_adds_up(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    row(teacher, "Зоя").click()
    expect(row(teacher, "Анна")).to_contain_text("Not yet called")
    expect(teacher.locator(".roll-state")).to_be_hidden()
    expect(teacher.locator(".tally")).to_contain_text(
        re.compile(r"Absent\s*1.*Not yet called\s*14.*In all\s*15", re.DOTALL)
    )


def test_marks_made_without_a_network_are_sent_when_it_returns_even_after_the_page_was_closed(
    teacher: Page, served: Flask
) -> None:
    open_roll(teacher)
    address = teacher.url
    context: BrowserContext = teacher.context
    context.set_offline(True)
    row(teacher, "Амир").click()
    row(teacher, "Рана").click()
    row(teacher, "Рана").click()
    expect(where(teacher)).to_contain_text("2 marks are kept on this device.")
    assert entries(served) == 0
    teacher.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(row(again, "Рана")).to_contain_text("Late 2")
    expect(where(again)).to_have_text("Everything that is marked is saved.")
    assert (kinds(served), entries(served)) == ({"Амир": "absent", "Рана": "late"}, 3)


def test_undo_takes_back_what_was_not_sent(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    teacher.context.set_offline(True)
    row(teacher, "Амир").click()
    expect(row(teacher, "Амир")).to_contain_text("Absent")
    teacher.get_by_role("button", name="Undo: Амир").click()
    teacher.context.set_offline(False)
    row(teacher, "Рана").click()
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert "Рана" in kinds(served)


def test_another_account_on_the_same_telephone_neither_sees_nor_sends_what_is_kept(
    teacher: Page, served: Flask
) -> None:
    open_roll(teacher)
    address = teacher.url
    teacher.context.set_offline(True)
    row(teacher, "Амир").click()
    expect(where(teacher)).to_contain_text("1 mark is kept on this device.")
    # Without the network nothing is on its way that could bring the session back.
    teacher.context.clear_cookies()
    teacher.context.set_offline(False)
    expect(where(teacher)).to_contain_text("You are signed out.")
    other = teacher.context.new_page()
    sign_in(other, "coordinator@example.org", PASSWORD)
    other.goto(address)
    expect(row(other, "Амир")).to_contain_text("Not yet called")
    other.wait_for_load_state("networkidle")
    other.close()
    teacher.context.clear_cookies()
    sign_in(teacher, "teacher@example.org", PASSWORD)
    teacher.goto(address)
    expect(row(teacher, "Амир")).to_contain_text("Absent")
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    with served.app_context():
        assert [entry.made_by.name for entry in db.session.scalars(select(Entry))] == ["Иван Колев"]


def test_a_session_that_ended_keeps_the_marks_asks_to_sign_in_and_then_sends(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    with served.app_context():
        account = db.session.scalars(select(Account).where(Account.email == "teacher@example.org")).one()
        end_sessions(SYSTEM, account)
        db.session.commit()
    row(teacher, "Амир").click()
    expect(where(teacher)).to_contain_text("You are signed out. Sign in, and sending goes on.")
    teacher.get_by_role("main").get_by_role("link", name="Sign in").click()
    teacher.get_by_label("E-mail").fill("teacher@example.org")
    teacher.get_by_label("Password").fill(PASSWORD)
    teacher.get_by_role("button", name="Sign in").click()
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert kinds(served) == {"Амир": "absent"}


def test_the_menu_holds_the_other_marks_and_asks_for_what_is_missing(
    teacher: Page, served: Flask, check_page: Check
) -> None:
    open_roll(teacher)
    person = teacher.locator("[data-row]").filter(has_text="Зоя")
    person.locator("summary").click()
    person.get_by_text("Left early", exact=True).click()
    check_page(teacher)
    person.get_by_label("Minutes missed").fill("20")
    person.get_by_label("Minutes missed").press("Tab")
    expect(row(teacher, "Зоя")).to_contain_text("Left early 20")
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert kinds(served) == {"Зоя": "left_early"}


def test_two_who_mark_differently_are_shown_both_on_the_telephone_and_a_tap_settles_it(
    teacher: Page, open_browser: Open, served: Flask
) -> None:
    open_roll(teacher)
    office = open_browser()
    sign_in(office, "coordinator@example.org", PASSWORD)
    office.goto(teacher.url)
    expect(office.locator("form.is-live")).to_be_visible()
    row(office, "Зоя").click()
    expect(where(office)).to_have_text("Everything that is marked is saved.")
    teacher.context.set_offline(True)
    row(teacher, "Зоя").click()
    row(teacher, "Зоя").click()
    teacher.context.set_offline(False)
    expect(teacher.get_by_text("Marked differently. Choose what is right:")).to_be_visible()
    expect(teacher.get_by_text("Петя Попова").first).to_be_visible()
    row(teacher, "Зоя").click()
    expect(teacher.get_by_text("Marked differently. Choose what is right:")).to_be_hidden()
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    assert kinds(served) == {"Зоя": "absent"}


def test_a_note_stays_with_its_mark_and_the_reason_of_an_excuse_does_not_become_one(
    teacher: Page, served: Flask
) -> None:
    open_roll(teacher)
    row(teacher, "Зоя").click()
    person = teacher.locator("[data-row]").filter(has_text="Зоя")
    person.locator("summary").click()
    person.get_by_label("Note").fill("с детето")
    person.get_by_label("Note").blur()
    expect(row(teacher, "Зоя")).to_contain_text("с детето")
    row(teacher, "Зоя").click()
    expect(row(teacher, "Зоя")).to_contain_text("Late 2")
    expect(row(teacher, "Зоя")).to_contain_text("с детето")
    person.get_by_text("Excused", exact=True).last.click()
    person.get_by_label("Reason, if excused").fill("лекар")
    person.get_by_label("Reason, if excused").blur()
    person.get_by_text("Absent", exact=True).last.click()
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    expect(person.locator(".row-history li").last).to_contain_text("excused: лекар → absent")
    with served.app_context():
        said = [(entry.kind.value, entry.reason) for entry in db.session.scalars(select(Entry).order_by(Entry.version))]
    assert said == [
        ("absent", None),
        ("absent", "с детето"),
        ("late", "с детето"),
        ("excused", None),
        ("excused", "лекар"),
        ("absent", None),
    ]


def test_the_phone_remembers_the_hand_that_holds_it(teacher: Page, check_page: Check) -> None:
    open_roll(teacher)
    menu = teacher.locator("[data-row] summary").first
    middle = (teacher.viewport_size or {"width": 0})["width"] / 2
    narrow = middle < 400
    assert not narrow or (menu.bounding_box() or {"x": 0})["x"] > middle
    teacher.get_by_role("button", name="I hold the phone in my left hand").click()
    teacher.reload()
    expect(teacher.locator("form.is-left-handed")).to_be_visible()
    assert (menu.bounding_box() or {"x": middle})["x"] < middle
    check_page(teacher)


def test_how_a_name_is_said_stands_beside_it(teacher: Page, served: Flask) -> None:
    with served.app_context():
        db.session.scalars(select(Learner).where(Learner.given_cyrillic == "Нур")).one().pronunciation = "с дълго „у“"
        db.session.commit()
    open_roll(teacher)
    expect(row(teacher, "Нур")).to_contain_text("say: с дълго „у“")


def test_what_is_typed_is_saved_although_nobody_leaves_the_field(teacher: Page, served: Flask) -> None:
    open_roll(teacher)
    row(teacher, "Амир").click()
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    person = teacher.locator("[data-row]", has_text="Амир")
    person.locator("summary").click()
    person.get_by_label("Note", exact=True).press_sequentially("Дойде с детето си")
    expect(row(teacher, "Амир")).to_contain_text("Дойде с детето си")
    expect(where(teacher)).to_have_text("Everything that is marked is saved.")
    teacher.reload()
    expect(row(teacher, "Амир")).to_contain_text("Дойде с детето си")
    assert entries(served) == 2


def test_minutes_the_lesson_does_not_have_are_refused_in_words_and_the_top_does_not_say_saved(teacher: Page) -> None:
    open_roll(teacher)
    row(teacher, "Амир").click()
    row(teacher, "Амир").click()
    person = teacher.locator("[data-row]", has_text="Амир")
    person.locator("summary").click()
    person.get_by_label("Minutes missed").fill("95")
    person.get_by_label("Minutes missed").blur()
    expect(row(teacher, "Амир")).to_contain_text("Enter at least 1 minute, and fewer than the lesson has.")
    expect(where(teacher)).to_have_text("Not everything is saved: look at the marks with “!”.")


def test_nobody_is_signed_out_without_a_network_or_believes_so(teacher: Page) -> None:
    teacher.wait_for_load_state("load")
    teacher.context.set_offline(True)
    with teacher.expect_event("dialog") as asked:
        teacher.once("dialog", lambda dialog: dialog.accept())
        teacher.evaluate("setTimeout(() => document.querySelector('form[data-leaves]').requestSubmit())")
    assert "You are still signed in on this device" in asked.value.message
    teacher.context.set_offline(False)
    teacher.goto("/today")
    expect(teacher).to_have_url(re.compile("/today$"))
