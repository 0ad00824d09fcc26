"""What a learner reads of their quizzes: where they stand, and when an answer comes too late."""

from flask_babel import lazy_gettext as _l

from lms.assessments.taking.queries import Given
from lms.assessments.taking.rules import Standing, Taken

_STANDINGS = {
    Standing.NOT_YET: _l("It opens later."),
    Standing.OPEN: _l("You can begin."),
    Standing.UNDER_WAY: _l("You have begun. You can go on."),
    Standing.CLOSED: _l("Closed"),
}
TAKEN = {Taken.OVER: _l("The time is over. What you answered before is kept.")}
TAKEN_ONE = {Taken.OVER: _l("The time is over. This answer does not count.")}


def quiz_standing(given: Given) -> str:
    """Where a person stands with a quiz, in the list of theirs."""
    if given.standing is Standing.DONE:
        return str(_l("Your result is here.") if given.shows_results else _l("Handed in"))
    return str(_STANDINGS[given.standing])
