"""A teacher writes a question on a telephone between two lessons, a second person reads it, and it goes live."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from lms.access.viewer import Role
from lms.database import db
from tests.browser import CHROMIUM
from tests.browser.conftest import sign_in
from tests.browser.serving import QUIET
from tests.factories import PASSWORD, make_centre, make_staff

PHONE = pytest.mark.parametrize("size", ["phone"], indirect=True)
CHOICES = {"a": ("съм", ""), "b": ("си", "Второ лице."), "c": ("сме", "Множествено число.")}


@pytest.fixture
def staff(served: Flask) -> None:
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        make_staff(Role.TEACHER, sofia, email="author@example.org", name="Весела Авторова")
        make_staff(Role.COORDINATOR, sofia, email="reader@example.org", name="Иван Четящ")
        db.session.commit()


@pytest.fixture
def writing(staff: None, open_browser: Callable[..., Page]) -> Page:
    """The author on their telephone, before an empty form."""
    page = open_browser()
    sign_in(page, "author@example.org", PASSWORD)
    page.goto("/items/new/single_choice")
    return page


def fill(page: Page) -> None:
    """A whole question, as somebody would type it."""
    page.get_by_label("What to do").select_option("fill_gap")
    page.get_by_label("Question").fill("Аз  Марта.")
    page.get_by_label("Question").evaluate("field => field.setSelectionRange(3, 3)")
    page.get_by_role("button", name="Put a gap here").click()
    expect(page.get_by_label("Question")).to_have_value("Аз ___ Марта.")
    for letter, (text, tempts) in CHOICES.items():
        page.get_by_label(f"Choice {letter}", exact=True).fill(text)
        if tempts:
            page.get_by_label(f"Why it tempts {letter}").fill(tempts)
    page.get_by_label("right: Choice a").check()
    page.get_by_label("Skill").select_option("Use of language")
    page.get_by_label("Why the key is right").fill("Първо лице, единствено число.")
    page.get_by_label("Grammar point").fill("съм, сегашно време")


@PHONE
def test_from_new_to_live_by_two_persons(
    staff: None, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    author = open_browser()
    sign_in(author, "author@example.org", PASSWORD)
    author.goto("/items")
    check_page(author)
    author.get_by_role("link", name="New item").first.click()
    check_page(author)
    author.get_by_role("link", name="One right choice").click()
    check_page(author)
    fill(author)
    preview = author.locator("#preview")
    # It is there while one types, with the choices of a learner and without the key.
    expect(preview.get_by_text("Марта.")).to_be_visible()
    for text, _ in CHOICES.values():
        expect(preview.get_by_label(text, exact=True)).to_be_visible()
    expect(preview).not_to_contain_text("Второ лице.")
    assert preview.evaluate("box => box.querySelector('.phone').getBoundingClientRect().width") <= 360
    author.get_by_label("Choice c", exact=True).fill("cме")
    expect(preview.get_by_text("Latin letters in “cме”.")).to_be_visible()
    author.get_by_label("Choice c", exact=True).fill("сме")
    expect(preview.get_by_text("Latin letters")).not_to_be_visible()
    check_page(author)
    # Something is missing: it is said at its field, and nothing is lost.
    author.get_by_label("Why it tempts c").fill("")
    author.get_by_role("button", name="Offer for review").click()
    expect(author.get_by_role("alert")).to_contain_text("Why it tempts c: Say why")
    expect(author.get_by_label("Question")).to_have_value("Аз ___ Марта.")
    check_page(author)
    author.get_by_label("Why it tempts c").fill("Множествено число.")
    author.get_by_role("button", name="Offer for review").click()
    expect(author.get_by_text("Somebody else can review it now.")).to_be_visible()
    check_page(author)

    reader = open_browser()
    sign_in(reader, "reader@example.org", PASSWORD)
    reader.goto("/items")
    reader.get_by_role("link", name="1 waits for your review").click()
    check_page(reader)
    reader.get_by_role("link", name="A1-U-501").click()
    reader.get_by_label("Comment").fill("Добре.")
    check_page(reader)
    reader.get_by_role("button", name="Approve").click()
    expect(reader.get_by_text("Approved. It can go live now.")).to_be_visible()

    author.reload()
    author.get_by_role("button", name="Put it live").click()
    expect(author.get_by_text("people are asked it from now on")).to_be_visible()
    expect(author.get_by_text("Иван Четящ approved it")).to_be_visible()
    check_page(author)
    author.goto("/items?state=live")
    expect(author.get_by_role("link", name="A1-U-501")).to_be_visible()


@PHONE
def test_rows_come_and_go_without_leaving_the_page(writing: Page, check_page: Callable[[Page], None]) -> None:
    fill(writing)
    writing.evaluate("window.stayed = true")
    expect(writing.get_by_label("Choice d", exact=True)).to_be_visible()
    writing.get_by_role("button", name="Remove choice b").click()
    expect(writing.get_by_label("Choice d", exact=True)).not_to_be_visible()
    expect(writing.get_by_label("Choice b", exact=True)).to_have_value("сме")
    writing.get_by_role("button", name="Add a choice").click()
    expect(writing.get_by_label("Choice d", exact=True)).to_be_focused()
    expect(writing.get_by_label("right: Choice a")).to_be_checked()
    assert writing.evaluate("window.stayed")
    check_page(writing)


@PHONE
def test_a_sentence_gets_a_part_of_the_form_for_each_gap(writing: Page) -> None:
    writing.goto("/items/new/gap_typed")
    writing.get_by_label("Question").fill("Аз ___ и тя ___.")
    writing.get_by_label("Question").blur()
    expect(writing.get_by_label("Right answers")).to_have_count(2)
    expect(writing.locator("#preview").get_by_label("Gap 2")).to_be_visible()


@PHONE
def test_what_was_written_survives_a_lost_network_and_a_closed_page(writing: Page) -> None:
    fill(writing)
    writing.context.set_offline(True)
    writing.get_by_label("Choice d", exact=True).fill("съм ли")
    expect(writing.get_by_text("No connection: the preview stands still.")).to_be_visible()
    writing.get_by_role("button", name="Remove choice b").click()
    expect(writing.get_by_label("Choice b", exact=True)).to_have_value("си")
    writing.context.set_offline(False)
    writing.goto("/items")
    writing.goto("/items/new/single_choice")
    expect(writing.get_by_label("Choice b", exact=True)).to_have_value("")
    writing.get_by_role("button", name="Bring it back").click()
    expect(writing.get_by_label("Choice b", exact=True)).to_have_value("си")
    expect(writing.get_by_label("Choice d", exact=True)).to_have_value("съм ли")
    expect(writing.get_by_label("right: Choice a")).to_be_checked()
    expect(writing.get_by_role("button", name="Bring it back")).not_to_be_visible()
    writing.get_by_role("button", name="Save draft").last.click()
    expect(writing.get_by_text("The draft is saved.")).to_be_visible()
    writing.wait_for_load_state("load")
    writing.goto("/items/new/single_choice")
    expect(writing.get_by_role("button", name="Bring it back")).not_to_be_visible()


@PHONE
def test_without_a_script_the_buttons_of_the_form_do_the_same(
    staff: None, open_browser: Callable[..., Page], check_page: Callable[[Page], None]
) -> None:
    page = open_browser(java_script_enabled=False)
    sign_in(page, "author@example.org", PASSWORD)
    page.goto("/items/new/single_choice")
    page.get_by_label("Question").fill("Къде е Марта?")
    page.get_by_label("Choice a", exact=True).fill("тук")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Къде е Марта?")
    page.get_by_role("button", name="Remove choice b").click()
    expect(page.get_by_label("Choice d", exact=True)).not_to_be_visible()
    page.get_by_role("button", name="Add a choice").click()
    expect(page.get_by_label("Choice d", exact=True)).to_be_visible()
    expect(page.get_by_label("Choice a", exact=True)).to_have_value("тук")
    # Enter saves.
    page.get_by_label("Choice d", exact=True).press("Enter")
    expect(page.get_by_text("The draft is saved.")).to_be_visible()


@pytest.fixture
def chromium_with_microphone(chromium: Browser) -> Iterator[Browser]:
    """A Chromium whose microphone hears beeps; beside the other one, which has none."""
    switches = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
    )
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*QUIET, *switches])
    yield browser
    browser.close()


def test_a_recording_is_made_heard_and_made_again(
    served: Flask, staff: None, chromium_with_microphone: Browser, check_page: Callable[[Page], None]
) -> None:
    context = chromium_with_microphone.new_context(
        base_url=served.config["BASE_URL"],
        viewport={"width": 360, "height": 740},
        locale="en",
        permissions=["microphone"],
    )
    page = context.new_page()
    sign_in(page, "author@example.org", PASSWORD)
    page.goto("/items/new/single_choice")
    page.get_by_text("Something to hear").click()
    page.get_by_role("button", name="Add what is said").click()
    page.get_by_label("What is said").fill("Добър ден!")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Recording: 1 of 12 seconds")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Kept. Listen to it as learners will hear it.")).to_be_visible()
    check_page(page)
    sound = page.locator("#item-form audio")
    page.locator("#item-form").get_by_role("button", name="Listen").click()
    expect(page.locator("#item-form").get_by_role("button", name="Listen again")).to_be_visible()
    assert sound.evaluate("audio => audio.duration") > 0.8
    first = sound.get_attribute("src")
    expect(page.locator("#preview audio")).to_have_attribute("src", str(first))
    page.get_by_role("button", name="Record again").click()
    page.get_by_role("button", name="Stop").click()
    expect(sound).not_to_have_attribute("src", str(first))
    page.get_by_label("Or choose a sound file").set_input_files(
        {"name": "x.mp3", "mimeType": "audio/mpeg", "buffer": b"?"}
    )
    expect(page.get_by_text("This is no sound file")).to_be_visible()
    page.get_by_role("button", name="Without this recording").click()
    expect(sound).not_to_be_attached()
    context.close()
