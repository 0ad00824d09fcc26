"""Whose answers a member of staff marks, whose names they know there, and whose recordings are heard."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from lms.access.viewer import Viewer
from lms.assessments.marking.models import Rating, Recording
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.results.scopes import sittings_of_own_centres, sittings_taught
from lms.assessments.taking.queries import own_quiz_attempts
from lms.learners.models import Learner
from lms.learners.queries import hidden_from


def answers_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Response: answers in quizzes of people of the viewer's centres."""
    return _sitting(sittings_of_own_centres(viewer))


def answers_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Response: answers in quizzes of the viewer's cohorts and the people in them."""
    return Response.attempt_id.in_(select(Attempt.id).where(sittings_taught(viewer)))


def answers_to_rate(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Response: those of the viewer's cohorts, and those of their centres that want a second marker.

    Of these the viewer does not learn whose they are; answers of unaccompanied minors stay with who teaches them. What
    two have rated is there for these two.
    """
    here = select(Learner.id).where(Learner.centre_id.in_(viewer.centre_ids), Learner.id.not_in(hidden_from(viewer)))
    # Asked of the few answers that want a second marker, one at a time.
    among = _sitting(Attempt.assignment_id.is_not(None), Attempt.learner_id.in_(here))
    independent = select(func.count(Rating.id)).where(Rating.response_id == Response.id, Rating.settles.is_(False))
    own = select(Rating.id).where(Rating.response_id == Response.id, Rating.marker_id == viewer.account_id).exists()
    wanted = and_(Response.second_wanted_by_id.is_not(None), among, or_(independent.scalar_subquery() < 2, own))
    return or_(answers_taught(viewer), wanted)


def _sitting(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Attempt.id).where(Attempt.id == Response.attempt_id, *conditions).correlate(Response).exists()


def own_recordings(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Recording: what the signed-in learner said."""
    return Recording.attempt_id.in_(select(Attempt.id).where(own_quiz_attempts(viewer)))


def recordings_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Recording: those of answers that a coordinator may mark."""
    return _recorded(answers_of_own_centres(viewer))


def recordings_to_rate(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Recording: those of answers that a teacher may mark."""
    return _recorded(answers_to_rate(viewer))


def _recorded(answers: ColumnElement[bool]) -> ColumnElement[bool]:
    response: Select[Any] = select(Response.id).where(
        Response.attempt_id == Recording.attempt_id, Response.position == Recording.position, answers
    )
    return response.exists()
