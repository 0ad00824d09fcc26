"""Pages for excusing absences after a call, and for deciding about excuses that somebody proposes."""

from collections import Counter
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.attendance import absence_words
from lms.attendance.absence_forms import DecisionForm, ExcuseForm, as_seen
from lms.attendance.absence_queries import line_of
from lms.attendance.excuse_actions import Excused, decide
from lms.attendance.excuse_actions import excuse as excuse_absences
from lms.attendance.excuse_queries import Excusable, excusable, open_excuses
from lms.attendance.pages import Page, blueprint
from lms.courses.models import Enrolment
from lms.learners.contact_models import Reason


@blueprint.route("/absences/<int:enrolment_id>/excuse", methods=["GET", "POST"])
@permission("absences.call", "roll.call")
def excuse(enrolment_id: int) -> Page:
    """Excuse the absences that led to a call, or propose it to whoever calls the roll."""
    enrolment = load_or_404(Enrolment, enrolment_id, "absences.call")
    line = line_of(viewer(), enrolment)
    found = excusable(viewer(), enrolment, [one.lesson_id for one in line.watched.led_here] if line else ())
    form = _form(found)
    if form.validate_on_submit():
        seen, reason = form.seen, Reason(form.reason.data)
        _say(excuse_absences(viewer(), enrolment, seen, reason, form.why.data or None))
        return redirect(url_for("attendance.absences"), 303)
    facts = {"form": form, "enrolment": enrolment, "found": found, "words": absence_words}
    return render_template("attendance/excuse.html", **facts), 422 if form.is_submitted() else 200


@blueprint.post("/absences/<int:enrolment_id>/excuses")
@permission("excuses.decide")
def decide_excuses(enrolment_id: int) -> Page:
    """Accept or decline what is proposed about one person."""
    waiting = [one for one in open_excuses(viewer()) if one.proposal.enrolment_id == enrolment_id]
    if not waiting:
        abort(404)
    form = DecisionForm()
    chosen = [one for one in waiting if one.proposal.id in form.seen]
    accepted = form.decision.data == "accept"
    form.needs_why = accepted and any(one.needs_why for one in chosen)
    if not form.validate():
        if not form.why.errors:
            abort(400)
        flash(form.why.errors[0], "warning")
    else:
        became = decide(viewer(), chosen, form.seen, accepted, form.why.data or None)
        _say(became)
        if not accepted and chosen:
            flash(_("Declined: the absences stay as they are."), "success")
    return redirect(url_for("attendance.absences"), 303)


def _form(found: Sequence[Excusable]) -> ExcuseForm:
    """The form as it is first shown: what needs no further word is ticked."""
    free = [one for one in found if not one.proposed]
    ticked = [as_seen(one.lesson.id, one.version) for one in free if not one.needs_why]
    form = ExcuseForm(data={"reason": request.args.get("reason"), "lessons": ticked})
    mixed = any(one.at_once for one in free)
    form.offer([(as_seen(one.lesson.id, one.version), absence_words.of_lesson(one, mixed)) for one in free])
    form.needs_why = any(one.needs_why and one.lesson.id in form.seen for one in free)
    return form


def _say(became: Counter[Excused]) -> None:
    for what, tone in absence_words.BECAME.items():
        if number := became[what]:
            flash(absence_words.became(what, number), tone)
