"""Pages of the waiting list: who waits at a centre, one entry with its place and history, and what is done with it."""

from io import BytesIO

from flask import abort, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _

from lms import clock
from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.centres.queries import centres
from lms.courses import waiting_words
from lms.courses.models import WaitingEntry
from lms.courses.offer_actions import take_off
from lms.courses.offer_queries import offers_at
from lms.courses.pages import Page, asked_centre, blueprint, page
from lms.courses.states import ClosedReason, Level
from lms.courses.waiting_actions import add_waiting, change_waiting, give_priority, reopen_waiting
from lms.courses.waiting_downloads import waiting_xlsx
from lms.courses.waiting_forms import (
    ChangeWaitingForm,
    CloseWaitingForm,
    PriorityForm,
    WaitingForm,
    facts_of,
    facts_of_entry,
)
from lms.courses.waiting_queries import Filter, ahead_of, cohorts_with_places, waiting_list
from lms.learners.actions import set_availability
from lms.learners.models import Learner, Meets, PartOfWeek
from lms.learners.words import MEETS, PARTS_OF_WEEK, times

_READS = {"yes": True, "no": False}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _page(template: str, status: int = 200, **facts: object) -> tuple[str, int]:
    return page(template, status, waits=waiting_words, times=times, parts=PARTS_OF_WEEK, modes=MEETS, **facts)


def _asked() -> Filter:
    return Filter(
        request.args.get("level", type=Level),
        request.args.get("part", type=PartOfWeek),
        request.args.get("meets", type=Meets),
        _READS.get(request.args.get("reads", "")),
        request.args.get("q", "").strip()[:100],
    )


@blueprint.get("/waiting")
@permission("waiting.view", "offers.answer")
def waiting() -> Page:
    """Who waits at a centre: priority, then longest first; by level, time, mode, what they read, or name."""
    centre = asked_centre("waiting.view")
    if centre is None:
        return page("waiting_nowhere.html")
    wanted = _asked()
    return _page(
        "waiting.html",
        centre=centre,
        centres=centres(viewer(), "waiting.view"),
        wanted=wanted,
        today=clock.today(centre.time_zone),
        people=waiting_list(viewer(), centre.id, wanted),
        offered={one.entry_id: one for one in offers_at(viewer(), centre) if not one.overdue},
    )


@blueprint.get("/waiting/download.xlsx")
@permission("waiting.view")
def download_waiting() -> Page:
    """The list of the page as a spreadsheet."""
    centre = asked_centre("waiting.view")
    if centre is None:
        return page("waiting_nowhere.html")
    people = waiting_list(viewer(), centre.id, _asked())
    today = clock.today(centre.time_zone)
    record(viewer(), "waiting.download", "centre", centre.id, rows=len(people))
    name = f"waiting-list-{centre.code}-{today}.xlsx"
    return send_file(BytesIO(waiting_xlsx(people, today)), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.route("/learners/<int:learner_id>/waiting", methods=["GET", "POST"])
@permission("learners.enrol")
def wait(learner_id: int) -> Page:
    """Put a person on the waiting list of their centre."""
    learner = load_or_404(Learner, learner_id, "learners.enrol")
    form = WaitingForm(data={"since": clock.today(learner.centre.time_zone), **facts_of(learner)})
    if form.validate_on_submit():
        try:
            add_waiting(viewer(), learner, form.level.data, form.since.data, form.basis(), form.note.data)
        except DomainError as refusal:
            form.level.errors = [refusal.message]
        else:
            set_availability(viewer(), learner, *form.availability(learner))
            flash(_("%(name)s is on the waiting list.", name=learner.name), "success")
            return redirect(url_for("learners.show", learner_id=learner.id), 303)
    return _page("waiting_add.html", 422 if form.is_submitted() else 200, form=form, learner=learner)


@blueprint.get("/waiting/<int:entry_id>")
@permission("waiting.manage")
def waiting_entry(entry_id: int) -> Page:
    """Why somebody stands where they stand, where there is a place for them, and what happened so far."""
    entry = load_or_404(WaitingEntry, entry_id, "waiting.manage")
    own, ahead = ahead_of(viewer(), entry)
    today = clock.today(entry.centre.time_zone)
    return _page(
        "waiting_entry.html",
        entry=entry,
        own=own,
        ahead=ahead,
        today=today,
        places=cohorts_with_places(viewer(), entry, today) if own else [],
    )


@blueprint.route("/waiting/<int:entry_id>/change", methods=["GET", "POST"])
@permission("waiting.manage")
def change_entry(entry_id: int) -> Page:
    """Change what is known of a waiting person."""
    entry = load_or_404(WaitingEntry, entry_id, "waiting.manage")
    form = ChangeWaitingForm(data=facts_of_entry(entry))
    if form.validate_on_submit():
        try:
            change_waiting(viewer(), entry, form.since.data, form.basis(), form.note.data)
        except DomainError as refusal:
            form.since.errors = [refusal.message]
        else:
            set_availability(viewer(), entry.learner, *form.availability(entry.learner))
            return _back(entry, _("The change is kept."))
    return _page("waiting_change.html", 422 if form.is_submitted() else 200, form=form, entry=entry)


@blueprint.route("/waiting/<int:entry_id>/priority", methods=["GET", "POST"])
@permission("waiting.manage")
def prioritise(entry_id: int) -> Page:
    """Let a person stand first, saying why, or take that back."""
    entry = load_or_404(WaitingEntry, entry_id, "waiting.manage")
    form = PriorityForm(data={"priority": entry.priority or "", "note": entry.priority_note})
    if form.validate_on_submit():
        try:
            give_priority(viewer(), entry, form.chosen(), form.note.data)
        except DomainError as refusal:
            form.note.errors = [refusal.message]
        else:
            return _back(entry, _("The change is kept."))
    return _page("waiting_priority.html", 422 if form.is_submitted() else 200, form=form, entry=entry)


@blueprint.route("/waiting/<int:entry_id>/close", methods=["GET", "POST"])
@permission("waiting.manage")
def close(entry_id: int) -> Page:
    """Take a person off the waiting list, saying why."""
    entry = load_or_404(WaitingEntry, entry_id, "waiting.manage")
    form = CloseWaitingForm()
    if form.validate_on_submit():
        try:
            take_off(viewer(), entry, ClosedReason(form.reason.data), form.note.data)
        except DomainError as refusal:
            form.reason.errors = [refusal.message]
        else:
            flash(_("%(name)s is no longer on the waiting list.", name=entry.learner.name), "success")
            return redirect(url_for("courses.waiting", centre=entry.centre_id), 303)
    return _page("waiting_close.html", 422 if form.is_submitted() else 200, form=form, entry=entry)


@blueprint.post("/waiting/<int:entry_id>/reopen")
@permission("waiting.manage")
def reopen(entry_id: int) -> Page:
    """Put a person back where they stood."""
    entry = load_or_404(WaitingEntry, entry_id, "waiting.manage")
    note = request.form.get("note", "").strip()
    if len(note) > 400 or "\0" in note:
        abort(400)
    try:
        reopen_waiting(viewer(), entry, note)
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("courses.waiting_entry", entry_id=entry.id), 303)
    return _back(
        entry, _("%(name)s waits again, since %(day)s.", name=entry.learner.name, day=f"{entry.since:%d.%m.%Y}")
    )


def _back(entry: WaitingEntry, said: str) -> Page:
    flash(said, "success")
    return redirect(url_for("courses.waiting_entry", entry_id=entry.id), 303)
