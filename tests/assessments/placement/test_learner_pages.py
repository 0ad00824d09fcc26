"""The placement as a learner walks it, on a phone, with or without luck."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from babel.support import Translations
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.models import Sound
from lms.assessments.judging.showing import show
from lms.assessments.placement import decisions
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState
from lms.centres.models import Centre
from lms.courses.states import EnrolmentState, LessonState, Level
from lms.database import db
from lms.demo.answers import right
from lms.learners.models import Learner
from tests.assessments.conftest import Sit, send
from tests.assessments.judging.sending import sent
from tests.factories import (
    PIN,
    enrol,
    make_cohort,
    make_learner,
    make_learner_account,
    make_lesson,
    make_programme,
    make_room,
    make_staff,
)

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def phone(client_as: SignIn, learner: Learner) -> FlaskClient:
    return client_as(learner.account)


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Where the question's form goes, and what it carries."""
    address = re.search(r'action="(/placement/\d+)"', page)
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert address and version
    return address[1], {"version": version[1]}


def press(phone: FlaskClient, page: str, **answer: str) -> str:
    """Answer the question on a page and follow to the next."""
    address, carried = form_of(page)
    return send(phone, address, **carried | answer)


def attempt_now() -> Attempt:
    return db.session.scalars(select(Attempt).order_by(Attempt.id.desc()).limit(1)).one()


def right_fields() -> dict[str, str]:
    """What the page sends for the right answer to what is asked now."""
    attempt = attempt_now()
    version = attempt.asked
    assert version is not None
    shown = show(version.kind, version.body, f"{attempt.seed}/{version.id}")
    return {name: values[0] for name, values in sent(shown, right(version.kind, version.body)).items()}


def read_letters(phone: FlaskClient) -> str:
    """Do the letters check without a mistake, as far as the page of the statements."""
    page = begun(phone)
    for _ in range(8):
        page = press(phone, page, **right_fields())
    return page


def begun(phone: FlaskClient) -> str:
    return send(phone, "/placement")


def answered() -> int:
    return db.session.scalar(select(func.count(Response.id))) or 0


def test_the_language_is_chosen_first(client_as: SignIn, quiz: Quiz, centre: Centre) -> None:
    account = make_learner_account(centre, locale=None)
    make_learner(centre, account=account)
    phone = client_as(account)
    page = phone.get("/learn").text
    assert 'value="ar" lang="ar"' in page
    phone.post("/language", data={"locale": "ar", "next": "/learn"})
    page = phone.get("/learn").text
    assert 'lang="ar" dir="rtl"' in page
    assert "/placement" in page


def test_the_way_from_the_first_page_to_thanks(phone: FlaskClient, quiz: Quiz, learner: Learner) -> None:
    home = phone.get("/learn").text
    assert f"Welcome, {learner.own_name}" in home
    assert 'href="/placement"' in home
    assert "It is not an exam." in phone.get("/placement").text
    assert "Question 1 of at most 8" in begun(phone)
    page = read_letters(phone)
    assert "What can you do in Bulgarian?" in page
    assert "I can say my name" in page
    page = send(phone, f"/placement/{attempt_now().id}/can-do", said="name")
    assert "Question 1 of at most 25" in page
    while "version" in page:
        page = press(phone, page, **right_fields())
    assert "Thank you" in page
    assert "You read Bulgarian letters." in page
    assert attempt_now().suggested_level is Level.B1
    assert "We have your answers" in phone.get("/learn").text


def test_whoever_does_not_read_is_let_go_kindly(phone: FlaskClient, quiz: Quiz) -> None:
    page = begun(phone)
    for _ in range(4):
        page = press(phone, page, unknown="1")
    assert "Thank you" in page
    assert "You will learn them with us, step by step." in page
    assert "wrong" not in page.split("<main")[1]


def test_who_reads_arabic_meets_no_sentence_in_another_language_but_what_is_taught(
    quiz: Quiz, app: Flask, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed: list[str] = []

    def watched(catalogue: Translations, sentence: str) -> str:
        found = Translations.gettext(catalogue, sentence)
        if found == sentence:
            missed.append(sentence)
        return str(found)

    monkeypatch.setattr(Translations, "ugettext", watched)
    phone = app.test_client()
    phone.post("/language", data={"locale": "ar"})
    account = learner.account
    account.card_code, account.locale = "ABCD2345", None
    assert "ABCD-2345" in phone.get("/card/ABCD2345").text
    assert phone.post("/card", data={"code": "ABCD2345", "pin": "000000"}).status_code == 422
    assert phone.post("/card", data={"code": "ABCD2345", "pin": PIN}).status_code == 303
    phone.get("/learn")
    phone.get("/placement")
    press(phone, begun(phone))
    page = read_letters(phone)
    page = send(phone, f"/placement/{attempt_now().id}/can-do", said="name")
    press(phone, page)
    while "version" in page:
        page = press(phone, page, unknown="1")
    assert 'dir="rtl"' in page
    phone.get("/learn")
    phone.get("/nowhere")
    assert set(missed) == {"Version"}, "only the label of a hidden field, which nobody sees"


def test_the_greeting_is_in_letters_the_person_reads(phone: FlaskClient, learner: Learner) -> None:
    learner.preferred_name, learner.given_cyrillic, learner.name_native = None, "Рана", "رنا الحداد"
    assert "Welcome, رنا الحداد" in phone.get("/learn").text
    learner.name_native, learner.given_latin = None, "Rana"
    assert "Welcome, Rana" in phone.get("/learn").text


def test_the_learner_sees_no_mark_and_no_level(phone: FlaskClient, learner: Learner, sit: Sit) -> None:
    sit(learner, Level.A1)
    for address in ("/learn", "/placement"):
        page = phone.get(address).text
        assert not re.search(r"\bA1\b|\bA2\b|\b9\b|%|right answers", page.split("<main")[1].split("</main")[0])


def test_what_is_taught_is_marked_as_bulgarian(phone: FlaskClient, quiz: Quiz) -> None:
    page = begun(phone)
    assert 'lang="bg" dir="ltr"' in page
    assert "Listen. Which letter do you hear?" in page
    assert "Ж" in page


def test_the_key_never_reaches_the_browser(phone: FlaskClient, quiz: Quiz) -> None:
    page = begun(phone)
    version = quiz.items[0].item_version
    body = version.body
    for secret in (body["why"], version.grammar, *(c["tempts"] for c in body["choices"] if "tempts" in c)):
        assert secret not in page
    assert "key" not in page.split("<form")[-2].replace("data-keys", "").replace("js/answering", "")
    assert set(re.findall(r'name="choice"[^>]*value="(\w+)"', page)) == {"1", "2", "3", "4"}


def test_not_knowing_is_an_answer_and_wins_over_a_choice(phone: FlaskClient, quiz: Quiz) -> None:
    press(phone, begun(phone), choice="2", unknown="1")
    kept = db.session.scalars(select(Response)).one()
    assert kept.answer is None
    assert not kept.correct


def test_a_script_is_answered_with_the_next_question_and_an_answer_that_is_sent_twice_counts_once(
    phone: FlaskClient, quiz: Quiz
) -> None:
    address, carried = form_of(begun(phone))
    pages = []
    for _ in range(2):
        answer = phone.post(address, data=carried | {"choice": "1"}, headers={"Sec-Fetch-Dest": "empty"})
        assert answer.status_code == 200
        assert "Question 2 of" in answer.text
        pages.append(form_of(answer.text))
    assert pages[0] == pages[1] != (address, carried)
    assert answered() == 1


def test_without_a_choice_the_question_says_what_to_do(phone: FlaskClient, quiz: Quiz) -> None:
    address, carried = form_of(begun(phone))
    for data, said in (
        (carried, "Give an answer, or press “I don’t know”."),
        (carried | {"choice": "z"}, "Choose one of the answers."),
    ):
        answer = phone.post(address, data=data)
        assert answer.status_code == 422
        assert said in answer.text
    assert answered() == 0


def test_an_attempt_goes_on_where_it_stood_on_another_device(
    phone: FlaskClient, client_as: SignIn, learner: Learner, quiz: Quiz
) -> None:
    press(phone, press(phone, begun(phone), choice="1"), choice="1")
    other_device = client_as(learner.account)
    assert "Go on where you stopped" in other_device.get("/learn").text
    assert "Question 3 of" in other_device.get("/placement").text
    assert "Question 3 of" in begun(other_device)


def test_sending_twice_and_two_tabs_do_no_harm(phone: FlaskClient, quiz: Quiz) -> None:
    first = begun(phone)
    press(phone, first, **right_fields())
    page = press(phone, first, choice="1")
    assert "Question 2 of" in page
    kept = db.session.scalars(select(Response)).one()
    assert kept.answer == {"choice": quiz.items[0].item_version.body["key"]}


@pytest.mark.parametrize("version", ["", "x", "999999999"])
def test_a_tampered_form_shows_the_present_question(phone: FlaskClient, quiz: Quiz, version: str) -> None:
    address, _ = form_of(begun(phone))
    assert "Question 1 of" in send(phone, address, version=version, choice="1")
    assert answered() == 0


def test_somebody_elses_attempt_is_not_there(phone: FlaskClient, client_as: SignIn, centre: Centre, quiz: Quiz) -> None:
    address, carried = form_of(begun(phone))
    other = make_learner(centre, account=make_learner_account(centre))
    stranger = client_as(other.account)
    assert stranger.post(address, data=carried | {"choice": "1"}).status_code == 404
    assert stranger.get(address.replace("placement", "placements")).status_code == 404
    assert answered() == 0


def test_an_old_page_of_a_finished_attempt_leads_to_thanks(phone: FlaskClient, learner: Learner, quiz: Quiz) -> None:
    page = begun(phone)
    last = page
    for _ in range(4):
        last, page = page, press(phone, page, unknown="1")
    assert "Thank you" in page
    assert "Thank you" in press(phone, last, choice="1")
    assert answered() == 4


def test_a_second_attempt_is_offered_when_it_is_allowed(
    phone: FlaskClient, learner: Learner, coordinator: Account, sit: Sit
) -> None:
    attempt = sit(learner, Level.A1)
    assert "ask at the centre" in begun(phone)
    decisions.allow_retake(coordinator.viewer, attempt)
    assert "once more" in phone.get("/learn").text
    assert "Question 1 of" in begun(phone)
    assert db.session.scalar(select(func.count(Attempt.id))) == 2


def test_a_decided_level_becomes_a_next_step(
    phone: FlaskClient, learner: Learner, coordinator: Account, sit: Sit
) -> None:
    decisions.decide(coordinator.viewer, sit(learner, Level.A1), Level.A1, "")
    assert "We suggest the course A1 for you." in phone.get("/learn").text


def test_without_questions_the_person_is_told_kindly(phone: FlaskClient) -> None:
    assert "no questions at the moment" in begun(phone)


def test_staff_have_no_placement_of_their_own(client_as: SignIn, coordinator: Account, quiz: Quiz) -> None:
    for address in ("/learn", "/placement"):
        assert client_as(coordinator).get(address).status_code == 404


def test_an_account_without_a_record_of_a_person_finds_nothing(client_as: SignIn, centre: Centre) -> None:
    phone = client_as(make_learner_account(centre))
    assert phone.get("/learn").status_code == 404
    assert phone.post("/placement").status_code == 404


def test_a_page_weighs_at_most_60_kilobytes_on_a_first_visit(phone: FlaskClient, quiz: Quiz) -> None:
    page = begun(phone)
    weight = len(gzip.compress(page.encode()))
    for address in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)):
        with phone.get(address) as file:
            weight += len(gzip.compress(file.data))
    assert weight <= 60 * 1024


def test_each_question_and_its_state_survive_a_reload(phone: FlaskClient, quiz: Quiz) -> None:
    begun(phone)
    for _ in range(3):
        assert "Question 1 of" in phone.get("/placement").text
    attempt = db.session.scalars(select(Attempt)).one()
    assert attempt.state is AttemptState.STARTED
    assert attempt.asked_id == quiz.items[0].item_version_id


def test_an_attempt_left_for_more_than_three_days_is_begun_anew(
    phone: FlaskClient, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = begun(phone)
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Go on where you stopped" not in phone.get("/learn").text
    assert "You stopped more than three days ago." in phone.get("/placement").text
    assert "You stopped more than three days ago." in press(phone, old, choice="1")
    assert answered() == 0
    assert "Question 1 of" in begun(phone)
    assert db.session.scalar(select(func.count(Attempt.id))) == 2


def test_a_sound_is_there_for_whoever_has_its_address(phone: FlaskClient, quiz: Quiz, app: Flask) -> None:
    db.session.add(Sound(digest="ab" * 32, data=b"ID3" * 100, seconds=1.0, synthetic=True))
    db.session.commit()
    address = f"/sounds/{'ab' * 32}"
    answer = phone.get(address)
    assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, "audio/mpeg", 300)
    assert "immutable" in answer.headers["Cache-Control"]
    part = phone.get(address, headers={"Range": "bytes=3-5"})
    assert (part.status_code, part.data) == (206, b"ID3")
    assert phone.get(f"/sounds/{'cd' * 32}").status_code == 404
    assert app.test_client().get(address).status_code == 303


def test_whoever_is_in_a_course_sees_it_and_the_next_lesson(
    phone: FlaskClient, learner: Learner, centre: Centre
) -> None:
    teacher = make_staff(Role.TEACHER, centre, name="Иван Колев")
    cohort = make_cohort(
        centre, make_programme(title_en="Bulgarian A1"), teacher, room=make_room(centre, name="Зала 5"), ends_on=None
    )
    yesterday, tomorrow = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    for moment, state in ((yesterday, "held"), (tomorrow, "cancelled"), (tomorrow + timedelta(days=1), "planned")):
        why = "учителят е болен" if state == "cancelled" else None
        make_lesson(cohort, moment, state=LessonState(state), cancel_reason=why, number=len(cohort.lessons) + 1)
    assert "Bulgarian A1" not in phone.get("/learn").text
    enrolment = enrol(learner, cohort)
    page = phone.get("/learn").text
    for said in ("Your course", "Bulgarian A1", "Зала 5", "Иван Колев", cohort.lessons[2].starts_at.isoformat()):
        assert said in page, said
    assert "First we find the right course" not in page
    assert "Short questions show your teacher" in page, "enrolled before the placement: it can still be taken"
    enrolment.state, enrolment.ends_on = EnrolmentState.WITHDRAWN, clock.today()
    assert "First we find the right course" in phone.get("/learn").text


def test_whoever_joins_later_sees_the_first_lesson_they_can_come_to(
    phone: FlaskClient, learner: Learner, centre: Centre
) -> None:
    cohort = make_cohort(centre, make_programme(), make_staff(Role.TEACHER, centre), ends_on=None)
    days = [clock.now() + timedelta(days=number) for number in range(1, 6)]
    lessons = [make_lesson(cohort, day, number=number) for number, day in enumerate(days, 1)]
    enrol(learner, cohort, starts_on=clock.to_local(days[4], centre.time_zone).date())
    page = phone.get("/learn").text
    assert lessons[4].starts_at.isoformat() in page
    assert lessons[0].starts_at.isoformat() not in page


def test_a_course_that_is_over_is_not_shown(phone: FlaskClient, learner: Learner, centre: Centre) -> None:
    cohort = make_cohort(
        centre, make_programme(), make_staff(Role.TEACHER, centre), ends_on=clock.today() - timedelta(days=1)
    )
    enrol(learner, cohort)
    assert "Your course" not in phone.get("/learn").text
