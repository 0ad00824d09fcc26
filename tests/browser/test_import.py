"""A long list is imported: its progress is seen, its page is left and opened again, and nobody is added twice."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from lms import create_app
from lms.access.viewer import Role
from lms.database import db
from lms.learners import import_views
from lms.learners.models import Learner
from lms.settings import Settings
from tests.browser.conftest import sign_in
from tests.browser.serving import serving
from tests.factories import PASSWORD, make_centre, make_learner, make_staff

Open = Callable[..., Page]
Check = Callable[[Page], None]
ROWS = 600


@pytest.fixture
def served(tmp_path: Path, evening: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application as a long list meets it: small parts, and none of them done before a page is shown."""
    monkeypatch.setattr(import_views, "A_MOMENT", 0.0)
    app = create_app(Settings(data_dir=tmp_path, secret_key="only for tests", import_chunk=100))
    with app.app_context():
        db.create_all()
        centre = make_centre(name_bg="София", name_en="Sofia")
        make_staff(Role.COORDINATOR, centre, email="coordinator@example.org")
        make_learner(centre, given_latin="Person", family_latin="Known", given_cyrillic="", family_cyrillic="")
    with serving(app):
        yield app


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of 600 rows: two have a mistake, one is known already, the others are new."""
    lines = [f"Person;{word(number)};{1 + number % 28:02}.01.{1950 + number % 50}" for number in range(ROWS)]
    lines[10], lines[11], lines[12] = "Olena;Koval;31.02.1990", "Rana;;вчера", "Person;Known;"
    path = tmp_path / "списък.csv"
    path.write_text("\n".join(["Име;Фамилия;Дата на раждане", *lines]), encoding="utf-8")
    return path


def word(number: int) -> str:
    """A family name that sounds like no other."""
    ones = "bdfgklmnprstvz"
    return "".join(ones[number // len(ones) ** place % len(ones)] + "a" for place in range(3)).capitalize()


def people(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Learner)) or 0


def choose_file(page: Page, listed: Path) -> None:
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/learners/import")
    page.get_by_label("Spreadsheet").set_input_files(listed)


def test_a_long_list_shows_how_far_it_is_and_goes_on_after_it_was_left(
    served: Flask, open_browser: Open, check_page: Check, listed: Path
) -> None:
    page = open_browser(color_scheme="dark")
    choose_file(page, listed)
    # The connection is lost as soon as the list is there.
    page.route(re.compile("/step$"), lambda route: route.abort())
    page.get_by_role("button", name="Show the preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The list is being prepared")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("[data-words]")).to_contain_text("There is no connection.")
    check_page(page)
    page.unroute_all()
    page.goto("/learners/import")
    expect(page.get_by_text("being compared")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="списък.csv").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview of the list")
    expect(page.get_by_text("597 people will be added")).to_be_visible()
    expect(page.get_by_text("There is no such day.")).to_be_visible()
    expect(page.get_by_text("the same name", exact=True)).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Show all 597").click()
    expect(page.get_by_text("Page 1 of 12")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Back to the whole preview").click()
    steps: list[str] = []

    def lose_after_two(route: Route) -> None:
        steps.append(route.request.url)
        route.continue_() if len(steps) <= 2 else route.abort()

    page.route(re.compile("/step$"), lose_after_two)
    page.get_by_role("button", name="Add 597 people").click()
    expect(page.locator("[data-words]")).to_contain_text("There is no connection.")
    assert 0 < people(served) - 1 < 597
    page.unroute_all()
    page.goto("/learners/import")
    page.get_by_role("link", name="списък.csv").click()
    expect(page.get_by_text("597 people were added.")).to_be_visible()
    expect(page.get_by_role("heading", name="2 rows are left to mend")).to_be_visible()
    check_page(page)
    assert people(served) == 598


def test_a_long_list_is_imported_without_scripts(
    served: Flask, open_browser: Open, check_page: Check, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_browser(java_script_enabled=False)
    choose_file(page, listed)
    page.get_by_role("button", name="Show the preview").click()
    expect(page.get_by_text("Reading the rows: 100 of 600")).to_be_visible()
    with monkeypatch.context() as short:
        short.setattr(import_views, "A_WHILE", 0.0)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("Reading the rows: 200 of 600")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add 597 people").click()
    expect(page.get_by_text("Adding people: 100 of 597")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("597 people were added.")).to_be_visible()
    assert people(served) == 598
