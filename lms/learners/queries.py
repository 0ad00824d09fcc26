"""Reading learners: the scopes the permission table uses."""

from sqlalchemy import ColumnElement

from lms.access.viewer import Viewer
from lms.learners.models import ImportBatch, Learner


def of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people of the viewer's centres."""
    return Learner.centre_id.in_(viewer.centre_ids)


def accompanied_by(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people a mediator accompanies."""
    return Learner.mediator_id == viewer.account_id


def own_record(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the signed-in learner's own record."""
    return Learner.account_id == viewer.account_id


def batches_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over ImportBatch: the lists uploaded for the viewer's centres."""
    return ImportBatch.centre_id.in_(viewer.centre_ids)
