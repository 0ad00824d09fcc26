"""Taking a quiz: beginning it, keeping answers as they are given or arrive, handing it in.

An answer is kept under its place in the quiz, so that the same answer sent twice is one answer, and the one that was
given last counts, whatever arrives when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.reading import Answer
from lms.assessments.judging.rules import Ruling, judge
from lms.assessments.quizzes.assignment_models import Accommodation, Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import QuizItem
from lms.assessments.rulings.queries import rulings_for_answers, rulings_of
from lms.assessments.states import AttemptState, ItemKind, QuizKind
from lms.assessments.taking import queries, rules
from lms.assessments.taking.rules import Sitting, Standing, Taken, taken
from lms.database import db
from lms.learners.models import Learner

REFUSALS = {
    Standing.NOT_YET: _l("This test is not open yet."),
    Standing.DONE: _l("You have handed in this test already."),
    Standing.CLOSED: _l("This test is closed."),
}


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it arrives: to the item at a place, and when it was made by the clock of the device."""

    position: int
    version: ItemVersion
    answer: Answer | None
    made_at: datetime | None = None


def start(by: Viewer, learner: Learner, assignment: Assignment, locale: str) -> Attempt:
    """Begin what a learner was given, or go on with it. Raises DomainError when it cannot be taken now."""
    # Two tabs that begin at once wait for each other here.
    db.session.refresh(learner, with_for_update=True)
    now = clock.now()
    found = queries.given(by, assignment, now)
    if found.standing is Standing.UNDER_WAY and found.started:
        return found.started
    if found.standing is not Standing.OPEN:
        raise DomainError(REFUSALS[found.standing])
    quiz, needs = assignment.quiz, db.session.get(Accommodation, learner.id)
    due_at = rules.due(now, quiz.minutes, needs.extra_percent if needs else 0, assignment.closes_at)
    attempt = Attempt(quiz=quiz, learner=learner, assignment=assignment, locale=locale, started_at=now, due_at=due_at)
    db.session.add(attempt)
    db.session.flush()
    record(by, "quiz.start", "attempt", attempt.id)
    return attempt


def keep_answers(attempt: Attempt, arriving: Sequence[GivenAnswer]) -> list[Taken]:
    """Keep answers of a sitting, each or none; what became of each, in their order."""
    rulings = rulings_for_answers({one.version.id for one in arriving})
    db.session.refresh(attempt, with_for_update=True)
    there = {one.position: one for one in attempt.responses}
    practice = attempt.quiz.kind is QuizKind.PRACTICE
    fates = []
    for one in arriving:
        before, now = there.get(one.position), clock.now()
        # What is said aloud can be said better: nothing was shown after it.
        final = practice and one.version.kind is not ItemKind.SPOKEN
        sitting = Sitting(attempt.due_at, attempt.state is not AttemptState.STARTED, final)
        made_before = (before.made_at or before.answered_at) if before else None
        fate = taken(sitting, made_before, before is not None, one.made_at, now)
        if fate in (Taken.KEPT, Taken.LATE):
            there[one.position] = _keep(attempt, before, one, fate, rulings[one.version.id])
        fates.append(fate)
    db.session.flush()
    return fates


def _keep(attempt: Attempt, before: Response | None, one: GivenAnswer, fate: Taken, ruling: Ruling) -> Response:
    judged, now = judge(one.version.kind, one.version.body, one.answer, ruling), clock.now()
    response = before or Response(position=one.position, item_version=one.version)
    response.answer, response.correct, response.share = one.answer, judged.right, judged.share
    response.parts = judged.kept()
    response.made_at = min(one.made_at, now) if one.made_at else None
    response.answered_at, response.late = now, fate is Taken.LATE
    if before is None:
        attempt.responses.append(response)
    return response


def hand_in(by: Viewer, attempt: Attempt) -> None:
    """End a sitting: what was not answered is worth nothing. Handing in what is handed in changes nothing."""
    db.session.refresh(attempt, with_for_update=True)
    if attempt.state is not AttemptState.STARTED:
        return
    attempt.state, attempt.finished_at = AttemptState.FINISHED, clock.now()
    reckon(attempt)
    record(by, "quiz.hand_in", "attempt", attempt.id, share=attempt.share)


def reckon(attempt: Attempt) -> None:
    """Work out anew what a finished sitting is worth, from what its responses are worth.

    An item that turned out to have no right answer is worth its whole mark to everybody, answered or not.
    """
    lines = db.session.scalars(select(QuizItem).where(QuizItem.quiz_id == attempt.quiz_id)).all()
    rulings = rulings_of({one.item_version_id for one in lines})
    worth: dict[int, float | None] = {one.position: float(rulings[one.item_version_id].void) for one in lines}
    answered = {one.position: one.share for one in attempt.responses}
    attempt.share = rules.share_of(list((worth | answered).values()))
    attempt.score = sum(one.correct for one in attempt.responses)
