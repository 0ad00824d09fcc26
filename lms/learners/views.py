"""Pages of people: the list with its search, a person's page, creating and changing a record."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import LARGEST_IDENTIFIER, identifier, load_or_404
from lms.access.viewer import Role, viewer
from lms.accounts.queries import staff_of_centre
from lms.centres.queries import centres
from lms.database import db
from lms.learners import actions, words
from lms.learners.duplicate_queries import doubt_about, merged_from, settled, taken_by
from lms.learners.forms import ChangeLearnerForm, NewLearnerForm, written
from lms.learners.merge_actions import mark_distinct
from lms.learners.models import Learner
from lms.learners.panels import panels_for
from lms.learners.rules import completed
from lms.learners.search_queries import CLOSEST, search
from lms.learners.search_rules import asked, other_spellings, pieces

blueprint = Blueprint("learners", __name__, url_prefix="/learners")
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
    """A person's page: the record, and what the other rooms know."""
    if learner_id <= LARGEST_IDENTIFIER and (kept := taken_by(viewer(), learner_id)):
        return redirect(url_for("learners.show", learner_id=kept.id), 301)
    learner = load_or_404(Learner, learner_id, "learners.view")
    record(viewer(), "learner.view", "learner", learner.id)
    panels = panels_for(learner, viewer())
    return render_template(
        "learners/show.html", learner=learner, panels=panels, words=words, merged=merged_from(learner)
    )


@blueprint.route("/new", methods=["GET", "POST"])
@permission("learners.create")
def new() -> Page:
    """Write down a new person."""
    own = list(centres(viewer(), "learners.create"))
    form = NewLearnerForm()
    form.offer(own)
    doubt = None
    if form.validate_on_submit():
        centre = next(centre for centre in own if centre.id == form.centre.data)
        try:
            facts = completed(form.facts())
            doubt = doubt_about(viewer(), facts, request.form.get("anyway"))
            if doubt is None:
                return _created(actions.create_learner(viewer(), centre, facts))
        except DomainError as refusal:
            form.given_latin.errors = [refusal.message]
    status = 422 if form.is_submitted() else 200
    return render_template("learners/new.html", form=form, doubt=doubt, words=words), status


def _created(learner: Learner) -> Response:
    mark_distinct(viewer(), learner.id, settled(viewer(), request.form.get("anyway")))
    flash(
        _("%(name)s is in the list with the number %(number)s.", name=learner.name, number=learner.number),
        "success",
    )
    return redirect(url_for("learners.show", learner_id=learner.id), 303)


@blueprint.route("/<int:learner_id>/change", methods=["GET", "POST"])
@permission("learners.change")
def change(learner_id: int) -> Page:
    """Change a person's record."""
    learner = load_or_404(Learner, learner_id, "learners.change")
    mediators = {one.id: one for one in staff_of_centre(learner.centre, Role.MEDIATOR)}
    if request.method == "GET":
        record(viewer(), "learner.view", "learner", learner.id)
    form = ChangeLearnerForm(data={**written(learner), "mediator": learner.mediator_id or 0})
    form.mediator.choices = [
        SelectChoice(0, _("nobody")),
        *(SelectChoice(one.id, one.name) for one in mediators.values()),
    ]
    if form.validate_on_submit():
        try:
            actions.change_learner(viewer(), learner, form.facts(), mediators.get(form.mediator.data))
        except DomainError as refusal:
            form.given_latin.errors = [refusal.message]
        else:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("learners.show", learner_id=learner.id), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("learners/change.html", form=form, learner=learner), status
