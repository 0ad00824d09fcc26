"""Writing to a person who was missed: the message is ready, and what was sent is kept."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.attendance.absence_letter import message_to
from lms.attendance.absence_queries import Line, line_of
from lms.attendance.pages import Page, blueprint
from lms.courses.models import Enrolment
from lms.messages import words as message_words
from lms.messages.desk import keep_note, mail_it, ways
from lms.messages.forms import TouchForm
from lms.messages.models import Kind
from lms.messages.queries import messages_about, newest
from lms.messages.rules import Prepared


@blueprint.get("/absences/<int:enrolment_id>/message")
@permission("absences.call", "learners.contact", "learners.reach", "learners.change")
def absence_message(enrolment_id: int) -> Page:
    """The message in the person's language, and the programs that send it."""
    enrolment = load_or_404(Enrolment, enrolment_id, "absences.call")
    line = line_of(viewer(), enrolment)
    prepared, own = _ready(line), str(get_locale()).split("_")[0]
    return render_template(
        "attendance/absence_message.html",
        enrolment=enrolment,
        line=line,
        message=prepared,
        in_own=message_to(line, own) if line and prepared and prepared.language != own else None,
        ways=ways(prepared),
        sent=messages_about(viewer(), [Kind.ABSENCE], enrolment.id),
        seen=newest(enrolment.learner_id),
        message_words=message_words,
    )


@blueprint.post("/absences/<int:enrolment_id>/message/noted")
@permission("absences.call")
def absence_message_noted(enrolment_id: int) -> Page:
    """Note by what the message went."""
    enrolment, form = load_or_404(Enrolment, enrolment_id, "absences.call"), TouchForm()
    if prepared := _standing(enrolment, form):
        keep_note(enrolment.learner, prepared, form)
    return redirect(url_for("attendance.absence_message", enrolment_id=enrolment.id), 303)


@blueprint.post("/absences/<int:enrolment_id>/message/mail")
@permission("absences.call")
def absence_message_mail(enrolment_id: int) -> Page:
    """Send the message by e-mail."""
    enrolment, form = load_or_404(Enrolment, enrolment_id, "absences.call"), TouchForm()
    if prepared := _standing(enrolment, form):
        mail_it(enrolment.learner, prepared, form)
    return redirect(url_for("attendance.absence_message", enrolment_id=enrolment_id), 303)


def _ready(line: Line | None) -> Prepared | None:
    """The message while there is something to write about, to somebody who can read it."""
    return message_to(line) if line and not line.unread and line.watched.absences else None


def _standing(enrolment: Enrolment, form: TouchForm) -> Prepared | None:
    if not form.validate() or form.about is not Kind.ABSENCE:
        abort(400)
    prepared = _ready(line_of(viewer(), enrolment))
    if prepared is None:
        flash(_("There is nothing to write about any more, so nothing was sent or noted."), "warning")
    return prepared
