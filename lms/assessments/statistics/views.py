"""The page of what finished attempts say of a quiz."""

from flask import abort, render_template

from lms.access.declare import permission
from lms.access.scope import load_or_404
from lms.access.viewer import viewer
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.statistics import reports, words


@blueprint.get("/quizzes/<int:quiz_id>/statistics")
@permission("quizzes.statistics", "items.statistics")
def quiz_statistics(quiz_id: int) -> Page:
    """What finished attempts say of a quiz and its items."""
    quiz = load_or_404(Quiz, quiz_id, "quizzes.statistics")
    if not quiz.items:
        abort(404)
    report = reports.of_quiz(quiz, viewer())
    return render_template("assessments/quiz_statistics.html", quiz=quiz, report=report, definitions=words.DEFINITIONS)
