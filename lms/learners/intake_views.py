"""Pages of an intake: the interview, a name in the other alphabet while it is typed, and what to do next."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import holds, identifier, load_or_404
from lms.access.viewer import viewer
from lms.centres.queries import centres
from lms.database import db
from lms.learners import words
from lms.learners.duplicate_queries import doubt_about, settled
from lms.learners.forms import NewLearnerForm
from lms.learners.intake import take_in
from lms.learners.merge_actions import mark_distinct
from lms.learners.models import Learner
from lms.learners.names import clean, clean_name, to_bulgarian, to_cyrillic, to_latin
from lms.learners.next_steps import steps_for
from lms.learners.reasons import reasons_for
from lms.learners.rules import NAME_LIMIT, Facts, completed, split_name, with_name

blueprint = Blueprint("intake", __name__, url_prefix="/learners")
Page = str | Response | tuple[str, int]
NAME_FIELDS = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "name_native")


@blueprint.route("/new", methods=["GET", "POST"])
@permission("learners.create")
def new() -> Page:
    """The interview with a new person; an address can bring along the name and centre: ?name=Olena%20Koval&centre=1."""
    form, doubt = _form(), None
    if form.validate_on_submit():
        centre = next(one for one in centres(viewer(), "learners.create") if one.id == form.centre.data)
        try:
            said = form.interview()
            doubt = doubt_about(viewer(), completed(said.facts), request.form.get("anyway"))
            if doubt is None:
                return _taken_in(take_in(viewer(), centre, said))
        except DomainError as refusal:
            # The record is written before what may be refused, and must not stay without it.
            db.session.rollback()
            form = _form()
            form.validate()
            form.form_errors = [refusal.message]
    page = render_template("learners/new.html", form=form, doubt=doubt, words=words, reasons_for=reasons_for)
    return page, 422 if form.is_submitted() else 200


def _taken_in(learner: Learner) -> Response:
    mark_distinct(viewer(), learner.id, settled(viewer(), request.form.get("anyway")))
    done = _("%(name)s is in the list with the number %(number)s.", name=learner.name, number=learner.number)
    flash(done, "success")
    return redirect(url_for("intake.next_steps", learner_id=learner.id), 303)


def _form() -> NewLearnerForm:
    own = list(centres(viewer(), "learners.create"))
    return NewLearnerForm(own, numbers=holds(viewer().role, "learners.number"), data=_brought_along())


def _brought_along() -> dict[str, Any]:
    """What the address says of the person, by the names of the form's fields."""
    said = with_name(Facts(), *split_name(clean_name(request.args.get("name", "")[:NAME_LIMIT])))
    found: dict[str, Any] = {field: value for field in NAME_FIELDS if (value := getattr(said, field))}
    centre_id = request.args.get("centre", type=identifier)
    return found | ({"centre": centre_id} if centre_id else {})


@blueprint.get("/names")
@permission("learners.create")
def names() -> dict[str, str]:
    """The same name in the other alphabet: `?latin=` answers in Cyrillic, `?cyrillic=` in Latin, letter by letter."""
    latin, cyrillic = (clean(request.args.get(script, ""))[:NAME_LIMIT] for script in ("latin", "cyrillic"))
    return {
        "latin": to_latin(cyrillic)[:NAME_LIMIT],
        "cyrillic": (to_cyrillic(latin) or to_bulgarian(cyrillic))[:NAME_LIMIT],
    }


@blueprint.get("/<int:learner_id>/next")
@permission("learners.contact")
def next_steps(learner_id: int) -> Page:
    """What to do next for a person who was just taken in."""
    learner = load_or_404(Learner, learner_id, "learners.contact")
    return render_template("learners/next.html", learner=learner, steps=steps_for(learner, viewer()))
