"""A signed sheet typed with the keyboard: one letter a mark, arrow keys, what is wrong shown at once."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.attendance.models import Mark, MarkKind
from lms.attendance.register_sheets import sheet_of_month
from lms.database import db
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_staff,
)


def test_a_sheet_is_typed_without_the_mouse(
    served: Flask, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    with served.app_context():
        centre = make_centre()
        teacher = make_staff(Role.TEACHER, centre, email="teacher@example.org")
        cohort = make_cohort(centre, make_programme(), teacher)
        for name in ("Амир", "Лейла", "Оксана"):
            enrol(make_learner(centre, given_cyrillic=name), cohort)
        for hours in (4, 2):
            make_lesson(cohort, clock.now() - timedelta(hours=hours), hours=1)
        db.session.commit()
        sheet = sheet_of_month(cohort, clock.now().date().replace(day=1), teacher.viewer)
        assert sheet is not None
        code = str(sheet.code)
    page = open_browser()
    sign_in(page, "teacher@example.org", PASSWORD)
    page.goto("/register")
    check_page(page)
    page.get_by_label("Code of the sheet").fill(code.lower())
    page.keyboard.press("Enter")
    cells = page.locator("[data-cell]")
    expect(cells).to_have_count(6)
    check_page(page)
    cells.first.focus()
    # A letter goes on to the next person by itself; minutes come behind one that needs them.
    page.keyboard.type("п")
    for key in ("l", "1", "0", "ArrowDown", "z", "ArrowUp"):
        page.keyboard.press(key)
    expect(cells.nth(4)).to_have_attribute("aria-invalid", "true")
    expect(cells.nth(2)).to_be_focused()
    for key in ("ArrowDown", "Backspace", "a", "ArrowRight", "x", "ArrowUp"):
        page.keyboard.press(key)
    expect(cells.nth(4)).not_to_have_attribute("aria-invalid", "true")
    assert [cell.input_value() for cell in cells.all()][::2] == ["п", "l10", "a"]
    assert cells.nth(5).input_value() == "x"
    expect(cells.nth(3)).to_be_focused()
    page.get_by_role("button", name="Save what is typed").click()
    expect(page.get_by_text("Saved: 4 marks.")).to_be_visible()
    with served.app_context():
        kinds = sorted(str(kind) for kind in db.session.scalars(select(Mark.kind)))
    assert kinds == sorted([MarkKind.PRESENT, MarkKind.LATE, MarkKind.ABSENT, MarkKind.EXCUSED])
