"""Taking a placement and deciding on it."""

from collections import Counter

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments import queries, rules
from lms.assessments.quizzes.models import Attempt, Quiz, QuizItem, Response
from lms.assessments.rules import Given
from lms.assessments.states import AttemptState, QuizKind
from lms.courses.states import Level, LevelSource
from lms.courses.waiting_actions import Basis, add_waiting, open_entry, rest_level_on
from lms.database import db
from lms.learners.models import Learner


def start(by: Viewer, learner: Learner, locale: str) -> Attempt:
    """Begin the placement, or return the attempt that is already begun.

    Raises DomainError when there is no placement, or the person has had their turn.
    """
    # Two tabs that begin at once wait for each other here.
    db.session.refresh(learner, with_for_update=True)
    quiz = queries.placement_quiz()
    if quiz is None:
        raise DomainError(_l("There are no questions at the moment. Please ask at the centre."))
    last = _latest(learner)
    if last and last.state is AttemptState.STARTED:
        return last
    if last and last.over:
        raise DomainError(_l("You have answered the questions. To answer again, ask at the centre."))
    attempt = Attempt(quiz=quiz, learner=learner, locale=locale)
    db.session.add(attempt)
    db.session.flush()
    record(by, "placement.start", "attempt", attempt.id)
    return attempt


def answer(by: Viewer, attempt: Attempt, version_id: int, choice: str | None) -> None:
    """Keep the answer to the question an attempt asks now; None is “I don’t know”. The last one finishes it.

    An answer to anything else (sent twice, from another tab, to an item replaced meanwhile) changes nothing.
    Raises DomainError for a choice that the item does not have.
    """
    db.session.refresh(attempt, with_for_update=True)
    question = queries.next_question(attempt)
    if question is None or question.version.id != version_id:
        return
    try:
        correct = rules.is_right(question.version.body, choice)
    except ValueError as error:
        raise DomainError(_l("Choose one of the answers.")) from error
    response = Response(
        attempt_id=attempt.id,
        position=question.position,
        item_version=question.version,
        answer=None if choice is None else {"choice": choice},
        correct=correct,
    )
    db.session.add(response)
    db.session.flush()
    _finish_if_over(by, attempt)


def decide(by: Viewer, attempt: Attempt, level: Level, reason: str, waits: bool = False) -> None:
    """Confirm the suggested level or decide on another one; it can be decided anew.

    With `waits` the person also waits for a course of the level, since the day of the placement; above our
    courses there is none to wait for.

    Raises DomainError for a placement that is not finished, and without a reason where the level is
    another than was suggested or decided before.
    """
    if attempt.finished_at is None:
        raise DomainError(_l("The placement is not finished yet."))
    changed = level is not (attempt.decided_level or attempt.suggested_level)
    if (changed or level is not attempt.suggested_level) and not reason.strip():
        raise DomainError(_l("Say why, so that others understand the decision later."))
    attempt.decided_level, attempt.decision_reason = level, reason.strip() or None
    attempt.decided_by_id, attempt.decided_at = by.account_id, clock.now()
    record(by, "placement.decide", "attempt", attempt.id, suggested=attempt.suggested_level, decided=level)
    _wait(by, attempt, level, waits)


def _wait(by: Viewer, attempt: Attempt, level: Level, waits: bool) -> None:
    """Say on the waiting entry of the level, or on a new one where it is wanted, that it rests on the placement."""
    zone = attempt.learner.centre.time_zone
    basis = Basis(LevelSource.PLACEMENT, clock.today(zone))
    if entry := open_entry(attempt.learner_id, level):
        rest_level_on(by, entry, basis)
    elif waits and level is not Level.B1 and attempt.finished_at:
        add_waiting(by, attempt.learner, level, clock.to_local(attempt.finished_at, zone).date(), basis)


def allow_retake(by: Viewer, attempt: Attempt) -> None:
    """Let the person take the placement once more; what they answered so far stays.

    Raises DomainError when this attempt is not finished or not their latest.
    """
    if attempt.state is not AttemptState.FINISHED or _latest(attempt.learner) is not attempt:
        raise DomainError(_l("Only the latest finished placement can be taken again."))
    if attempt.retake_allowed_at is None:
        attempt.retake_allowed_at = clock.now()
        record(by, "placement.allow_retake", "attempt", attempt.id)


def _latest(learner: Learner) -> Attempt | None:
    asked = select(Attempt).join(Attempt.quiz).where(Attempt.learner_id == learner.id)
    asked = asked.where(Quiz.kind == QuizKind.PLACEMENT).order_by(Attempt.id.desc()).limit(1)
    return db.session.scalar(asked)


def _finish_if_over(by: Viewer, attempt: Attempt) -> None:
    responses = queries.answers(attempt)
    lines = select(QuizItem).where(QuizItem.quiz_id == attempt.quiz_id, QuizItem.position > len(responses))
    rest = db.session.scalars(lines.order_by(QuizItem.position).options(joinedload(QuizItem.item_version)))
    form = [one.item_version.level for one in (*responses, *rest)]
    if not rules.is_over(form, [response.correct for response in responses]):
        return
    given = [
        Given(one.item_version.level, one.item_version.skill, one.correct, one.answer is not None) for one in responses
    ]
    right = Counter(one.level for one in given if one.right)
    attempt.state, attempt.finished_at = AttemptState.FINISHED, clock.now()
    attempt.score, attempt.suggested_level = right.total(), rules.suggest(right)
    attempt.detail = rules.tally(given)
    record(by, "placement.finish", "attempt", attempt.id, suggested=attempt.suggested_level)
