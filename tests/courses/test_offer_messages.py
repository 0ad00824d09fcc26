"""Writing about a place that is offered: the page, what it notes, the reminder, e-mail, and who sees it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.courses.offer_actions import decline_offer, offer_places
from lms.courses.offer_models import Offer
from lms.courses.offer_words import message_of, reminder_of
from lms.database import db
from lms.mail.servers import Server, read_sender
from lms.messages.models import Channel, Kind, SentMessage, State
from tests.courses.conftest import Scene, SetClock, SignIn
from tests.factories import make_centre, make_cohort, make_learner, make_message, make_staff, make_waiting
from tests.mail.post_office import PostOffice, post_office

LANGUAGES = ("bg", "en", "ru", "uk", "ar", "fa", "tr", "zh", "fr")


@pytest.fixture
def mediator(scene: Scene) -> Account:
    return make_staff(Role.MEDIATOR, scene.centre)


@pytest.fixture
def offer(scene: Scene, mediator: Account) -> Offer:
    """A place, offered for two days to somebody who reads Ukrainian."""
    reached = {"phone": "+359888000001", "email": "olena@example.org", "language": "uk"}
    waiting = make_waiting(make_learner(scene.centre, mediator=mediator, **reached))
    cohort = make_cohort(scene.centre, scene.programme, scene.teacher, code="A1-SOF-1")
    (made,) = offer_places(scene.coordinator.viewer, cohort, [waiting], clock.now() + timedelta(days=2))
    db.session.commit()
    return made


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    with post_office() as open_one:
        server = Server(open_one.hostname, open_one.port, read_sender("courses@example.org"))
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail=server))
        yield open_one


def address(offer: Offer, act: str = "") -> str:
    return f"/offers/{offer.id}/message{act}"


def touch(channel: str, kind: str = "offer", seen: int = 0) -> dict[str, object]:
    return {"channel": channel, "kind": kind, "seen": seen}


def lines() -> list[SentMessage]:
    return list(db.session.scalars(select(SentMessage).order_by(SentMessage.id)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_messages_speak_the_person_s_language_and_carry_their_link(
    app: Flask, offer: Offer, language: str
) -> None:
    offer.learner.language = language
    with app.test_request_context():
        prepared = (message_of(offer), reminder_of(offer))
    texts = set()
    for message in prepared:
        assert message is not None and message.language == language
        assert message.text.endswith(f"/offer/{offer.token}")
        assert offer.learner.own_name in message.text
        assert offer.token not in message.kept
        texts.add(message.text)
    assert len(texts) == 2
    assert language == "en" or not any("Hello" in text for text in texts)


def test_a_touch_is_noted_and_the_page_says_so(offer: Offer, coordinator: FlaskClient, scene: Scene) -> None:
    assert "Already sent" not in coordinator.get(address(offer)).text
    assert coordinator.post(address(offer, "/noted"), data=touch("whatsapp")).status_code == 303
    (line,) = lines()
    assert (line.kind, line.channel, line.state, line.by) == (
        Kind.OFFER,
        Channel.WHATSAPP,
        State.NOTED,
        scene.coordinator,
    )
    page = coordinator.get(address(offer)).text
    for said in ("Already sent", "WhatsApp</strong>, today, 09:00", scene.coordinator.name):
        assert said in page


def test_after_the_first_message_comes_the_reminder(offer: Offer, coordinator: FlaskClient) -> None:
    assert "Є місце" in (first := coordinator.get(address(offer)).text) or "є місце" in first
    coordinator.post(address(offer, "/noted"), data=touch("viber"))
    page = coordinator.get(address(offer)).text
    assert "ще тримаємо" in page and 'value="offer_reminder"' in page
    assert 'value="offer"' in coordinator.get(address(offer, "?text=offer")).text
    assert 'value="offer_reminder"' in coordinator.get(address(offer, "?text=pigeon")).text


def test_what_was_not_sent_after_all_brings_the_first_message_back(offer: Offer, coordinator: FlaskClient) -> None:
    coordinator.post(address(offer, "/noted"), data=touch("whatsapp"))
    (line,) = lines()
    unsent = f"/learners/{offer.learner_id}/messages/{line.id}/unsent"
    answer = coordinator.post(unsent, data={"next": address(offer)})
    assert answer.headers["Location"] == address(offer)
    assert line.state is State.FAILED
    page = coordinator.get(address(offer)).text
    assert "Not sent yet" in page and 'value="offer"' in page


def test_an_e_mail_is_sent_from_the_page(offer: Offer, coordinator: FlaskClient, office: PostOffice) -> None:
    assert "Send the e-mail now" in coordinator.get(address(offer)).text
    page = coordinator.post(address(offer, "/mail"), data=touch("mail"), follow_redirects=True).text
    assert "The e-mail to olena@example.org was sent." in page and "Already sent" in page
    assert f"/offer/{offer.token}" in office.letters[0].get_content()
    again = coordinator.post(address(offer, "/mail"), data=touch("mail"), follow_redirects=True).text
    assert "Somebody wrote to this person meanwhile" in again
    assert len(office.letters) == 1


def test_a_refused_e_mail_is_told_and_kept(offer: Offer, coordinator: FlaskClient, office: PostOffice) -> None:
    office.refusals["RCPT"] = "550 5.1.1 No such person"
    page = coordinator.post(address(offer, "/mail"), data=touch("mail"), follow_redirects=True).text
    assert "does not take this address" in page and "550 5.1.1 No such person" in page
    assert [line.state for line in lines()] == [State.FAILED]
    assert "Not sent yet" in page


def test_without_a_server_no_e_mail_is_offered_or_sent(offer: Offer, coordinator: FlaskClient) -> None:
    assert "Send the e-mail now" not in coordinator.get(address(offer)).text
    assert coordinator.post(address(offer, "/mail"), data=touch("mail")).status_code == 400


def test_without_telephone_and_e_mail_the_page_leads_to_the_record(
    offer: Offer, coordinator: FlaskClient, client_as: SignIn, mediator: Account
) -> None:
    offer.learner.phone = offer.learner.email = None
    page = coordinator.get(address(offer)).text
    assert "No telephone and no e-mail" in page and f"/learners/{offer.learner_id}/change" in page
    assert "wa.me" not in page and 'value="other"' in page
    page = client_as(mediator).get(address(offer)).text
    assert "A coordinator can add one." in page and "/change" not in page


def test_a_mediator_writes_to_the_people_they_accompany(
    offer: Offer, client_as: SignIn, mediator: Account, scene: Scene
) -> None:
    page = client_as(mediator)
    assert address(offer) in page.get(f"/learners/{offer.learner_id}").text
    assert "not written to yet" in page.get(f"/learners/{offer.learner_id}").text
    assert page.post(address(offer, "/noted"), data=touch("sms")).status_code == 303
    assert "SMS" in page.get(f"/learners/{offer.learner_id}").text
    other = client_as(make_staff(Role.MEDIATOR, scene.centre))
    for act in ("", "/noted", "/mail"):
        assert other.open(address(offer, act), method="POST" if act else "GET").status_code == 404


def test_who_has_the_cohort_but_not_the_person_does_not_read_their_telephone(
    offer: Offer, coordinator: FlaskClient
) -> None:
    assert coordinator.get(address(offer)).status_code == 200
    offer.learner.centre = make_centre()
    assert coordinator.get(address(offer)).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"channel": "pigeon"},
        {"channel": "mail"},
        {"kind": "pigeon"},
        {"seen": "many"},
        {"seen": -1},
        {"seen": 2**40},
    ],
)
def test_what_the_page_did_not_make_is_refused(
    offer: Offer, coordinator: FlaskClient, given: dict[str, object]
) -> None:
    assert coordinator.post(address(offer, "/noted"), data=touch("sms") | given).status_code == 400
    assert lines() == []


def test_an_offer_that_was_answered_or_ran_out_is_written_about_no_more(
    offer: Offer, coordinator: FlaskClient, scene: Scene, set_clock: SetClock, office: PostOffice
) -> None:
    record = f"/learners/{offer.learner_id}"
    assert address(offer) in coordinator.get(record).text
    set_clock(offer.reply_by)
    for answered in (False, True):
        if answered:
            decline_offer(scene.coordinator.viewer, offer)
        assert address(offer) not in coordinator.get(record).text
        assert "can no longer be answered" in coordinator.get(address(offer)).text
        for act in ("/noted", "/mail"):
            page = coordinator.post(address(offer, act), data=touch("mail"), follow_redirects=True).text
            assert "nothing was sent or noted" in page and "wa.me" not in page
    assert lines() == [] and office.letters == []


def test_a_message_can_be_read_where_it_was_not_sent(
    offer: Offer, coordinator: FlaskClient, client_as: SignIn, scene: Scene
) -> None:
    coordinator.post(address(offer, "/noted"), data=touch("whatsapp"))
    person = coordinator.get(f"/learners/{offer.learner_id}").text
    assert "Message sent (WhatsApp): offer of a place" in person
    assert f"09:00 · {scene.coordinator.name}" in person
    texts = coordinator.get(f"/learners/{offer.learner_id}/messages").text
    assert "/offer/…" in texts and str(offer.token) not in texts
    assert "No messages yet" in coordinator.get(f"/learners/{make_learner(scene.centre).id}/messages").text
    teacher, elsewhere = client_as(scene.teacher), client_as(make_staff(Role.TEACHER, scene.centre))
    read = teacher.get(f"/learners/{offer.learner_id}/messages").text
    assert "/offer/…" in read and "It was not sent" not in read
    assert elsewhere.get(f"/learners/{offer.learner_id}/messages").status_code == 404


def test_nobody_notes_for_one_person_what_was_sent_to_another(
    offer: Offer, coordinator: FlaskClient, scene: Scene
) -> None:
    line = make_message(make_learner(scene.centre))
    assert coordinator.post(f"/learners/{offer.learner_id}/messages/{line.id}/unsent").status_code == 404
    assert line.went
