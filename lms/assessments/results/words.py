"""Results in plain words for staff: how far people have come, what became of an item, how it is counted."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.assessments.judging.typed import Leniency
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Response
from lms.assessments.results.rules import Came, Cell
from lms.assessments.states import QuizKind

CAME = {
    Came.NOT_BEGUN: _l("not begun"),
    Came.UNDER_WAY: _l("in the middle"),
    Came.OVERDUE: _l("time over, not handed in"),
    Came.HANDED_IN: _l("handed in"),
}
CAME_TONES = {Came.UNDER_WAY: "info", Came.OVERDUE: "warn", Came.HANDED_IN: "good"}

CELLS = {
    Cell.RIGHT: _l("right"),
    Cell.PARTLY: _l("partly right"),
    Cell.WRONG: _l("wrong"),
    Cell.NO_ANSWER: _l("no answer"),
    Cell.WAITS: _l("waits for a teacher"),
}
CELL_TONES = {Cell.RIGHT: "good", Cell.PARTLY: "warn", Cell.WRONG: "bad", Cell.WAITS: "info"}
SIGNS = {Cell.RIGHT: "✓", Cell.PARTLY: "½", Cell.WRONG: "✗", Cell.NO_ANSWER: "–", Cell.WAITS: "?"}
"""One sign a cell, so that nobody needs to tell colours apart."""

FORGIVEN = {
    Leniency.CASE: _l("capital letters"),
    Leniency.SPACES: _l("spaces"),
    Leniency.PUNCTUATION: _l("punctuation"),
    Leniency.LOOKALIKES: _l("Latin letters that look like Cyrillic"),
    Leniency.ACCENTS: _l("stress marks"),
    Leniency.SHORT_I: _l("и in place of й"),
    Leniency.TRANSLITERATION: _l("Latin letters"),
}
"""What an item let pass in a typed answer."""

DEFINITIONS = (
    (
        _l("The sitting that counts"),
        _l(
            "The best one a person has handed in, of equal ones the latest. Of somebody who has not handed in any, "
            "nothing counts yet."
        ),
    ),
    (
        _l("Share"),
        _l(
            "Each item counts the same. A part that is right counts for its part of the item; an item without an "
            "answer counts for nothing. It is known once a teacher has marked everything that waits."
        ),
    ),
    (_l("Minutes"), _l("From beginning the quiz until it was handed in, at most until its end; minutes begun.")),
    (_l("Late"), _l("Answers that arrived after the end from a phone without a network, and were given before it.")),
    (_l("How much was right"), _l("The average of what people got right in an item, of those whose answer is marked.")),
)
"""What a number is called, and how it is counted."""


def given_to(assignment: Assignment) -> str:
    """The cohort or the person to whom a quiz was given."""
    return assignment.cohort.code if assignment.cohort else assignment.learner.name if assignment.learner else ""


def shows(assignment: Assignment) -> tuple[str, str]:
    """Where an assignment stands, and the tone of its badge."""
    if assignment.withdrawn_at:
        return _("taken back"), "neutral"
    if assignment.quiz.kind is QuizKind.PRACTICE:
        return _("practice: results are seen at once"), "good"
    return (_("results shown"), "good") if assignment.released_at else (_("results kept back"), "info")


def forgiven(response: Response) -> list[str]:
    """What was let pass in a typed answer, each once."""
    parts: list[dict[str, Any]] = response.parts or []
    named = {Leniency(one) for part in parts for one in part.get("forgiven", ())}
    return [str(FORGIVEN[one]) for one in Leniency if one in named]
