"""The staff's page of what a person needs in every quiz."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes import assigning_actions
from lms.assessments.quizzes.assignment_models import Accommodation
from lms.assessments.results.forms import NeedsForm
from lms.database import db
from lms.learners.models import Learner


@blueprint.route("/learners/<int:learner_id>/needs", methods=["GET", "POST"])
@permission("needs.note")
def needs(learner_id: int) -> Page:
    """What a person needs: more time, a simple page; nothing entered means nothing needed."""
    learner = load_or_404(Learner, learner_id, "needs.note")
    kept = db.session.get(Accommodation, learner.id)
    form = NeedsForm(obj=kept)
    if form.validate_on_submit():
        assigning_actions.note_needs(viewer(), learner, **form.facts())
        flash(_("What the person needs is noted."), "success")
        return redirect(url_for("learners.show", learner_id=learner.id), 303)
    page = render_template("assessments/needs.html", form=form, learner=learner, kept=kept)
    return page, 422 if form.errors else 200
