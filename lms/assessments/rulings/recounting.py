"""Where each kind of quiz says how a sitting is counted anew when answers in it were marked anew."""

from collections.abc import Callable, Sequence

from lms.access.viewer import Viewer
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import QuizKind

Recount = Callable[[Viewer, Attempt, Sequence[Response]], None]
_RECOUNTS: dict[QuizKind, Recount] = {}


def recounts(*kinds: QuizKind) -> Callable[[Recount], Recount]:
    """Say that a function counts the finished sittings of these kinds of quizzes."""

    def register(recount: Recount) -> Recount:
        _RECOUNTS.update(dict.fromkeys(kinds, recount))
        return recount

    return register


def recount(by: Viewer, attempt: Attempt, responses: Sequence[Response]) -> None:
    """Count a finished sitting anew from its answers, all of them and in their order."""
    _RECOUNTS.get(attempt.quiz.kind, _right)(by, attempt, responses)


def _right(_by: Viewer, attempt: Attempt, responses: Sequence[Response]) -> None:
    attempt.score = sum(one.correct for one in responses)
