"""A served Azbuka and a Chromium in front of it, on a telephone and on a laptop.

The application runs in this process on a free port and at a moment of its own: Monday 2 March 2026,
18:02 in Sofia.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from lms import clock, create_app
from lms.database import db
from lms.settings import Settings
from tests import soak
from tests.browser import CHROMIUM
from tests.browser.serving import SIZES, chromium_browser, serving
from tests.conftest import _empty_database

EVENING = datetime(2026, 3, 2, 16, 2, tzinfo=UTC)


ON_A_LAPTOP = frozenset({"calendar", "finding", "forming", "import", "intake", "main_job", "places", "timetable"})
"""What is done beside Excel; everything else is done on a phone."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Walk each task on the device it is done on; `make soak` walks all of them on both."""
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker("browser")
        if not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))
    if soak.FACTOR == 1:
        again = {item for item in ours if _is_on_the_other_device(item, ours)}
        config.hook.pytest_deselected(items=list(again))
        items[:] = [item for item in items if item not in again]


def _is_on_the_other_device(item: pytest.Item, among: list[pytest.Item]) -> bool:
    own = "laptop" if item.path.stem.removeprefix("test_") in ON_A_LAPTOP else "phone"
    other = {"laptop": "phone", "phone": "laptop"}[own]
    twin = item.nodeid.replace(f"{other}]", f"{own}]").replace(f"{other}-", f"{own}-")
    return twin != item.nodeid and any(one.nodeid == twin for one in among)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let the application believe that it is Monday evening; cookies keep the browser's time."""
    shift = datetime.now(UTC) - EVENING
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) - shift)
    return EVENING


@pytest.fixture(scope="session")
def app_to_serve(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One for all tests: a new one would put every page and every question to the database together anew."""
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("served"), secret_key="only for tests"))
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def served(app_to_serve: Flask, evening: datetime) -> Iterator[Flask]:
    """The application with an empty database, answering at app.config["BASE_URL"]."""
    with app_to_serve.app_context():
        _empty_database()
    with serving(app_to_serve):
        yield app_to_serve


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    """A telephone, then a laptop."""
    return str(request.param)


@pytest.fixture
def open_browser(chromium: Browser, served: Flask, size: str) -> Iterator[Callable[..., Page]]:
    """Open a fresh browser: `open_browser(locale="bg")`."""
    contexts: list[BrowserContext] = []

    def open_one(locale: str = "en", **options: object) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=served.config["BASE_URL"],
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            locale=locale,
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """Hold a page against axe-core and against its own width; both must find nothing.

    A page that is still arriving has half of its style and none of its colours, hence the wait.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{page.url} scrolls sideways by {wider} pixels"

    return check


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as a member of staff."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
