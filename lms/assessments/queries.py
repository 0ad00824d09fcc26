"""Reading assessments: the scopes the permission table uses."""

from sqlalchemy import ColumnElement, select

from lms.access.viewer import Viewer
from lms.assessments.models import Attempt
from lms.learners.models import Learner
from lms.learners.queries import of_own_centres, own_record


def attempts_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: those of people of the viewer's centres."""
    return Attempt.learner_id.in_(select(Learner.id).where(of_own_centres(viewer)))


def own_attempts(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: the signed-in learner's own."""
    return Attempt.learner_id.in_(select(Learner.id).where(own_record(viewer)))
