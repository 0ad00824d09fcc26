"""What was sent to a person: the page with the texts, the panel on the person's page, noting what did not go."""

from flask import Blueprint, abort, flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, load_or_404
from lms.access.viewer import Viewer, viewer
from lms.accounts.views import next_address
from lms.learners.models import Learner
from lms.learners.panels import Panel, provides_panel
from lms.messages import timeline, words
from lms.messages.actions import note_unsent
from lms.messages.queries import messages_to

blueprint = Blueprint("messages", __name__, url_prefix="/learners")
__all__ = ["blueprint", "timeline"]
LATEST = 3
"""How many messages the person's page shows."""


@blueprint.get("/<int:learner_id>/messages")
@permission("learners.reach", "learners.contact")
def index(learner_id: int) -> str:
    """Everything that was sent to a person, with its text."""
    learner = load_or_404(Learner, learner_id, "learners.reach")
    found = messages_to(learner, viewer())
    return render_template("messages/index.html", learner=learner, found=found, message_words=words)


@blueprint.post("/<int:learner_id>/messages/<int:message_id>/unsent")
@permission("learners.contact")
def unsent(learner_id: int, message_id: int) -> Response:
    """Note that a message did not go after all."""
    learner = load_or_404(Learner, learner_id, "learners.contact")
    message = next((one for one in messages_to(learner, viewer()) if one.id == message_id), None)
    if message is None:
        abort(404)
    try:
        note_unsent(viewer(), message)
    except DomainError as refusal:
        flash(refusal.message, "warning")
    else:
        flash(_("It is noted that this message was not sent."), "success")
    return redirect(next_address(), 303)


@provides_panel
def messages_panel(learner: Learner, viewer: Viewer) -> Panel | None:
    """The latest messages to a person, where there are any."""
    found = messages_to(learner, viewer) if holds(viewer.role, "learners.reach") else ()
    if not found:
        return None
    facts = {"learner": learner, "messages": found[:LATEST], "more": len(found) > LATEST, "words": words}
    return Panel(_("Messages"), "messages/panel.html", facts)
