"""Pages of the call list: who is slipping away, and one tap for what came of a call."""

from flask import abort, flash, redirect, render_template, request, url_for

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.accounts.views import next_address
from lms.attendance import absence_words
from lms.attendance.absence_forms import CallForm
from lms.attendance.absence_queries import Line, call_list, line_of
from lms.attendance.absence_reading import limits
from lms.attendance.excuse_queries import by_enrolment, open_excuses
from lms.attendance.pages import Page, blueprint
from lms.courses.models import Enrolment
from lms.learners import words as learner_words
from lms.learners.contact_actions import note_contact
from lms.learners.contact_models import Answer, Contact, Way
from lms.messages import words as message_words

SHOWN = 60
"""How many people a list shows at once; whoever follows more chooses a cohort."""


@blueprint.get("/absences")
@permission("absences.call", "excuses.decide", "learners.reach")
def absences() -> Page:
    """Whom to call, worst first; below them who was called, and on top the excuses that wait for the viewer."""
    every = call_list(viewer())
    cohorts = sorted({line.enrolment.cohort for line in every}, key=lambda cohort: cohort.code)
    chosen = {name: request.args.get(name, 0, type=identifier) for name in ("centre", "cohort")}
    lines = [line for line in every if _asked(line, **chosen)]
    return render_template(
        "attendance/absences.html",
        due=[line for line in lines if line.due],
        called=[line for line in lines if not line.due],
        shown=SHOWN,
        cohorts=cohorts,
        centres=sorted({cohort.centre for cohort in cohorts}, key=lambda centre: centre.name_bg),
        chosen=chosen,
        excuses=by_enrolment(open_excuses(viewer())),
        limits=limits(),
        today=clock.today(),
        words=absence_words,
        people=learner_words,
        message_words=message_words,
    )


def _asked(line: Line, centre: int, cohort: int) -> bool:
    """Whether a line is of the centre and cohort that are asked for; 0 asks for all."""
    where = line.enrolment.cohort
    return centre in (0, where.centre_id) and cohort in (0, where.id)


@blueprint.post("/absences/<int:enrolment_id>/call")
@permission("absences.call")
def note_call(enrolment_id: int) -> Page:
    """Note what came of a call, and lead on to what follows from it."""
    enrolment, form = load_or_404(Enrolment, enrolment_id, "absences.call"), CallForm()
    valid = form.validate()
    if form.tampered or (valid and form.said is None):
        abort(400)
    try:
        contact = _noted(enrolment, form) if valid else None
    except DomainError as refusal:
        flash(refusal.message, "warning")
        return redirect(next_address(), 303)
    if contact is None:
        flash(" ".join(str(error) for errors in form.errors.values() for error in errors), "warning")
        return redirect(next_address(), 303)
    flash(absence_words.noted(contact, enrolment.learner), "success")
    return redirect(_what_follows(enrolment, contact), 303)


def _noted(enrolment: Enrolment, form: CallForm) -> Contact | None:
    if form.said is None:
        return None
    answer, reason = form.said
    facts = {"next_on": form.next_on.data, "note": form.note.data, "reason": reason, "seen": form.seen.data}
    return note_contact(viewer(), enrolment.learner, Way.CALL, answer, **facts)


def _what_follows(enrolment: Enrolment, contact: Contact) -> str:
    """The excuse where a reason was given, the message where nobody answered, otherwise the list again."""
    line = line_of(viewer(), enrolment)
    if contact.reason and line and line.watched.led_here:
        return url_for("attendance.excuse", enrolment_id=enrolment.id, reason=contact.reason)
    if contact.answer is Answer.NO_ANSWER and line and not line.unread:
        return url_for("attendance.absence_message", enrolment_id=enrolment.id)
    return next_address()
