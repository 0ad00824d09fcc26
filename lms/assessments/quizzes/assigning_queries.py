"""What can be given, and to which cohorts."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.quizzes.quiz_models import Quiz
from lms.courses.cohort_queries import unfinished
from lms.courses.models import Cohort
from lms.database import db


def cohorts_to_give(by: Viewer, today: date) -> Sequence[Cohort]:
    """The unfinished cohorts to which the viewer may give a quiz, by code."""
    asked = scoped(select(Cohort), "quizzes.assign", by).where(unfinished(today))
    return db.session.scalars(asked.options(joinedload(Cohort.programme)).order_by(Cohort.code)).all()


def quizzes_to_give(by: Viewer) -> Sequence[Quiz]:
    """The quizzes in use that have items, the newest first."""
    asked = scoped(select(Quiz), "quizzes.view", by).where(Quiz.active, Quiz.items.any())
    return db.session.scalars(asked.order_by(Quiz.id.desc())).all()
