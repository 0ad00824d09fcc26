"""Pages for noting a call, and the panel with the calls on a person's page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, load_or_404
from lms.access.viewer import Viewer, viewer
from lms.learners import words
from lms.learners.contact_actions import note_contact
from lms.learners.contact_forms import ContactForm
from lms.learners.contact_models import Answer, Way
from lms.learners.contact_queries import contacts_of
from lms.learners.models import Learner
from lms.learners.panels import Panel, provides_panel

blueprint = Blueprint("contacts", __name__, url_prefix="/learners")


@blueprint.route("/<int:learner_id>/contact", methods=["GET", "POST"])
@permission("learners.reach", "learners.contact")
def note(learner_id: int) -> str | Response | tuple[str, int]:
    """Note a call, a message or a visit, and what came of it."""
    learner = load_or_404(Learner, learner_id, "learners.reach")
    form = ContactForm()
    if form.validate_on_submit():
        try:
            way, answer = Way(form.way.data), Answer(form.answer.data)
            note_contact(viewer(), learner, way, answer, form.next_on.data, form.note.data)
        except DomainError as refusal:
            form.next_on.errors = [refusal.message]
        else:
            flash(_("Your note is kept."), "success")
            return redirect(url_for("learners.show", learner_id=learner.id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("learners/contact.html", form=form, learner=learner), status


@provides_panel
def contacts_panel(learner: Learner, viewer: Viewer) -> Panel | None:
    """How a person was reached; nothing for whoever may not reach them."""
    if not holds(viewer.role, "learners.reach"):
        return None
    facts = {"learner": learner, "contacts": contacts_of(learner, viewer), "words": words}
    return Panel(_("Calls and visits"), "learners/contacts_panel.html", facts)
