"""Reading centres: the scopes the permission table uses, and lists for choosing from."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.database import db


def own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Centre: the centres the viewer belongs to."""
    return Centre.id.in_(viewer.centre_ids)


def centres(by: Viewer, permission: str) -> Sequence[Centre]:
    """The centres over which the viewer holds the permission, by name."""
    return db.session.scalars(scoped(select(Centre), permission, by).order_by(Centre.name_bg)).all()
