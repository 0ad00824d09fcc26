"""The staff's pages of a quiz that was given: its results, showing them, taking it back, downloads."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.access.audit import record
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.assessments.items import words as item_words
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes import assigning_actions
from lms.assessments.quizzes import words as quiz_words
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.results import actions, words
from lms.assessments.results.downloads import results_csv, results_xlsx
from lms.assessments.results.items import item_results
from lms.assessments.results.queries import results_of
from lms.assessments.results.rules import Came
from lms.assessments.states import QuizKind

MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


@blueprint.get("/assignments/<int:assignment_id>")
@permission("assignments.view", "attempts.view")
def results(assignment_id: int) -> Page:
    """What came out of a quiz: for each person, each item, each answer."""
    assignment = load_or_404(Assignment, assignment_id, "assignments.view")
    found = results_of(assignment, viewer())
    practice = assignment.quiz.kind is QuizKind.PRACTICE
    return render_template(
        "assessments/results.html",
        assignment=assignment,
        results=found,
        items=item_results(found),
        obstacles=actions.obstacles(assignment),
        can_release=assignment.released_at is None and not practice,
        came=Came,
        words=words,
        item_words=item_words,
        kinds=quiz_words.KIND_NAMES,
    )


@blueprint.post("/assignments/<int:assignment_id>/release")
@permission("assignments.manage")
def release(assignment_id: int) -> Response:
    """Show everybody their results."""
    assignment = load_or_404(Assignment, assignment_id, "assignments.manage")
    try:
        actions.release(viewer(), assignment, confirmed="confirmed" in request.form)
    except DomainError as refusal:
        flash(str(refusal.message), "warning")
    else:
        flash(_("Everybody sees their results now."), "success")
    return _back(assignment)


@blueprint.post("/assignments/<int:assignment_id>/end")
@permission("assignments.manage")
def end_overdue(assignment_id: int) -> Response:
    """Hand in what was left after the time was over."""
    assignment = load_or_404(Assignment, assignment_id, "assignments.manage")
    ended = actions.end_overdue(viewer(), assignment)
    flash(ngettext("%(num)d sitting was ended.", "%(num)d sittings were ended.", ended), "success")
    return _back(assignment)


@blueprint.post("/assignments/<int:assignment_id>/withdraw")
@permission("assignments.manage")
def withdraw(assignment_id: int) -> Response:
    """Take a quiz back: nobody begins it any more."""
    assignment = load_or_404(Assignment, assignment_id, "assignments.manage")
    assigning_actions.withdraw(viewer(), assignment)
    flash(_("The quiz is taken back. What was answered stays."), "success")
    return _back(assignment)


@blueprint.get("/assignments/<int:assignment_id>/results.<any(xlsx, csv):kind>")
@permission("assignments.view", "attempts.view")
def results_file(assignment_id: int, kind: str) -> Response:
    """The results as a workbook, or people by items as a plain table."""
    assignment = load_or_404(Assignment, assignment_id, "assignments.view")
    found = results_of(assignment, viewer())
    record(viewer(), "quiz.download", "assignment", assignment.id, kind=kind, people=len(found.lines))
    data = results_xlsx(found) if kind == "xlsx" else results_csv(found)
    title = _("results")
    name = f"{title}-{assignment.id}-{words.given_to(assignment)}.{kind}"
    return send_file(BytesIO(data), mimetype=MIME[kind], as_attachment=True, download_name=name)


def _back(assignment: Assignment) -> Response:
    return redirect(url_for("assessments.results", assignment_id=assignment.id), 303)
