"""Pages for giving a quiz to a cohort or a person."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes import assigning_actions
from lms.assessments.quizzes.assigning_queries import cohorts_to_give, quizzes_to_give
from lms.assessments.quizzes.giving_forms import AssignForm, GiveOneForm, GivingForm
from lms.assessments.quizzes.quiz_models import Quiz
from lms.courses.models import Cohort
from lms.learners.models import Learner


@blueprint.route("/quizzes/<int:quiz_id>/assign", methods=["GET", "POST"])
@permission("quizzes.assign", "quizzes.view")
def assign_quiz(quiz_id: int) -> Page:
    """Give a quiz to a cohort."""
    quiz = load_or_404(Quiz, quiz_id, "quizzes.view")
    form = AssignForm.to(cohorts_to_give(viewer(), clock.today()))
    if form.validate_on_submit():
        cohort = load_or_404(Cohort, form.cohort.data, "quizzes.assign")
        _give(quiz, cohort, form, cohort.centre.time_zone)
        return redirect(url_for("assessments.built_quiz", quiz_id=quiz.id), 303)
    return render_template("assessments/assign.html", form=form, quiz=quiz, learner=None), 422 if form.errors else 200


@blueprint.route("/learners/<int:learner_id>/quizzes/give", methods=["GET", "POST"])
@permission("quizzes.assign_person", "quizzes.view")
def give_quiz(learner_id: int) -> Page:
    """Give a person a quiz of their own."""
    learner = load_or_404(Learner, learner_id, "quizzes.assign_person")
    form = GiveOneForm.of(quizzes_to_give(viewer()))
    if form.validate_on_submit():
        _give(load_or_404(Quiz, form.quiz.data, "quizzes.view"), learner, form, learner.centre.time_zone)
        return redirect(url_for("learners.show", learner_id=learner.id), 303)
    return render_template(
        "assessments/assign.html", form=form, quiz=None, learner=learner
    ), 422 if form.errors else 200


def _give(quiz: Quiz, to: Cohort | Learner, form: GivingForm, zone: str) -> None:
    opens, closes = form.moments(zone)
    attempts, at_once = form.attempts.data, form.results_at_once.data
    try:
        assigning_actions.assign(viewer(), quiz, to, opens, closes, attempts, at_once)
    except DomainError as refusal:
        flash(refusal.message, "warning")
    else:
        flash(_("The quiz is given."), "success")
