"""The scopes of the call list: whose absences somebody sees, and who is reached by whom.

Whoever calls reads the telephone. So nobody is on a list whom its reader may not reach: an unaccompanied minor is
there only for the staff named for them, though the teacher calls their name in the roll.
"""

from sqlalchemy import ColumnElement, and_, select

from lms.access.viewer import Viewer
from lms.attendance.absence_models import ExcuseProposal
from lms.courses.models import Enrolment, Lesson
from lms.courses.queries import (
    enrolments_of_own_centres,
    enrolments_shown,
    enrolments_taught,
    learners_taught,
    lessons_of_own_centres,
    lessons_taught,
)
from lms.learners.models import Learner
from lms.learners.queries import accompanied_by, of_own_centres


def absences_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Enrolment: those in cohorts of the viewer's centres, of people of these centres."""
    reached = Enrolment.learner_id.in_(select(Learner.id).where(of_own_centres(viewer)))
    return and_(enrolments_of_own_centres(viewer), reached)


def absences_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Enrolment: those in cohorts the viewer teaches, of people whose records they open."""
    reached = Enrolment.learner_id.in_(select(Learner.id).where(learners_taught(viewer)))
    return and_(enrolments_taught(viewer), reached)


def absences_accompanied(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Enrolment: those of the people whom a mediator accompanies."""
    return Enrolment.learner_id.in_(select(Learner.id).where(accompanied_by(viewer)))


def excuses_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over ExcuseProposal: those about lessons of the viewer's centres."""
    return _about(viewer, lessons_of_own_centres(viewer))


def excuses_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over ExcuseProposal: those about lessons whose roll the viewer calls."""
    return _about(viewer, lessons_taught(viewer))


def _about(viewer: Viewer, lessons: ColumnElement[bool]) -> ColumnElement[bool]:
    shown = select(Enrolment.id).where(enrolments_shown(viewer))
    mine = ExcuseProposal.lesson_id.in_(select(Lesson.id).where(lessons))
    return and_(mine, ExcuseProposal.enrolment_id.in_(shown))
