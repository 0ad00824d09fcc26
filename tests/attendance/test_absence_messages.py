"""Writing to who was missed: in their language, warm, without a reason; what was sent is kept; who may write."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.absence_letter import message_to
from lms.attendance.absence_queries import line_of
from lms.database import db
from lms.messages.models import Channel, Kind, SentMessage
from tests.attendance.absences import Slipping
from tests.factories import make_staff

SignIn = Callable[[Account], FlaskClient]
MISSED = {
    "bg": "понеделник, 16 март",
    "en": "Monday, 16 March",
    "ru": "понедельник, 16 марта",
    "uk": "понеділок, 16 березня",
    "ar": "الاثنين، 16 مارس",
    "fa": "دوشنبه 16 مارس",
    "tr": "16 Mart Pazartesi",
    "zh": "3月16日星期一",
    "fr": "lundi 16 mars",
}


def address(slipping: Slipping, act: str = "") -> str:
    return f"/absences/{slipping.people['Амир'].id}/message{act}"


def touch(**given: object) -> dict[str, object]:
    return {"channel": "whatsapp", "kind": "absence", "seen": 0} | given


def text(app: Flask, slipping: Slipping, language: str) -> str:
    amir = slipping.people["Амир"]
    amir.learner.language = language
    line = line_of(slipping.mediator.viewer, amir)
    assert line
    with app.test_request_context():
        prepared = message_to(line)
    assert prepared.language == language
    return prepared.text


@pytest.mark.parametrize("language", MISSED)
def test_the_message_names_the_lesson_the_next_one_and_who_writes(
    app: Flask, slipping: Slipping, language: str
) -> None:
    centre, room = slipping.cohort.centre, slipping.cohort.room
    centre.phone = "02 555 0100"
    said = text(app, slipping, language)
    assert room
    for part in (slipping.people["Амир"].learner.own_name, MISSED[language], "18:00", room.name, centre.address):
        assert part in said, (part, said)
    assert said.endswith("02 555 0100")
    assert language == "en" or "We missed you" not in said


@pytest.mark.parametrize("language", MISSED)
def test_it_knows_no_reason_and_no_number(app: Flask, slipping: Slipping, language: str) -> None:
    said = text(app, slipping, language).lower()
    for word in ("болест", "absen", "отсъств", "%", "отсутств", "malad"):
        assert word not in said


def test_online_and_without_a_next_lesson_it_says_what_there_is(app: Flask, slipping: Slipping) -> None:
    slipping.cohort.online = True
    assert "at 18:00, online." in text(app, slipping, "en")
    slipping.cohort.online, slipping.cohort.centre.address = False, ""
    for lesson in slipping.ahead:
        lesson.room = None
    assert "Tuesday, 17 March at 18:00.\n" in text(app, slipping, "en")
    for lesson in slipping.ahead:
        db.session.delete(lesson)
    assert "The next lesson" not in text(app, slipping, "en")


def test_a_language_we_do_not_speak_gets_the_first_of_ours(app: Flask, slipping: Slipping) -> None:
    slipping.people["Амир"].learner.language = "sw"
    line = line_of(slipping.mediator.viewer, slipping.people["Амир"])
    assert line
    with app.test_request_context():
        assert message_to(line).language == "bg"


@pytest.mark.parametrize("who", ["mediator", "teacher", "coordinator"])
def test_a_touch_is_noted_and_shown(slipping: Slipping, client_as: SignIn, who: str) -> None:
    page = client_as(getattr(slipping, who))
    shown = page.get(address(slipping)).text
    assert "Вітаємо" in shown and "https://wa.me/359888000100?text=" in shown and "We missed you" in shown
    assert page.post(address(slipping, "/noted"), data=touch()).status_code == 303
    (line,) = db.session.scalars(select(SentMessage))
    assert (line.kind, line.channel, line.about_id) == (
        Kind.ABSENCE,
        Channel.WHATSAPP,
        slipping.people["Амир"].id,
    )
    assert "Already sent" in page.get(address(slipping)).text
    assert "Written to (WhatsApp), today, 20:00" in page.get("/absences").text
    assert "missed lesson" in page.get(f"/learners/{line.learner_id}/messages").text


def test_whoever_is_not_on_the_list_is_not_written_to(slipping: Slipping, client_as: SignIn) -> None:
    leila = f"/absences/{slipping.people['Лейла'].id}/message"
    page = client_as(slipping.teacher)
    shown = page.get(leila).text
    assert "is not on the call list any more" in shown and "wa.me" not in shown and "+359" not in shown
    for act in ("/noted", "/mail"):
        told = page.post(leila + act, data=touch(), follow_redirects=True).text
        assert "nothing was sent or noted" in told
    assert db.session.scalars(select(SentMessage)).all() == []


@pytest.mark.parametrize("given", [{"kind": "offer"}, {"channel": "pigeon"}, {"channel": "mail"}, {"seen": "x"}])
def test_what_the_page_did_not_make_is_refused(slipping: Slipping, client_as: SignIn, given: dict[str, object]) -> None:
    assert client_as(slipping.teacher).post(address(slipping, "/noted"), data=touch(**given)).status_code == 400


def test_without_a_server_no_e_mail_goes(slipping: Slipping, client_as: SignIn) -> None:
    assert client_as(slipping.teacher).post(address(slipping, "/mail"), data=touch(channel="mail")).status_code == 400


def test_others_do_not_write(slipping: Slipping, client_as: SignIn) -> None:
    other = client_as(make_staff(Role.MEDIATOR, slipping.cohort.centre))
    for act in ("", "/noted", "/mail"):
        assert other.open(address(slipping, act), method="POST" if act else "GET").status_code == 404
