"""The narrowest telephones: names of sixty letters and everything that must be pressed by a thumb."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from lms.access.viewer import Role
from lms.database import db
from tests.browser.conftest import sign_in
from tests.factories import (
    PASSWORD,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_programme,
    make_staff,
    make_waiting,
)

NAME = {
    "given_latin": "Wilhelmina-Konstantinopolitanskayaivanovabartholomea",
    "family_latin": "Montgomeryfeatherstonehaugh",
    "given_cyrillic": "Вилхелмина-Константинополитанскаяивановабартоломея",
    "phone": "+35915550001",
}
LOW = """() => [...document.querySelectorAll("main :is(.btn, .touch, summary, a[href^='tel:'])")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def addresses(served: Flask) -> list[str]:
    """Every kind of page on which a name stands."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia", address="ул. „Цар Асен“ 77")
        make_staff(Role.COORDINATOR, sofia, email="coordinator@example.org")
        cohort = make_cohort(sofia, make_programme(), make_staff(Role.TEACHER, sofia))
        one, other = make_learner(sofia, **NAME), make_learner(sofia, **NAME)
        entry, enrolment = make_waiting(one), enrol(other, cohort)
        found = [f"/learners/{one.id}{page}" for page in ("", "/change", "/consents", "/contact", "/safeguarding")]
        found += [f"/waiting/{entry.id}{page}" for page in ("", "/change", "/priority", "/close")]
        found += [f"/enrolments/{enrolment.id}{page}" for page in ("/transfer", "/withdraw")]
        found += ["/learners", "/learners/duplicates", f"/learners/{one.id}/merge/{other.id}", "/waiting"]
        found += [f"/cohorts/{cohort.id}", f"/requests/poster/{sofia.id}"]
        db.session.commit()
    return found


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_no_page_scrolls_sideways_and_everything_can_be_pressed(
    open_browser: Callable[..., Page], addresses: list[str], check_page: Callable[[Page], None]
) -> None:
    page = open_browser()
    page.set_viewport_size({"width": 320, "height": 568})
    sign_in(page, "coordinator@example.org", PASSWORD)
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        check_page(page)
        assert page.evaluate(LOW) == [], address
