"""Pages of people: the list with its search, a person's page, changing a record."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms import clock
from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import LARGEST_IDENTIFIER, identifier, load_or_404
from lms.access.viewer import Role, viewer
from lms.accounts.queries import staff_of_centre
from lms.centres.queries import centres
from lms.database import db
from lms.learners import actions, events, words
from lms.learners.change_forms import ChangeLearnerForm
from lms.learners.consent_queries import consents_of, standings
from lms.learners.duplicate_queries import merged_from, taken_by
from lms.learners.models import Learner
from lms.learners.panels import panels_for
from lms.learners.reasons import reasons_for
from lms.learners.safeguarding_queries import around, named_staff
from lms.learners.safeguarding_rules import is_minor
from lms.learners.search_queries import CLOSEST, search
from lms.learners.search_rules import asked, other_spellings, pieces
from lms.learners.timeline import Kind, events_of

blueprint = Blueprint("learners", __name__, url_prefix="/learners")
__all__ = ["blueprint", "events"]
Page = str | Response | tuple[str, int]
PER_PAGE = 50


@blueprint.get("")
@permission("learners.view", "learners.contact")
def index() -> Page:
    """The people the viewer may see, found by any word of their names, their number or telephone."""
    query = request.args.get("q", "").strip()[:100]
    centre_id = request.args.get("centre", type=identifier)
    number = request.args.get("page", 1, type=identifier)
    found = db.paginate(search(viewer(), query, centre_id), page=number, per_page=PER_PAGE, error_out=False)
    terms = asked(query)
    return render_template(
        "learners/index.html",
        found=found,
        query=query,
        centre_id=centre_id,
        centres=centres(viewer(), "learners.create"),
        pieces=partial(pieces, terms=terms),
        closest=CLOSEST,
        other_spellings=partial(other_spellings, terms=terms),
    )


@blueprint.get("/<int:learner_id>")
@permission("learners.view", "learners.contact")
def show(learner_id: int) -> Page:
    """A person's page: the record, what the other rooms know, and all that happened, narrowed to one kind or not."""
    if learner_id <= LARGEST_IDENTIFIER and (kept := taken_by(viewer(), learner_id)):
        return redirect(url_for("learners.show", learner_id=kept.id), 301)
    learner = load_or_404(Learner, learner_id, "learners.view")
    record(viewer(), "learner.view", "learner", learner.id)
    events = events_of(learner, viewer())
    kind = request.args.get("show", type=Kind)
    today = clock.today(learner.centre.time_zone)
    return render_template(
        "learners/show.html",
        learner=learner,
        panels=panels_for(learner, viewer()),
        events=[event for event in events if kind in (None, event.kind)],
        kinds=[one for one in Kind if any(event.kind is one for event in events)],
        kind=kind,
        minor=is_minor(learner.born_on, learner.born_precision, today),
        around=around(learner),
        named=named_staff(learner),
        standings=standings(consents_of(learner)),
        merged=merged_from(learner),
        words=words,
    )


@blueprint.get("/<int:learner_id>/personal-number")
@permission("learners.number")
def personal_number(learner_id: int) -> Page:
    """The personal number; looking at it leaves a line of its own."""
    learner = load_or_404(Learner, learner_id, "learners.number")
    record(viewer(), "learner.number", "learner", learner.id)
    return render_template("learners/personal_number.html", learner=learner)


@blueprint.route("/<int:learner_id>/change", methods=["GET", "POST"])
@permission("learners.change")
def change(learner_id: int) -> Page:
    """Change a person's record; what a colleague changed meanwhile is shown first, and not undone."""
    learner = load_or_404(Learner, learner_id, "learners.change")
    mediators = {one.id: one for one in staff_of_centre(learner.centre, Role.MEDIATOR)}
    if request.method == "GET":
        _record_look(learner)
    form = ChangeLearnerForm(learner, list(mediators.values()))
    if not form.validate_on_submit():
        return _change_page(form, learner, 422 if form.is_submitted() else 200)
    actions.hold(learner)
    if changed := form.meanwhile(learner):
        _record_look(learner)
        form.bring_up_to_date(learner, changed)
        return _change_page(form, learner, 409)
    try:
        actions.change_learner(viewer(), learner, form.facts(), mediators.get(form.mediator.data))
    except DomainError as refusal:
        form.given_latin.errors = [refusal.message]
        return _change_page(form, learner, 422)
    flash(_("The changes are saved."), "success")
    return redirect(url_for("learners.show", learner_id=learner.id), 303)


def _record_look(learner: Learner) -> None:
    """Opening the record to change it shows all of it, the personal number too."""
    record(viewer(), "learner.view", "learner", learner.id)
    if learner.personal_number:
        record(viewer(), "learner.number", "learner", learner.id)


def _change_page(form: ChangeLearnerForm, learner: Learner, status: int) -> Page:
    page = render_template("learners/change.html", form=form, learner=learner, words=words, reasons_for=reasons_for)
    return page, status
