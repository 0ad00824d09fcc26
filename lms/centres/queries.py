"""Reading centres: the scopes the permission table uses, lists for choosing from, and closed days."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel import Locale
from flask import abort
from flask_babel import get_locale
from sqlalchemy import ColumnElement, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre, NonWorkingDay, Room
from lms.centres.rules import closed_days
from lms.database import db


def own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Centre: the centres the viewer belongs to."""
    return Centre.id.in_(viewer.centre_ids)


def centres(by: Viewer, permission: str) -> Sequence[Centre]:
    """The centres over which the viewer holds the permission, by name."""
    return db.session.scalars(scoped(select(Centre), permission, by).order_by(Centre.name_bg)).all()


def room_or_404(centre: Centre, room_id: int) -> Room:
    """A room of this centre; a room of another one is not found."""
    found = db.session.get(Room, room_id)
    if found is None or found.centre_id != centre.id:
        abort(404)
    return found


def closed_day(centre: Centre, day_id: int) -> NonWorkingDay | None:
    """A non-working day of this centre, if it still is one; a day of another centre is not found."""
    found = db.session.get(NonWorkingDay, day_id)
    if found is not None and found.centre_id != centre.id:
        abort(404)
    return found


def own_days(centre: Centre, first: date, last: date) -> Sequence[NonWorkingDay]:
    """The centre's own non-working days from first to last, in order."""
    statement = select(NonWorkingDay).where(
        NonWorkingDay.centre_id == centre.id, NonWorkingDay.day.between(first, last)
    )
    return db.session.scalars(statement.order_by(NonWorkingDay.day)).all()


def days_closed(centre: Centre, first: date, last: date) -> Mapping[date, str]:
    """Every day from first to last on which the centre is closed, with the reason in the page's language."""
    own = {closed.day: closed.reason for closed in own_days(centre, first, last)}
    return closed_days(first, last, own, page_language())


def page_language() -> str:
    """The language of the page, as a bare code."""
    return (get_locale() or Locale("bg")).language
