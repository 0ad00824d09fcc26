"""A quiz on a learner's phone: one item after the other, with the network gone in the middle, and in Arabic."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import ConsoleMessage, Locator, Page, expect
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.quizzes.assignment_models import Accommodation, Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.states import AttemptState, ItemKind, Layout, QuizKind
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.taking.conftest import live
from tests.browser.conftest import sign_in
from tests.browser.test_offline import kept
from tests.factories import (
    PASSWORD,
    PIN,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_learner_account,
    make_programme,
    make_staff,
    save,
)

Open = Callable[..., Page]
Check = Callable[[Page], None]
Take = Callable[..., Page]
phone_only = pytest.mark.parametrize("size", ["phone"], indirect=True)
KINDS = (
    ItemKind.SINGLE_CHOICE,
    ItemKind.SEVERAL_CHOICES,
    ItemKind.TRUE_FALSE,
    ItemKind.GAP_TYPED,
    ItemKind.GAP_LIST,
    ItemKind.ORDERING,
    ItemKind.MATCHING,
    ItemKind.WRITTEN,
)
WORDS = ("искам", "да", "купя", "хляб")
PAIRS = (("☕", "кафе"), ("🚌", "автобус"), ("🍌", "банан"))


@pytest.fixture
def take(open_browser: Open, served: Flask) -> Take:
    """Begin a quiz of these kinds of items on a fresh phone: `take(*KINDS, locale="ar")`."""

    def take(*kinds: ItemKind, kind: QuizKind = QuizKind.UNIT, locale: str = "en", **facts: object) -> Page:
        with served.app_context():
            centre = make_centre()
            teacher = make_staff(Role.TEACHER, centre, email="teacher@example.org")
            cohort = make_cohort(centre, make_programme(), teacher)
            account = make_learner_account(centre, card_code="ABCD2345", locale=locale)
            enrol(make_learner(centre, account=account), cohort)
            quiz = save(Quiz(code="unit", kind=kind, title="Тест 1", shuffled=False, **facts))
            for number, one in enumerate(kinds, 1):
                save(QuizItem(quiz_id=quiz.id, position=number, item_version=live(number, one)))
            opens_at = clock.now() - timedelta(hours=1)
            save(Assignment(quiz=quiz, cohort=cohort, opens_at=opens_at, attempts=1, assigned_by=teacher))
        page = open_browser(locale=locale)
        page.goto("/card/ABCD2345")
        page.locator("[name=pin]").fill(PIN)
        page.locator("main form button").last.click()
        page.get_by_role("link", name="Тест 1").click()
        page.locator("main form button").click()
        expect(page.locator("form.is-live")).to_be_visible()
        return page

    return take


def item(page: Page, number: int) -> Locator:
    return page.locator(f".quiz-item[data-number='{number}']")


def forward(page: Page) -> None:
    page.get_by_role("button", name="Next", exact=True).click()


def state(page: Page) -> Locator:
    return page.locator("[data-state]")


def answer(page: Page, number: int) -> None:
    """Answer the item on the page rightly, as a thumb does."""
    box = item(page, number)
    expect(box).to_be_visible()
    kind = KINDS[number - 1]
    if kind is ItemKind.SINGLE_CHOICE:
        box.get_by_label("съм").check()
    elif kind is ItemKind.SEVERAL_CHOICES:
        box.get_by_label("хляб").check()
        box.get_by_label("мляко").check()
    elif kind is ItemKind.TRUE_FALSE:
        box.get_by_label("True", exact=True).check()
    elif kind is ItemKind.GAP_TYPED:
        box.get_by_label("Gap 1").fill("чета")
        box.get_by_label("Gap 2").fill("чете")
    elif kind is ItemKind.GAP_LIST:
        box.get_by_label("Gap 1").select_option("съм")
        box.get_by_label("Gap 2").select_option("е")
    elif kind is ItemKind.ORDERING:
        for word in WORDS:
            box.locator(".heap-of-parts").get_by_role("button", name=word, exact=True).click()
    elif kind is ItemKind.MATCHING:
        for left, right in PAIRS:
            box.get_by_label(left).select_option(right)
    else:
        box.get_by_role("textbox").fill("Здравейте! Днес няма да дойда на урок.")


def responses(app: Flask) -> dict[int, float | None]:
    """The share of each answer the server has, by the place of its item."""
    with app.app_context():
        found = db.session.scalars(select(Response).order_by(Response.position)).all()
        assert len({one.position for one in found}) == len(found)
        return {one.position: one.share for one in found}


def handed_in(app: Flask) -> bool:
    with app.app_context():
        return db.session.scalars(select(Attempt)).one().state is AttemptState.FINISHED


def not_kept(page: Page) -> list[str]:
    """The scripts and styles of the page that the device has no copy of; what a browser remembers besides may go."""
    found: list[str] = page.evaluate(
        """async () => {
          const loaded = performance.getEntriesByType("resource").map((one) => one.name);
          const files = loaded.filter((name) => /[.](js|css)$/.test(name) && !name.endsWith("/service-worker.js"));
          const copies = await Promise.all(files.map((name) => caches.match(name)));
          return files.filter((_, place) => !copies[place]);
        }"""
    )
    return found


@phone_only
def test_an_answer_waits_from_the_moment_it_is_given(take: Take) -> None:
    page = kept(take(ItemKind.SINGLE_CHOICE))
    expect(state(page)).to_have_text("Your answers are kept.")
    # Read in the same breath: nothing that the device does later can have been done by then.
    said = page.evaluate(
        "document.querySelector('.quiz-item input').click(), document.querySelector('[data-state]').textContent"
    )
    assert said == "Kept on this phone, not sent yet: 1"
    expect(state(page)).to_have_text("Your answers are kept.")


def test_a_quiz_goes_on_without_a_network_over_a_reload_and_arrives_whole(
    take: Take, served: Flask, check_page: Check
) -> None:
    page = kept(take(*KINDS))
    assert not_kept(page) == []
    check_page(page)
    for number in (1, 2, 3):
        answer(page, number)
        forward(page)
    expect(state(page)).to_have_text("Your answers are kept.")
    assert responses(served) == {1: 1.0, 2: 1.0, 3: 1.0}
    page.context.set_offline(True)
    for number in (4, 5):
        answer(page, number)
        forward(page)
    expect(state(page)).to_have_text("Kept on this phone, not sent yet: 2")
    page.reload()
    expect(page.locator("form.is-live")).to_be_visible()
    expect(state(page)).to_have_text("Kept on this phone, not sent yet: 2")
    check_page(page)
    # Whoever comes back goes on at the first item without an answer, and finds those before.
    expect(item(page, 6)).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(item(page, 5).get_by_label("Gap 2").locator("option:checked")).to_have_text("е")
    forward(page)
    for number in (6, 7, 8):
        answer(page, number)
        forward(page)
    expect(page.get_by_role("heading", name="This is the end.")).to_be_visible()
    expect(page.locator("[data-open]")).to_be_hidden()
    page.get_by_role("button", name="Hand in").click()
    expect(state(page)).to_have_text("It is handed in as soon as there is a network. You can close this page.")
    check_page(page)
    assert responses(served) == {1: 1.0, 2: 1.0, 3: 1.0} and not handed_in(served)
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile(r"/quizzes/attempts/\d+/result$"))
    assert responses(served) == dict.fromkeys(range(1, 8), 1.0) | {8: None}
    assert handed_in(served)


@pytest.fixture
def complaints() -> Iterator[Callable[[Page], list[str]]]:
    """What a page says in the console, from now on."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    def listen(page: Page) -> list[str]:
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        return said

    yield listen


@pytest.mark.parametrize("layout", list(Layout))
def test_the_page_in_arabic_is_read_from_the_right_and_what_is_taught_from_the_left(
    take: Take, check_page: Check, complaints: Callable[[Page], list[str]], layout: Layout
) -> None:
    page = take(*KINDS, locale="ar", layout=layout)
    said = complaints(page)
    page.reload()
    kept(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    for taught in page.locator(".taught, .asked, .line-of-parts, .heap-of-parts").all():
        assert taught.evaluate("(element) => getComputedStyle(element).direction") == "ltr"
    check_page(page)
    if layout is Layout.ONE_BY_ONE:
        for number in range(1, len(KINDS) + 1):
            expect(item(page, number)).to_be_visible()
            check_page(page)
            page.locator("[data-next]").click()
    page.locator("[name=hand_in]").click()
    expect(page).to_have_url(re.compile("/result$"))
    check_page(page)
    assert said == []


@phone_only
def test_the_simple_page_asks_one_thing_at_a_time_in_large_letters(
    take: Take, served: Flask, check_page: Check
) -> None:
    page = take(*KINDS[:3], layout=Layout.ALL_AT_ONCE)
    usual = page.locator(".taught").first.evaluate("(text) => parseFloat(getComputedStyle(text).fontSize)")
    with served.app_context():
        learner, teacher = db.session.scalars(select(Learner)).one(), db.session.scalars(select(Account)).first()
        save(Accommodation(learner=learner, simple_layout=True, noted_by=teacher))
    page.reload()
    expect(page.locator("form.is-live")).to_be_visible()
    expect(page.locator(".quiz-item:visible")).to_have_count(1)
    assert page.locator(".taught").first.evaluate("(text) => parseFloat(getComputedStyle(text).fontSize)") > usual
    check_page(page)
    answer(page, 1)
    forward(page)
    expect(item(page, 2)).to_be_visible()
    check_page(page)


@phone_only
def test_the_enter_key_in_a_gap_hands_nothing_in(take: Take, served: Flask) -> None:
    page = kept(take(ItemKind.GAP_TYPED, ItemKind.SINGLE_CHOICE))
    gap = item(page, 1).get_by_label("Gap 1")
    gap.fill("чета")
    gap.press("Enter")
    expect(item(page, 1).get_by_label("Gap 2")).to_be_focused()
    item(page, 1).get_by_label("Gap 2").press("Enter")
    expect(state(page)).to_have_text("Your answers are kept.")
    expect(item(page, 2)).to_be_visible()
    assert responses(served) == {1: 0.5} and not handed_in(served)


@phone_only
def test_a_practice_says_at_once_what_is_right_and_keeps_the_rest_for_later(
    take: Take, served: Flask, check_page: Check
) -> None:
    page = kept(take(*KINDS[:2], kind=QuizKind.PRACTICE))
    page.get_by_role("button", name="Check").click()
    expect(item(page, 1).get_by_role("alert")).to_have_text("Give an answer first.")
    item(page, 1).get_by_label("си", exact=True).check()
    page.get_by_role("button", name="Check").click()
    expect(item(page, 1).get_by_role("status")).to_contain_text("Not quite.")
    expect(item(page, 1).locator(".answer")).to_have_attribute("inert", "")
    check_page(page)
    forward(page)
    page.context.set_offline(True)
    answer(page, 2)
    page.get_by_role("button", name="Check").click()
    expect(state(page)).to_have_text("Kept on this phone, not sent yet: 1")
    page.context.set_offline(False)
    expect(item(page, 2).get_by_role("status")).to_contain_text("Right!")
    assert responses(served) == {1: 0.0, 2: 1.0}


@phone_only
def test_what_was_handed_in_without_a_network_goes_out_from_the_first_page(take: Take, served: Flask) -> None:
    page = kept(take(*KINDS[:1]))
    context = page.context
    context.set_offline(True)
    answer(page, 1)
    forward(page)
    page.get_by_role("button", name="Hand in").click()
    expect(state(page)).to_contain_text("You can close this page.")
    page.close()
    # Not every browser sends what is kept when no page is open: this one must not either, here.
    context.route("**/answers", lambda route: route.abort() if route.request.service_worker else route.continue_())
    assert responses(served) == {}
    context.set_offline(False)
    home = context.new_page()
    with home.expect_response("**/answers"):
        home.goto("/learn")
    expect(home.get_by_text("Handed in")).to_be_visible()
    assert responses(served) == {1: 1.0} and handed_in(served)


def test_the_teacher_sees_the_results_on_a_phone_and_on_a_laptop(
    take: Take, served: Flask, open_browser: Open, check_page: Check
) -> None:
    learner = take(*KINDS[:4])
    for number in (1, 2, 3):
        answer(learner, number)
        forward(learner)
    item(learner, 4).get_by_label("Gap 1").fill("ЧЕТА")
    forward(learner)
    learner.get_by_role("button", name="Hand in").click()
    expect(learner).to_have_url(re.compile("/result$"))
    teacher = open_browser()
    sign_in(teacher, "teacher@example.org", PASSWORD)
    teacher.get_by_role("link", name=re.compile("Тест 1")).click()
    check_page(teacher)
    expect(teacher.get_by_text("partly right", exact=True).last).to_be_attached()
    teacher.locator("#item-4 summary").first.click()
    check_page(teacher)
    teacher.locator("#item-4 details a").first.click()
    expect(teacher.get_by_text("Let pass: capital letters")).to_be_visible()
    check_page(teacher)
    teacher.get_by_role("link", name="All results").click()
    teacher.get_by_role("button", name="Show the results to everybody").click()
    expect(teacher.get_by_text("Everybody sees their results now.")).to_be_visible()
    check_page(teacher)
    teacher.get_by_role("link", name=re.compile("Ковал")).first.click()
    teacher.get_by_role("link", name="To the person").click()
    check_page(teacher)
    teacher.get_by_role("link", name="Note what they need").click()
    teacher.get_by_label("More time").fill("25")
    check_page(teacher)
    teacher.get_by_role("button", name="Save").click()
    expect(teacher.get_by_text("25 % more time")).to_be_visible()
    learner.reload()
    expect(learner.get_by_text("Partly right.")).to_be_visible()
