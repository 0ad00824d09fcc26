"""Reading requests for a course: whose they are, which wait, and whom they may be from."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.database import db
from lms.learners.duplicate_queries import LookAlike, look_alikes
from lms.learners.request_models import CourseRequest, RequestState
from lms.learners.request_rules import facts_of

LIKELY = 5
"""Of a common name more are no help."""


def requests_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over CourseRequest: those made to the viewer's centres."""
    return CourseRequest.centre_id.in_(viewer.centre_ids)


def requests(by: Viewer, waiting: bool, centre_id: int | None = None) -> Select[tuple[CourseRequest]]:
    """The requests that wait, oldest first, or those decided, newest first."""
    statement = scoped(select(CourseRequest), "requests.manage", by)
    if centre_id is not None:
        statement = statement.where(CourseRequest.centre_id == centre_id)
    if waiting:
        return statement.where(CourseRequest.state == RequestState.NEW).order_by(CourseRequest.created_at)
    return statement.where(CourseRequest.state != RequestState.NEW).order_by(CourseRequest.decided_at.desc())


def waiting_requests(by: Viewer) -> int:
    """How many requests wait for the viewer: one indexed count."""
    statement = scoped(select(func.count(CourseRequest.id)), "requests.manage", by)
    return db.session.scalar(statement.where(CourseRequest.state == RequestState.NEW)) or 0


def all_centres() -> Sequence[Centre]:
    """Every centre a person can ask at, by name: their names and addresses are public."""
    return db.session.scalars(select(Centre).order_by(Centre.name_bg)).all()


def likely_people(by: Viewer, asked: Sequence[CourseRequest]) -> dict[int, list[LookAlike]]:
    """By request, the people the viewer may change from whom it may be, the surest first."""
    known = [one for one in asked if one.name and one.phone]
    return {one.id: look_alikes(by, facts_of(one))[:LIKELY] for one in known}
