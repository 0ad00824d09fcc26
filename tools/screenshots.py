"""Takes the pictures of the README from the demonstration centre: `make screenshots`."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page

from lms import clock, create_app, demo
from lms.database import db
from lms.settings import Settings
from lms.web import catalogues
from tests.browser.serving import SIZES, chromium_browser, serving

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
# A Wednesday evening, three minutes into the first lessons.
MOMENT = datetime(2026, 10, 14, 15, 3, tzinfo=UTC)
PASSWORD = "only for the pictures"


def demonstration(folder: Path) -> tuple[Flask, dict[str, tuple[str, str]]]:
    """An application with the demonstration in it, and the sign-ins by what they are for."""
    app = create_app(Settings(data_dir=folder, secret_key="only for the pictures"))
    with app.app_context():
        upgrade()
        summary = demo.load(PASSWORD, today=MOMENT.date())
        db.session.commit()
    return app, {entry.who: (entry.name, entry.secret) for entry in summary.sign_ins}


def named(sign_ins: dict[str, tuple[str, str]], who: str) -> str:
    """The e-mail of the first whose description begins so."""
    return next(email for said, (email, _) in sign_ins.items() if said.startswith(who))


def sign_in(page: Page, email: str) -> None:
    """Sign in as a member of staff."""
    page.goto("/sign-in")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def roll(page: Page, email: str) -> None:
    """A teacher calling the roll at three minutes past."""
    sign_in(page, email)
    page.locator("main .btn-primary").first.click()
    page.locator("form.is-live").wait_for()
    taps = page.locator(".row-tap")
    taps.nth(0).click()
    taps.nth(2).dblclick()
    page.locator("[data-row][data-standing=confirmed]").nth(1).wait_for()


def statistics(page: Page, email: str) -> None:
    """The numbers of the last year, per centre."""
    sign_in(page, email)
    page.goto("/statistics?by=cohort")


def placement(page: Page, code: str, pin: str) -> None:
    """A learner who reads Arabic at a question of the placement."""
    page.goto(f"/card/{code.replace('-', '')}")
    page.locator("main button[value=ar]").first.click()
    page.locator("[name=pin]").fill(pin)
    page.locator("main form button").last.click()
    page.locator("main a.btn-primary").click()
    page.locator("main form .btn-primary").last.click()
    page.locator("progress").wait_for()


def take(browser: Browser, address: str, name: str, size: str, walk: Callable[[Page], None]) -> None:
    """Walk to a page in a fresh browser and keep what it looks like."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, locale="bg", device_scale_factor=2
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    walk(page)
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


def main() -> None:
    """Take all pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    catalogues.compile_all()
    shift = datetime.now(UTC) - MOMENT
    clock.now = lambda: datetime.now(UTC) - shift
    with TemporaryDirectory() as folder:
        app, sign_ins = demonstration(Path(folder))
        with serving(app) as address, chromium_browser() as browser:
            take(browser, address, "roll", "phone", lambda page: roll(page, named(sign_ins, "teacher, Sofia")))
            take(
                browser, address, "statistics", "laptop", lambda page: statistics(page, named(sign_ins, "coordinator"))
            )
            code, pin = next(sign_ins[who] for who in sign_ins if "has not begun" in who)
            take(browser, address, "placement", "phone", lambda page: placement(page, code, pin))


if __name__ == "__main__":
    main()
