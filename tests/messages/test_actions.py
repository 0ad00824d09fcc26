"""Noting what was sent and sending e-mail: once, without secrets, and with nothing lost when the server fails."""

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import create_engine, insert, select, text

from lms import clock
from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role, Viewer
from lms.database import db
from lms.learners.models import Learner
from lms.mail.letters import Trouble
from lms.mail.servers import Server
from lms.messages import actions
from lms.messages.actions import WrittenMeanwhile, note_sent, note_unsent, send_mail
from lms.messages.models import Channel, Kind, SentMessage, State
from lms.messages.queries import last_sent, messages_about, messages_to, newest
from tests.factories import make_centre, make_learner, make_message, make_staff, name_for
from tests.mail.post_office import PostOffice
from tests.messages.conftest import SECRET, Desk


def lines() -> list[SentMessage]:
    return list(db.session.scalars(select(SentMessage).order_by(SentMessage.id)))


def everything_kept() -> str:
    """All that stands in the database, as whoever stole it would read it."""
    tables = db.metadata.sorted_tables
    return "".join(str(row) for table in tables for row in db.session.execute(select(table)))


def test_what_was_sent_is_kept_with_when_and_by_whom(desk: Desk) -> None:
    note_sent(desk.coordinator.viewer, desk.learner, desk.prepared(7), Channel.WHATSAPP, seen=0)
    (line,) = lines()
    assert (line.learner, line.kind, line.about_id, line.language) == (desk.learner, Kind.OFFER, 7, "bg")
    assert (line.channel, line.state, line.by) == (Channel.WHATSAPP, State.NOTED, desk.coordinator)
    assert line.at <= clock.now()
    assert line.text == "Здравейте! https://azbuka.example.org/offer/…"
    audit = db.session.scalars(select(AuditLine).where(AuditLine.act == "message.send")).one()
    assert (audit.subject_id, audit.detail["channel"]) == (desk.learner.id, "whatsapp")


def test_one_touch_is_one_line_however_often_it_arrives(desk: Desk) -> None:
    by, message = desk.coordinator.viewer, desk.prepared()
    first = note_sent(by, desk.learner, message, Channel.WHATSAPP, seen=0)
    assert note_sent(by, desk.learner, message, Channel.WHATSAPP, seen=0) is first
    assert note_sent(by, desk.learner, message, Channel.SMS, seen=0) is not first
    assert note_sent(desk.mediator.viewer, desk.learner, message, Channel.WHATSAPP, seen=0) is not first
    assert note_sent(by, desk.learner, message, Channel.WHATSAPP, seen=newest(desk.learner.id)) is not first
    assert len(lines()) == 4


def test_an_e_mail_goes_with_its_link_and_is_kept_without(desk: Desk, office: PostOffice, server: Server) -> None:
    line = send_mail(desk.coordinator.viewer, server, desk.learner, desk.prepared(), seen=0)
    assert (line.state, line.channel, line.trouble) == (State.SENT, Channel.MAIL, None)
    assert SECRET in office.letters[0].get_content()
    assert SECRET not in everything_kept()


def test_two_touches_send_one_e_mail(desk: Desk, office: PostOffice, server: Server) -> None:
    send_mail(desk.coordinator.viewer, server, desk.learner, desk.prepared(), seen=0)
    with pytest.raises(WrittenMeanwhile):
        send_mail(desk.mediator.viewer, server, desk.learner, desk.prepared(), seen=0)
    assert len(office.letters) == len(lines()) == 1


def test_two_people_at_the_same_moment_send_one_e_mail(
    app: Flask, desk: Desk, office: PostOffice, server: Server
) -> None:
    viewers, message, learner_id = (desk.coordinator.viewer, desk.mediator.viewer), desk.prepared(), desk.learner.id
    together = Barrier(2)

    def write(by: Viewer) -> str:
        with app.app_context():
            together.wait()
            try:
                state = send_mail(by, server, db.session.get_one(Learner, learner_id), message, seen=0).state
            except WrittenMeanwhile:
                return "refused"
            db.session.commit()
            return state

    db.session.commit()
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, viewers)) == ["refused", "sent"]
    assert len(office.letters) == 1


@pytest.mark.parametrize(
    ("step", "answer", "trouble"),
    [
        ("RCPT", "550 5.1.1 No such person", Trouble.RECIPIENT),
        ("DATA", "554 5.7.1 Spam", Trouble.REFUSED),
    ],
)
def test_a_refusal_is_kept_with_its_reason(
    desk: Desk, office: PostOffice, server: Server, step: str, answer: str, trouble: Trouble
) -> None:
    office.refusals[step] = answer
    line = send_mail(desk.coordinator.viewer, server, desk.learner, desk.prepared(), seen=0)
    assert (line.state, line.trouble, line.said) == (State.FAILED, trouble, answer)
    assert last_sent(desk.coordinator.viewer, [Kind.OFFER], [1]) == {}


def test_a_server_that_is_gone_loses_nothing(desk: Desk, server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        gone = replace(server, port=probe.getsockname()[1])
    line = send_mail(desk.coordinator.viewer, gone, desk.learner, desk.prepared(), seen=0)
    assert (line.state, line.trouble) == (State.FAILED, Trouble.UNREACHABLE)


@pytest.mark.parametrize("address", ["amina@example.org\nBcc: spy@example.org", "amina\r\n\r\n@example.org", "amina"])
def test_an_address_with_more_in_it_sends_nothing(desk: Desk, office: PostOffice, server: Server, address: str) -> None:
    message = replace(desk.prepared(), email=address)
    line = send_mail(desk.coordinator.viewer, server, desk.learner, message, seen=0)
    assert (line.state, line.trouble, office.letters) == (State.FAILED, Trouble.RECIPIENT, [])


def test_while_the_server_thinks_others_can_write(desk: Desk, office: PostOffice, server: Server) -> None:
    centre = {"code": "NEW", "name_bg": "Нов", "name_en": "New", "address": "", "time_zone": "Europe/Sofia"}
    found: list[str] = []

    address = db.engine.url

    def others_write() -> None:
        other = create_engine(address)
        with other.begin() as connection:
            found.extend(connection.scalars(text("SELECT state FROM sent_message")))
            connection.execute(insert(db.metadata.tables["centre"]), centre)
        other.dispose()

    office.on_letter = others_write
    send_mail(desk.coordinator.viewer, server, desk.learner, desk.prepared(), seen=0)
    # The line was there before the letter: an interrupted talk is not forgotten.
    assert found == ["sending"]
    assert len(office.letters) == 1


def test_an_interrupted_talk_stays_in_sight(desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "send", killed)
    with pytest.raises(KeyboardInterrupt):
        send_mail(desk.coordinator.viewer, server, desk.learner, desk.prepared(), seen=0)
    db.session.rollback()
    (line,) = messages_to(desk.learner, desk.coordinator.viewer)
    assert line.state is State.SENDING
    note_unsent(desk.coordinator.viewer, line)
    assert (line.state, line.trouble) == (State.FAILED, None)


def test_what_the_mail_server_took_cannot_be_called_back(desk: Desk, server: Server) -> None:
    line = send_mail(desk.coordinator.viewer, server, desk.learner, desk.prepared(), seen=0)
    with pytest.raises(DomainError, match="cannot be called back"):
        note_unsent(desk.coordinator.viewer, line)
    assert line.went


def test_the_last_message_that_went_is_found_for_each_record(desk: Desk) -> None:
    by = desk.coordinator.viewer
    make_message(desk.learner, about_id=1, channel=Channel.WHATSAPP)
    reminder = make_message(desk.learner, about_id=1, kind=Kind.OFFER_REMINDER, channel=Channel.VIBER)
    make_message(desk.learner, about_id=1, channel=Channel.MAIL, state=State.FAILED)
    other = make_message(desk.learner, about_id=2, channel=Channel.SMS)
    both = [Kind.OFFER, Kind.OFFER_REMINDER]
    assert last_sent(by, both, [1, 2, 3]) == {1: reminder, 2: other}
    assert last_sent(by, [Kind.OFFER_REMINDER], [1, 2]) == {1: reminder}
    assert last_sent(by, both, []) == {}


def test_who_may_not_reach_the_person_is_told_nothing(desk: Desk) -> None:
    make_message(desk.learner)
    stranger = make_staff(Role.COORDINATOR, make_centre())
    teacher, observer = (make_staff(role, desk.centre) for role in (Role.TEACHER, Role.OBSERVER))
    for one in (stranger, teacher, observer, make_staff(Role.MEDIATOR, desk.centre)):
        assert last_sent(one.viewer, [Kind.OFFER], [1]) == {}
        assert not messages_to(desk.learner, one.viewer)
        assert not messages_about(one.viewer, [Kind.OFFER], 1)
    for one in (desk.coordinator, desk.mediator):
        assert len(messages_to(desk.learner, one.viewer)) == len(last_sent(one.viewer, [Kind.OFFER], [1])) == 1


def test_of_an_unaccompanied_minor_only_those_named_read_what_was_sent(desk: Desk) -> None:
    minor = make_learner(desk.centre, unaccompanied=True, mediator=desk.mediator)
    make_message(minor, about_id=5)
    name_for(minor, desk.coordinator)
    assert last_sent(desk.coordinator.viewer, [Kind.OFFER], [5]).keys() == {5}
    for other in (desk.mediator, make_staff(Role.COORDINATOR, desk.centre)):
        assert last_sent(other.viewer, [Kind.OFFER], [5]) == {}
