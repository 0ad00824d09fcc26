"""A placement counted anew when answers in it were marked anew."""

from collections.abc import Sequence

from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.assessments.placement import findings
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.rulings.recounting import note_recounted, recounts
from lms.assessments.states import QuizKind


@recounts(QuizKind.PLACEMENT)
def recount_placement(by: Viewer, attempt: Attempt, responses: Sequence[Response]) -> None:
    """Suggest a level from what the answers are worth now. What was decided stays decided.

    A placement in the fixed form of before has no way back to its suggestion: only its right answers are counted.
    """
    attempt.score = sum(response.correct for response in responses)
    if attempt.can_do is None:
        return
    before = attempt.suggested_level
    attempt.suggested_level, detail = findings.found(attempt, responses)
    attempt.detail = (attempt.detail or {}) | detail
    if attempt.suggested_level is not before:
        note_recounted(attempt, before)
        record(by, "placement.recount", "attempt", attempt.id, before=before, now=attempt.suggested_level)
