"""A sitting of a quiz counted anew when answers to one of its items were marked anew."""

from collections.abc import Sequence

from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.rulings.recounting import note_recounted, recounts
from lms.assessments.states import QuizKind
from lms.assessments.taking.actions import reckon


@recounts(QuizKind.PRACTICE, QuizKind.UNIT, QuizKind.FINAL)
def recount_quiz(by: Viewer, attempt: Attempt, _responses: Sequence[Response]) -> None:
    """Work out anew what a sitting is worth, and keep what it was worth before, for the pages that show it."""
    before = attempt.share
    reckon(attempt)
    if attempt.share != before:
        note_recounted(attempt, before)
        record(by, "quiz.recount", "attempt", attempt.id, before=before, now=attempt.share)
