"""Pages that protect a minor: who answers for them, who of the staff is named, and the notes of those named."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.learners import safeguarding_actions as actions
from lms.learners import safeguarding_queries as queries
from lms.learners import words
from lms.learners.models import Learner
from lms.learners.reasons import reasons_for
from lms.learners.safeguarding_forms import NameForm, NoteForm, SafeguardingForm, written_around

blueprint = Blueprint("safeguarding", __name__, url_prefix="/learners/<int:learner_id>/safeguarding")
Page = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@permission("safeguarding.change")
def show(learner_id: int) -> Page:
    """Who answers for a minor; for those named, also who is named and what they noted."""
    learner = load_or_404(Learner, learner_id, "safeguarding.change")
    form = _around_form(learner)
    if form.validate_on_submit():
        try:
            actions.protect(viewer(), learner, form.around(), form.unaccompanied.data)
        except DomainError as refusal:
            form.unaccompanied.errors = [refusal.message]
        else:
            return _done(learner)
    return _page(learner, 422 if form.is_submitted() else 200, form=form)


@blueprint.post("/named")
@permission("safeguarding.named")
def name(learner_id: int) -> Page:
    """Name a member of staff."""
    learner = load_or_404(Learner, learner_id, "safeguarding.named")
    found = {one.id: one for one in queries.nameable(learner)}
    account = found.get(request.form.get("account", 0, type=int))
    if account is None:
        flash(_("Choose somebody of the list."), "danger")
        return redirect(url_for("safeguarding.show", learner_id=learner_id), 303)
    actions.name_staff(viewer(), learner, account)
    return _done(learner)


@blueprint.post("/named/<int:account_id>/remove")
@permission("safeguarding.named")
def unname(learner_id: int, account_id: int) -> Page:
    """Take a member of staff off those named."""
    learner = load_or_404(Learner, learner_id, "safeguarding.named")
    try:
        actions.unname_staff(viewer(), learner, account_id)
    except DomainError as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("safeguarding.show", learner_id=learner_id), 303)
    if not queries.is_named(viewer(), learner):
        flash(_("You are no longer named for this person."), "info")
        return redirect(url_for("learners.index"), 303)
    return _done(learner)


@blueprint.post("/notes")
@permission("safeguarding.named")
def note(learner_id: int) -> Page:
    """Write a note for those named."""
    learner = load_or_404(Learner, learner_id, "safeguarding.named")
    form = NoteForm()
    if not form.validate():
        return _page(learner, 422, note_form=form)
    try:
        actions.write_note(viewer(), learner, form.text.data)
    except DomainError as refusal:
        form.text.errors = [refusal.message]
        return _page(learner, 422, note_form=form)
    return _done(learner)


def _around_form(learner: Learner) -> SafeguardingForm:
    kept = written_around(queries.around(learner)) | {"unaccompanied": learner.unaccompanied}
    return SafeguardingForm(data=kept)


def _done(learner: Learner) -> Page:
    flash(_("The changes are saved."), "success")
    return redirect(url_for("safeguarding.show", learner_id=learner.id), 303)


def _page(learner: Learner, status: int, **forms: Any) -> Page:
    named = queries.is_named(viewer(), learner)
    record(viewer(), "safeguarding.view", "learner", learner.id)
    name_form = NameForm(formdata=None)
    name_form.account.choices = [SelectChoice(one.id, one.name) for one in queries.nameable(learner)]
    if learner.unaccompanied and not named:
        abort(404)
    page = render_template(
        "learners/safeguarding.html",
        learner=learner,
        form=forms.get("form") or SafeguardingForm(formdata=None, data=_around_form(learner).data),
        named=queries.named_staff(learner),
        is_named=named,
        name_form=name_form,
        note_form=forms.get("note_form") or NoteForm(formdata=None),
        notes=queries.notes_of(learner) if named else [],
        words=words,
        reasons_for=reasons_for,
    )
    return page, status
