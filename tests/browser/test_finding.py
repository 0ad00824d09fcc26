"""Finding a person whose name was spelled otherwise, and making one record of two."""

import re
from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

from lms.access.viewer import Role
from tests.browser.conftest import sign_in
from tests.factories import PASSWORD, make_centre, make_learner, make_staff


def test_a_name_spelled_otherwise_is_found_and_its_second_record_merged(
    served: Flask, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    with served.app_context():
        centre = make_centre(name_en="Sofia")
        make_staff(Role.COORDINATOR, centre, email="coordinator@example.org")
        names = {"family_latin": "Haddad", "family_cyrillic": "Хадад", "phone": "+35915550001"}
        make_learner(centre, given_latin="Muhammad", given_cyrillic="Мухаммад", number="A-900001", **names)
        make_learner(centre, given_latin="Mohamed", given_cyrillic="Мохамед", number="A-900002", town="Перник", **names)
    page = open_browser()
    sign_in(page, "coordinator@example.org", PASSWORD)
    page.goto("/learners")
    page.get_by_role("searchbox").fill("محمد")
    page.get_by_role("searchbox").press("Enter")
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Muhammad Haddad")).to_be_visible()
    expect(main.get_by_text("“محمد” is also written “Mohamed”")).to_be_visible()
    check_page(page)
    main.get_by_role("link", name="Possible duplicates").click()
    expect(main.get_by_text("the same telephone")).to_be_visible()
    check_page(page)
    main.get_by_role("link", name="Compare and merge").click()
    check_page(page)
    main.get_by_role("group", name="Name, as in the document").get_by_text("Mohamed Haddad").click()
    main.get_by_role("button", name="Merge the records").click()
    expect(page.get_by_text("The number A-900002 finds it, too.")).to_be_visible()
    expect(main.get_by_role("heading", level=1)).to_have_text("Mohamed Haddad")
    page.goto("/learners?q=A-900002")
    expect(main.get_by_text(re.compile("A-900001"))).to_be_visible()
    page.goto("/learners/new")
    page.get_by_label("Given name, as in the document").fill("Mohammed")
    page.get_by_label("Family name, as in the document").fill("Hadad")
    main.get_by_role("button", name="Add the person", exact=True).click()
    expect(main.get_by_role("heading", name="Is it one of them?")).to_be_visible()
    check_page(page)
    main.get_by_role("button", name="Somebody else: add the person").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("What next for Мохамед")
