"""A learner says an answer on a phone, hears it and says it again, without a network too; the teacher marks it."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.marking.models import Recording
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.states import AttemptState, ItemKind, ItemLevel, ItemState, QuizKind, Skill
from lms.database import db
from tests.assessments.judging.items import BODIES
from tests.browser import WITH_MICROPHONE
from tests.browser.conftest import sign_in
from tests.browser.serving import QUIET
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
INSTRUCTIONS = {ItemKind.SPOKEN: "say_short", ItemKind.TRUE_FALSE: "read_true_false"}
SKILLS = {ItemKind.SPOKEN: Skill.SPEAKING, ItemKind.TRUE_FALSE: Skill.READING}
pytestmark = [
    pytest.mark.parametrize("size", ["phone"], indirect=True),
    pytest.mark.skipif(not WITH_MICROPHONE, reason="there is no Chromium with a microphone on this machine"),
]


@pytest.fixture(scope="module")
def chromium(chromium: Browser) -> Iterator[Browser]:
    """One with a window, though nobody sees it: it asks who may use the microphone."""
    browser = chromium.browser_type.launch(executable_path=WITH_MICROPHONE, args=list(QUIET))
    yield browser
    browser.close()


def item(kind: ItemKind) -> ItemVersion:
    body = {**BODIES[kind], "instruction": INSTRUCTIONS[kind], "why": "Така е.", "model": "Казвам се Амина."}
    body["tempts"] = {"false": "Денят се бърка.", "not_said": "Денят е казан с друга дума."}
    head = {"level": ItemLevel.A1, "topic": "people", "grammar": "сегашно време", "state": ItemState.LIVE}
    return ItemVersion(item=Item(code=f"A1-{kind}"), skill=SKILLS[kind], kind=kind, body=body, **head)


@pytest.fixture
def assignment_id(served: Flask) -> int:
    """A unit test with a spoken item and one more, given to a cohort of one."""
    with served.app_context():
        sofia = make_centre(code="SOF", name_bg="София", name_en="Sofia")
        teacher = make_staff(Role.TEACHER, sofia, email="teacher@example.org", name="Иван Колев")
        cohort = make_cohort(sofia, make_programme(), teacher, code="A1-SOF-1")
        account = make_learner_account(sofia, card_code="ABCD2345", locale="en")
        enrol(make_learner(sofia, given_latin="Amina", given_cyrillic="Амина", account=account), cohort)
        quiz = save(Quiz(code="unit", kind=QuizKind.UNIT, title="Моето семейство", shuffled=False))
        for position, kind in enumerate(SKILLS, 1):
            save(QuizItem(quiz_id=quiz.id, position=position, item_version=item(kind)))
        opened = clock.now() - timedelta(hours=1)
        given = save(Assignment(quiz=quiz, cohort=cohort, opens_at=opened, assigned_by_id=teacher.id))
        return given.id


def begin(phone: Page, assignment_id: int) -> Page:
    """Sign in with the card and begin the quiz."""
    phone.goto(f"/card?next=/quizzes/given/{assignment_id}")
    phone.locator("[name=code]").fill("ABCD-2345")
    phone.locator("[name=pin]").fill(PIN)
    phone.locator("main form button").last.click()
    phone.get_by_role("button", name="Start").click()
    expect(phone.locator("form.is-live")).to_be_visible()
    return phone


def speak(phone: Page, press: str = "Record") -> None:
    """Say something for a second or two."""
    phone.get_by_role("button", name=press, exact=True).click()
    expect(phone.get_by_role("button", name="Stop")).to_contain_text("0:01 / 0:30")
    phone.get_by_role("button", name="Stop").click()
    expect(phone.get_by_role("button", name="Record again")).to_be_visible()


def recorded(served: Flask) -> list[float]:
    with served.app_context():
        return list(db.session.scalars(select(Recording.seconds)))


def made_at(served: Flask) -> datetime:
    with served.app_context():
        return db.session.scalars(select(Recording.made_at)).one()


STATE = "[data-state]"
SENT = re.compile(r"/recordings/\d+$")


def test_an_answer_is_said_heard_and_said_again(
    served: Flask, assignment_id: int, open_browser: Open, check_page: Check
) -> None:
    phone = begin(open_browser(permissions=["microphone"]), assignment_id)
    check_page(phone)
    with phone.expect_response(SENT):
        speak(phone)
    expect(phone.locator(STATE)).to_have_text("Your answers are kept.")
    assert 0.9 < recorded(served)[0] < 5
    first = made_at(served)
    phone.get_by_role("button", name="Listen").click()
    expect(phone.get_by_role("button", name="Listen again")).to_be_visible()
    expect(phone.get_by_label("I want to say it to my teacher.")).to_be_hidden()
    check_page(phone)
    with phone.expect_response(SENT):
        speak(phone, "Record again")
    assert made_at(served) > first
    # Whoever comes back hears it still.
    phone.reload()
    phone.get_by_role("button", name="Back").click()
    phone.get_by_role("button", name="Listen").click()
    expect(phone.get_by_role("button", name="Listen again")).to_be_visible()


def test_without_a_network_it_is_kept_played_and_sent_later(
    served: Flask, assignment_id: int, open_browser: Open
) -> None:
    phone = kept(begin(open_browser(permissions=["microphone"]), assignment_id))
    phone.context.set_offline(True)
    speak(phone)
    expect(phone.locator(STATE)).to_have_text("Kept on this phone, not sent yet: 1")
    phone.reload()
    phone.get_by_role("button", name="Back").click()
    phone.get_by_role("button", name="Listen").click()
    expect(phone.get_by_role("button", name="Listen again")).to_be_visible()
    # Handed in without a network: the recording goes first, and then the end of it.
    for _ in range(2):
        phone.get_by_role("button", name="Next").click()
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.locator(STATE)).to_contain_text("It is handed in as soon as there is a network.")
    assert recorded(served) == []
    phone.context.set_offline(False)
    expect(phone).to_have_url(re.compile("/result$"), timeout=20_000)
    assert len(recorded(served)) == 1
    with served.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert attempt.state is AttemptState.FINISHED
        assert [one.answer and "recording" in one.answer for one in attempt.responses] == [True]


def test_a_microphone_that_is_not_allowed_is_said_and_the_teacher_hears_it_instead(
    served: Flask, assignment_id: int, open_browser: Open, check_page: Check
) -> None:
    phone = begin(open_browser(), assignment_id)
    phone.get_by_role("button", name="Record", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("The microphone is not allowed.")
    check_page(phone)
    phone.get_by_label("I want to say it to my teacher.").check()
    expect(phone.locator(STATE)).to_have_text("Your answers are kept.")
    with served.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert [one.answer for one in attempt.responses] == [{"live": True}]


def test_where_there_is_no_microphone_a_file_is_sent(
    served: Flask, assignment_id: int, open_browser: Open, check_page: Check
) -> None:
    phone = open_browser()
    phone.add_init_script("delete Navigator.prototype.mediaDevices")
    begin(phone, assignment_id)
    expect(phone.get_by_role("alert")).to_contain_text("There is no microphone here.")
    check_page(phone)
    file = phone.get_by_label("Record your answer and send the file")
    file.set_input_files({"name": "answer.webm", "mimeType": "audio/webm", "buffer": b"not a sound"})
    expect(phone.get_by_role("alert")).to_contain_text("There is no sound in it.")
    expect(phone.get_by_role("button", name="Listen")).to_be_hidden()
    assert recorded(served) == []


def test_the_teacher_hears_it_marks_it_by_the_lines_and_the_person_reads_them(
    served: Flask, assignment_id: int, open_browser: Open, check_page: Check
) -> None:
    phone = begin(open_browser(permissions=["microphone"]), assignment_id)
    speak(phone)
    expect(phone.locator(STATE)).to_have_text("Your answers are kept.")
    for _ in range(2):
        phone.get_by_role("button", name="Next").click()
    phone.get_by_role("button", name="Hand in").click()
    expect(phone).to_have_url(re.compile("/result$"))

    desk = open_browser()
    sign_in(desk, "teacher@example.org", PASSWORD)
    desk.goto("/marking")
    check_page(desk)
    desk.get_by_role("link", name="Mark 1 answer").click()
    check_page(desk)
    desk.get_by_role("button", name="Listen").click()
    expect(desk.get_by_role("button", name="Listen again")).to_be_visible()
    for line in ("Answers all that is asked.", "Too few words for the level; repeats a lot."):
        desk.get_by_label(line).check()
    desk.get_by_role("button", name="Save and next").click()
    expect(desk.get_by_role("alert")).to_contain_text("Choose a line.")
    check_page(desk)
    for line in ("Simple sentences are nearly always right.", "Understood, though with pauses."):
        desk.get_by_label(line).check()
    desk.get_by_label("Comment to the person").fill("Браво!")
    desk.get_by_role("button", name="Save and next").click()
    expect(desk.get_by_text("Nothing waits to be marked")).to_be_visible()

    with served.app_context():
        db.session.get_one(Assignment, assignment_id).released_at = clock.now()
        db.session.commit()
    phone.reload()
    expect(phone.get_by_text("Браво!")).to_be_visible()
    phone.get_by_role("button", name="Listen").click()
    expect(phone.get_by_role("button", name="Listen again")).to_be_visible()
    check_page(phone)
