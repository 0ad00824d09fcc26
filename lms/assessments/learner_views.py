"""The learner's pages: the way in, and the placement one question at a time."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.assessments import actions, queries, words
from lms.assessments.forms import AnswerForm
from lms.assessments.pages import Page, blueprint
from lms.assessments.queries import Question
from lms.assessments.quizzes.models import Attempt
from lms.courses.cohort_queries import own_courses
from lms.courses.offer_queries import own_offers
from lms.learners.models import Learner


def _own_learner() -> Learner:
    return queries.own_learner(viewer()) or abort(404)


@blueprint.get("/learn")
@permission("learn.own")
def learn() -> Page:
    """A learner's first page: the language once, then their course or what to do next."""
    learner = _own_learner()
    if current_user.locale is None:
        return render_template("assessments/language.html")
    attempt = queries.own_placement(viewer())
    question = queries.next_question(attempt) if attempt else None
    return render_template(
        "assessments/learn.html",
        learner=learner,
        attempt=attempt,
        question=question,
        courses=own_courses(viewer(), clock.now()),
        offers=own_offers(viewer()),
        next_step=words.next_step,
    )


@blueprint.get("/placement")
@permission("placement.take")
def placement() -> Page:
    """The placement where it stands: what it is, the next question, or thanks."""
    _own_learner()
    attempt = queries.own_placement(viewer())
    question = queries.next_question(attempt) if attempt else None
    if attempt and question:
        return _ask(attempt, question, AnswerForm.to(question.version))
    if attempt and attempt.over:
        return render_template("assessments/thanks.html")
    return render_template("assessments/placement.html", again=attempt is not None)


@blueprint.post("/placement")
@permission("placement.take")
def start() -> Response:
    """Begin the placement, or go on with it."""
    try:
        actions.start(viewer(), _own_learner(), str(get_locale()))
    except DomainError as refusal:
        flash(refusal.message, "info")
        return redirect(url_for("assessments.learn"), 303)
    return redirect(url_for("assessments.placement"), 303)


@blueprint.post("/placement/<int:attempt_id>")
@permission("placement.take")
def answer(attempt_id: int) -> Page:
    """Keep the answer to the question that is asked now, and go on to the next."""
    attempt = load_or_404(Attempt, attempt_id, "placement.take")
    question = queries.next_question(attempt)
    if question is None:
        return redirect(url_for("assessments.placement"), 303)
    form = AnswerForm.to(question.version)
    # An answer to another question comes from an old page: it is past, so the present one is shown.
    if form.version.data == question.version.id:
        if not form.validate():
            return _ask(attempt, question, form), 422
        actions.answer(viewer(), attempt, question.version.id, form.answer)
    return redirect(url_for("assessments.placement"), 303)


def _ask(attempt: Attempt, question: Question, form: AnswerForm) -> str:
    return render_template(
        "assessments/question.html",
        attempt=attempt,
        question=question,
        form=form,
        instructions=words.INSTRUCTIONS,
    )
