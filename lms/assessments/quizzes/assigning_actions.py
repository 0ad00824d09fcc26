"""Giving a quiz to a cohort or a person, taking it back, showing the results; what a person needs in every quiz."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.assessments.quizzes.assignment_models import Accommodation, Assignment
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import QuizKind
from lms.courses.models import Cohort
from lms.database import db
from lms.learners.models import Learner


def assign(
    by: Viewer,
    quiz: Quiz,
    to: Cohort | Learner,
    opens_at: datetime,
    closes_at: datetime | None,
    attempts: int | None,
    results_at_once: bool = False,
) -> Assignment:
    """Give a quiz to a cohort or a person; `attempts` is how often each may take it, None for as often as they want.

    Raises DomainError for a quiz without items or one that is no longer used, and for an end before the beginning.
    """
    if not quiz.items or not quiz.active or quiz.kind is QuizKind.PLACEMENT:
        raise DomainError(_l("This quiz cannot be given: it has no items, or is no longer used."))
    if closes_at is not None and closes_at <= opens_at:
        raise DomainError(_l("It closes before it opens."))
    given = Assignment(
        quiz=quiz,
        cohort=to if isinstance(to, Cohort) else None,
        learner=to if isinstance(to, Learner) else None,
        opens_at=opens_at,
        closes_at=closes_at,
        attempts=attempts,
        assigned_by_id=by.account_id,
        released_at=clock.now() if results_at_once else None,
        released_by_id=by.account_id if results_at_once else None,
    )
    db.session.add(given)
    db.session.flush()
    record(by, "quiz.assign", "assignment", given.id)
    return given


def withdraw(by: Viewer, assignment: Assignment) -> None:
    """Take a quiz back: nobody begins it any more; what was answered stays, and whoever is in it can end it."""
    if assignment.withdrawn_at is None:
        assignment.withdrawn_at = clock.now()
        record(by, "quiz.withdraw", "assignment", assignment.id)


def note_needs(by: Viewer, learner: Learner, extra_percent: int, simple_layout: bool, note: str) -> None:
    """Keep what a person needs in every quiz: so many percent more time, a page with larger letters.

    Nothing needed any more: nothing is kept.
    """
    kept = db.session.get(Accommodation, learner.id)
    if not extra_percent and not simple_layout:
        if kept:
            db.session.delete(kept)
    else:
        kept = kept or Accommodation(learner_id=learner.id)
        kept.extra_percent, kept.simple_layout, kept.note = extra_percent, simple_layout, note
        kept.noted_by, kept.noted_at = db.session.get_one(Account, by.account_id), clock.now()
        db.session.add(kept)
    db.session.flush()
    record(by, "learner.needs", "learner", learner.id)
