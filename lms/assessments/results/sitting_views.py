"""The staff's page of one person's sitting of a quiz, and letting them take it once more."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.assessments.items.instructions import INSTRUCTIONS
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.results import actions, lines, queries, words
from lms.assessments.rulings.queries import rulings_of
from lms.assessments.rulings.recounting import recounted
from lms.assessments.taking.queries import asked_in
from lms.assessments.taking.rules import passed
from lms.learners.queries import openable


@blueprint.get("/assignments/<int:assignment_id>/people/<int:attempt_id>")
@permission("attempts.view", "assignments.view")
def sitting(assignment_id: int, attempt_id: int) -> Page:
    """Every item of one sitting as the person met it: their answer, the key, what was forgiven, when."""
    attempt = _sitting(assignment_id, attempt_id, "assignments.view")
    answers, asked = {one.position: one for one in attempt.responses}, asked_in(attempt)
    return render_template(
        "assessments/sitting.html",
        attempt=attempt,
        assignment=attempt.assignment,
        asked=asked,
        cell=lambda position: lines.cell_in(answers, position),
        sittings=queries.sittings_beside(attempt, viewer()),
        passed=passed(attempt.share, attempt.quiz.pass_percent),
        minutes=lines.minutes_of(attempt),
        opens=attempt.learner_id in openable(viewer(), [attempt.learner_id]),
        rulings=rulings_of({one.version.id for one in asked}),
        recounted=recounted(attempt),
        instructions=INSTRUCTIONS,
        words=words,
    )


@blueprint.post("/assignments/<int:assignment_id>/people/<int:attempt_id>/again")
@permission("assignments.manage", "attempts.view")
def allow_again(assignment_id: int, attempt_id: int) -> Response:
    """Let the person take the quiz once more."""
    attempt = _sitting(assignment_id, attempt_id, "assignments.manage")
    try:
        actions.allow_again(viewer(), attempt)
    except DomainError as refusal:
        flash(refusal.message, "warning")
    else:
        flash(_("The person can take the quiz once more."), "success")
    return redirect(url_for("assessments.sitting", assignment_id=assignment_id, attempt_id=attempt_id), 303)


def _sitting(assignment_id: int, attempt_id: int, permission_over: str) -> Attempt:
    """The sitting of this assignment; one of another quiz does not exist here."""
    assignment = load_or_404(Assignment, assignment_id, permission_over)
    attempt = load_or_404(Attempt, attempt_id, "attempts.view")
    return attempt if attempt.assignment_id == assignment.id else abort(404)
