"""Where each kind of quiz says how a sitting is counted anew when answers in it were marked anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms import clock
from lms.access.viewer import Viewer
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import QuizKind

Recount = Callable[[Viewer, Attempt, Sequence[Response]], None]
_RECOUNTS: dict[QuizKind, Recount] = {}
_KEPT = "remarked"
"""Where the detail of a sitting says when it was counted anew, and what came out of it before."""


@dataclass(frozen=True)
class Recounted:
    """When a sitting was counted anew with another outcome, and what came out of it before."""

    at: datetime
    before: Any


def recounted(attempt: Attempt) -> Recounted | None:
    """The last time at which marking anew changed what came out of a sitting."""
    kept = (attempt.detail or {}).get(_KEPT)
    return Recounted(datetime.fromisoformat(kept["at"]), kept["before"]) if kept else None


def note_recounted(attempt: Attempt, before: Any) -> None:
    """Keep, for the pages that show it, that a sitting was counted anew, and what came out of it before."""
    attempt.detail = (attempt.detail or {}) | {_KEPT: {"at": clock.now().isoformat(), "before": before}}


def recounts(*kinds: QuizKind) -> Callable[[Recount], Recount]:
    """Say that a function counts the finished sittings of these kinds of quizzes."""

    def register(recount: Recount) -> Recount:
        _RECOUNTS.update(dict.fromkeys(kinds, recount))
        return recount

    return register


def recount(by: Viewer, attempt: Attempt, responses: Sequence[Response]) -> None:
    """Count a finished sitting anew from its answers, all of them and in their order."""
    _RECOUNTS[attempt.quiz.kind](by, attempt, responses)
