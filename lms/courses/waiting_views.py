"""Pages of the waiting list: who waits at a centre, putting a person on it, taking one off."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.centres.models import Centre
from lms.centres.queries import centres
from lms.courses.forms import CloseWaitingForm, WaitingForm
from lms.courses.models import WaitingEntry
from lms.courses.pages import Page, blueprint, page
from lms.courses.states import Level, PartOfDay
from lms.courses.waiting_actions import add_waiting, close_waiting
from lms.courses.waiting_queries import waiting_list
from lms.learners.models import Learner


@blueprint.get("/waiting")
@permission("waiting.view")
def waiting() -> Page:
    """Who waits at a centre, longest first; by level and part of the day."""
    offered = centres(viewer(), "waiting.view")
    if "centre" in request.args:
        centre = load_or_404(Centre, request.args.get("centre", 0, type=identifier), "waiting.view")
    elif offered:
        centre = offered[0]
    else:
        return page("waiting_nowhere.html")
    level = request.args.get("level", type=Level)
    part = request.args.get("part", type=PartOfDay)
    return page(
        "waiting.html",
        centre=centre,
        centres=offered,
        level=level,
        part=part,
        today=clock.today(centre.time_zone),
        people=waiting_list(viewer(), centre.id, level, part),
    )


@blueprint.route("/learners/<int:learner_id>/waiting", methods=["GET", "POST"])
@permission("learners.enrol")
def wait(learner_id: int) -> Page:
    """Put a person on the waiting list of their centre."""
    learner = load_or_404(Learner, learner_id, "learners.enrol")
    form = WaitingForm(data={"since": clock.today(learner.centre.time_zone)})
    if form.validate_on_submit():
        try:
            add_waiting(
                viewer(),
                learner,
                form.level.data,
                form.since.data,
                form.part_of_day.data,
                form.online_ok.data,
                form.note.data,
            )
        except DomainError as refusal:
            form.level.errors = [refusal.message]
        else:
            flash(_("%(name)s is on the waiting list.", name=learner.name), "success")
            return redirect(url_for("learners.show", learner_id=learner.id), 303)
    return page("waiting_add.html", 422 if form.is_submitted() else 200, form=form, learner=learner)


@blueprint.route("/waiting/<int:entry_id>/close", methods=["GET", "POST"])
@permission("waiting.manage")
def close(entry_id: int) -> Page:
    """Take a person off the waiting list, saying why."""
    entry = load_or_404(WaitingEntry, entry_id, "waiting.manage")
    form = CloseWaitingForm()
    if form.validate_on_submit():
        try:
            close_waiting(viewer(), entry, form.reason.data)
        except DomainError as refusal:
            form.reason.errors = [refusal.message]
        else:
            flash(_("%(name)s is no longer on the waiting list.", name=entry.learner.name), "success")
            return redirect(url_for("courses.waiting", centre=entry.centre_id), 303)
    return page("waiting_close.html", 422 if form.is_submitted() else 200, form=form, entry=entry)
