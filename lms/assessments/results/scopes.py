"""Whose sittings of a quiz a member of staff sees."""

from sqlalchemy import ColumnElement, and_, select

from lms.access.viewer import Viewer
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.queries import assignments_of_own_centres, assignments_taught
from lms.learners.queries import hidden_from


def sittings_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: those of quizzes given in the viewer's centres, but for minors they are not named for."""
    given = select(Assignment.id).where(assignments_of_own_centres(viewer))
    return and_(Attempt.assignment_id.in_(given), Attempt.learner_id.not_in(hidden_from(viewer)))


def sittings_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: those of quizzes given to cohorts the viewer teaches, and to people in them.

    Who teaches a cohort knows everybody in it, so their answers too.
    """
    return Attempt.assignment_id.in_(select(Assignment.id).where(assignments_taught(viewer)))
