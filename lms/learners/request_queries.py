"""Reading requests for a course: whose they are, which wait, and whom they may be from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.database import db
from lms.learners.import_rules import known_names
from lms.learners.models import Learner
from lms.learners.names import fold
from lms.learners.request_models import CourseRequest, RequestState

LIKELY = 5
"""Of a common name more are no help."""


@dataclass(frozen=True)
class Likeness:
    """Somebody with a record from whom a request may be, and why."""

    learner: Learner
    why: tuple[Any, ...]


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


def likely_people(by: Viewer, asked: Sequence[CourseRequest]) -> dict[int, list[Likeness]]:
    """By request, the people the viewer may change from whom it may be: the same telephone or the same name."""
    known = [one for one in asked if one.name and one.phone]
    if not known:
        return {}
    statement = scoped(select(Learner), "learners.change", by).where(or_(*map(_may_be, known)))
    people = db.session.scalars(statement.order_by(Learner.id)).all()
    return {one.id: _likely(one, people)[:LIKELY] for one in known}


def _names(request: CourseRequest) -> list[str]:
    return [name for name in (request.name, request.name_latin) if name]


def _may_be(request: CourseRequest) -> ColumnElement[bool]:
    named = [
        and_(*(Learner.search_key.contains(word, autoescape=True) for word in fold(name).split()))
        for name in _names(request)
        if fold(name)
    ]
    return or_(Learner.phone == request.phone, *named)


def _likely(request: CourseRequest, people: Sequence[Learner]) -> list[Likeness]:
    found = (Likeness(learner, _why(request, learner)) for learner in people)
    return sorted((one for one in found if one.why), key=lambda one: -len(one.why))


def _why(request: CourseRequest, learner: Learner) -> tuple[Any, ...]:
    same_name = known_names(*_names(request)) & known_names(learner.name, learner.name_bg, learner.name_native or "")
    reasons = (
        (learner.phone == request.phone, _l("the same telephone")),
        (bool(same_name), _l("the same name")),
    )
    why = tuple(reason for holds, reason in reasons if holds)
    same_year = learner.born_on and request.born_on and learner.born_on.year == request.born_on.year
    return (*why, _l("the same year of birth")) if why and same_year else why
