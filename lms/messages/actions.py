"""Sending messages, and noting what was sent by other programs."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.database import db, end_transaction
from lms.learners.models import Learner
from lms.mail.letters import MailFailed, compose
from lms.mail.servers import Server
from lms.mail.talk import send
from lms.messages.models import Channel, SentMessage, State
from lms.messages.queries import newest
from lms.messages.rules import Prepared


class WrittenMeanwhile(DomainError):
    """Something was sent to the person since the page was read."""


def note_sent(by: Viewer, learner: Learner, message: Prepared, channel: Channel, seen: int) -> SentMessage:
    """Note that a message was opened in, or sent by, a program of the viewer's.

    `seen` is the newest message that the page showed. The same touch twice is one line.
    """
    _hold(learner)
    if already := _noted_since(by, learner, message, channel, seen):
        return already
    return _line(by, learner, message, channel, State.NOTED)


def send_mail(by: Viewer, server: Server, learner: Learner, message: Prepared, seen: int) -> SentMessage:
    """Hand a message to the mail server, and keep what came of it.

    The line stands in the database before the talk begins, and no transaction is open while it lasts: others
    write on, and an interrupted talk is not forgotten. Raises WrittenMeanwhile when there is a newer message than
    `seen`, so that two people, or two touches, send one e-mail.
    """
    _hold(learner)
    if newest(learner.id) > seen:
        raise WrittenMeanwhile(
            _l("Somebody wrote to this person meanwhile. Look at what was sent before you write again.")
        )
    line = _line(by, learner, message, Channel.MAIL, State.SENDING)
    line_id = line.id
    end_transaction()
    failed = _hand_over(server, message)
    line = db.session.get_one(SentMessage, line_id)
    line.state = State.FAILED if failed else State.SENT
    if failed:
        line.trouble, line.said = failed.trouble, failed.said[:300] or None
    db.session.flush()
    return line


def note_unsent(by: Viewer, message: SentMessage) -> None:
    """Note by hand that a message did not go. Raises DomainError for one that the mail server took."""
    if message.state is State.SENT:
        raise DomainError(_l("The mail server took this e-mail; it cannot be called back."))
    if message.went:
        message.state = State.FAILED
        record(by, "message.unsent", "learner", message.learner_id, message=message.id)


def _hand_over(server: Server, message: Prepared) -> MailFailed | None:
    try:
        send(server, compose(server.sender, message.email, message.subject, message.text, message.language))
    except MailFailed as failed:
        return failed
    return None


def _hold(learner: Learner) -> None:
    db.session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())


def _noted_since(by: Viewer, learner: Learner, message: Prepared, channel: Channel, seen: int) -> SentMessage | None:
    about = message.about
    noted = select(SentMessage).where(
        SentMessage.id > seen,
        SentMessage.learner_id == learner.id,
        SentMessage.by_id == by.account_id,
        SentMessage.kind == about.kind,
        SentMessage.about_id == about.id,
        SentMessage.channel == channel,
        SentMessage.state == State.NOTED,
    )
    return db.session.scalars(noted.limit(1)).one_or_none()


def _line(by: Viewer, learner: Learner, message: Prepared, channel: Channel, state: State) -> SentMessage:
    about = message.about
    line = SentMessage(
        learner_id=learner.id,
        kind=about.kind,
        about_id=about.id,
        language=message.language,
        text=message.kept,
        channel=channel,
        state=state,
        at=clock.now(),
        by_id=by.account_id,
    )
    db.session.add(line)
    db.session.flush()
    record(by, "message.send", "learner", learner.id, message=line.id, kind=about.kind, channel=channel)
    return line
