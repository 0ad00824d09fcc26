"""Reading attempts and responses, and the scopes over them."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.courses.models import Cohort
from lms.courses.queries import cohorts_of_own_centres, cohorts_taught, learners_taught
from lms.database import db
from lms.learners.models import Learner
from lms.learners.queries import of_own_centres, own_record


def attempts_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: those of people of the viewer's centres."""
    return Attempt.learner_id.in_(select(Learner.id).where(of_own_centres(viewer)))


def own_attempts(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: the signed-in learner's own."""
    return Attempt.learner_id.in_(select(Learner.id).where(own_record(viewer)))


def own_learner(by: Viewer) -> Learner | None:
    """The record of the signed-in learner."""
    found: Learner | None = db.session.scalar(scoped(select(Learner), "learn.own", by))
    return found


def is_answered(version: ItemVersion) -> bool:
    """Whether anybody answered a version."""
    asked = select(Response.id).where(Response.item_version_id == version.id).limit(1)
    return db.session.scalar(asked) is not None


def answered(attempt: Attempt, adaptive: bool) -> int:
    """How many items of an attempt were answered: of those that were chosen for the person, or of the others."""
    chosen = Response.scale.is_not(None) if adaptive else Response.scale.is_(None)
    asked = select(func.count(Response.id)).where(Response.attempt_id == attempt.id, chosen)
    return db.session.scalar(asked) or 0


def answers(attempt: Attempt) -> list[Response]:
    """What was answered in an attempt, with the items as they were worded then."""
    asked = select(Response).where(Response.attempt_id == attempt.id).order_by(Response.position)
    with_items = joinedload(Response.item_version).joinedload(ItemVersion.item)
    return list(db.session.scalars(asked.options(with_items)))


def assignments_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Assignment: to cohorts and people of the viewer's centres."""
    return _assigned(cohorts_of_own_centres(viewer), of_own_centres(viewer))


def assignments_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Assignment: to cohorts the viewer teaches, and to people in them."""
    return _assigned(cohorts_taught(viewer), learners_taught(viewer))


def _assigned(cohorts: ColumnElement[bool], people: ColumnElement[bool]) -> ColumnElement[bool]:
    to_cohort = Assignment.cohort_id.in_(select(Cohort.id).where(cohorts))
    return or_(to_cohort, Assignment.learner_id.in_(select(Learner.id).where(people)))
