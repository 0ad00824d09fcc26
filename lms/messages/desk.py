"""What every page that sends a message does, whatever the message is about.

A room further right prepares the message, checks its own permission, includes messages/desk.html, and hands the
touches of that page to keep_note and mail_it.
"""

from dataclasses import dataclass

from flask import abort, current_app, flash
from flask_babel import gettext as _

from lms.access.errors import DomainError
from lms.access.viewer import viewer
from lms.learners.models import Learner
from lms.mail.servers import Server
from lms.messages.actions import note_sent, send_mail
from lms.messages.forms import TouchForm
from lms.messages.models import Channel, State
from lms.messages.rules import Opening, Prepared, openings
from lms.messages.words import TROUBLES


@dataclass(frozen=True)
class Ways:
    """How a message can go: the programs that open it, what can be noted by hand, and whether Azbuka sends e-mail."""

    openings: list[Opening]
    notable: list[Channel]
    mails: bool


def ways(message: Prepared | None) -> Ways:
    """How a message can go, for what is known of the person and of the server."""
    if message is None:
        return Ways([], [], False)
    found = openings(message)
    return Ways(found, [*(one.channel for one in found), Channel.OTHER], bool(message.email and _server()))


def keep_note(learner: Learner, message: Prepared, form: TouchForm) -> None:
    """Note a message as the form says; 400 for e-mail, which only the mail server can have taken."""
    if form.by is Channel.MAIL:
        abort(400)
    note_sent(viewer(), learner, message, form.by, form.seen.data)


def mail_it(learner: Learner, message: Prepared, form: TouchForm) -> None:
    """Send a message by e-mail and tell the viewer what came of it; 400 where that is not offered."""
    server = _server()
    if server is None or not message.email:
        abort(400)
    try:
        line = send_mail(viewer(), server, learner, message, form.seen.data)
    except DomainError as refusal:
        flash(refusal.message, "warning")
        return
    if line.state is State.SENT:
        flash(_("The e-mail to %(address)s was sent.", address=message.email), "success")
    else:
        flash(TROUBLES[line.trouble] if line.trouble else _("not sent"), "danger")


def _server() -> Server | None:
    server: Server | None = current_app.config["SETTINGS"].mail
    return server
