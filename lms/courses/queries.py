"""Reading courses: the scopes the permission table uses."""

from sqlalchemy import ColumnElement, and_, or_, select, union

from lms.access.table import once_a_viewer
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.courses.models import Cohort, Enrolment, Lesson, Programme, WaitingEntry, cohort_teacher
from lms.learners.models import Learner
from lms.learners.queries import hidden_from, known_to, named_for


def cohorts_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Cohort: those of the viewer's centres."""
    return Cohort.centre_id.in_(viewer.centre_ids)


@once_a_viewer
def cohorts_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Cohort: those of the viewer's centres that they teach, as teacher or in a lesson of theirs.

    Whoever moves to another centre leaves the people of the first one behind.
    """
    teaches = or_(
        Cohort.teachers.any(Account.id == viewer.account_id),
        Cohort.lessons.any(Lesson.teacher_id == viewer.account_id),
    )
    return and_(cohorts_of_own_centres(viewer), teaches)


def lessons_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Lesson: those of cohorts in the viewer's centres."""
    return Lesson.cohort_id.in_(select(Cohort.id).where(cohorts_of_own_centres(viewer)))


def lessons_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Lesson: the viewer's own lessons and all lessons of cohorts the viewer is a teacher of."""
    own_cohorts = select(cohort_teacher.c.cohort_id).where(cohort_teacher.c.account_id == viewer.account_id)
    teaches = or_(Lesson.teacher_id == viewer.account_id, Lesson.cohort_id.in_(own_cohorts))
    return and_(lessons_of_own_centres(viewer), teaches)


def lessons_led(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Lesson: those the viewer gives or gave, wherever: what somebody worked stays theirs to see."""
    return Lesson.teacher_id == viewer.account_id


@once_a_viewer
def enrolments_shown(viewer: Viewer) -> ColumnElement[bool]:
    """Condition on Enrolment: whose name the viewer may read in a list of a cohort they may see.

    Who teaches a cohort calls its roll and so knows everybody in it; for others an unaccompanied minor they
    are not named for is not there.
    """
    taught = Enrolment.cohort_id.in_(select(Cohort.id).where(cohorts_taught(viewer)))
    return or_(Enrolment.learner_id.not_in(hidden_from(viewer)), taught)


def enrolments_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Enrolment: those in cohorts of the viewer's centres, of people the viewer may know of."""
    own = Enrolment.cohort_id.in_(select(Cohort.id).where(cohorts_of_own_centres(viewer)))
    return and_(own, Enrolment.learner_id.not_in(hidden_from(viewer)))


def enrolments_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Enrolment: those in cohorts the viewer teaches."""
    return Enrolment.cohort_id.in_(select(Cohort.id).where(cohorts_taught(viewer)))


def learners_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people enrolled in cohorts the viewer teaches, and those they are named for.

    An unaccompanied minor is enrolled there too, but only those named open the record.
    """
    # One list of identifiers, because no index serves “this or among those”.
    taught = select(Enrolment.learner_id).where(enrolments_taught(viewer))
    named = select(Learner.id).where(named_for(viewer))
    return and_(Learner.id.in_(union(taught, named)), known_to(viewer))


def waiting_in_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over WaitingEntry: the waiting lists of the viewer's centres, of people the viewer may know of."""
    own = WaitingEntry.centre_id.in_(viewer.centre_ids)
    return and_(own, WaitingEntry.learner_id.not_in(hidden_from(viewer)))


def waiting_people_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: who waits at a centre of the viewer's, but for minors they are not named for."""
    waiting = select(WaitingEntry.learner_id).where(waiting_in_own_centres(viewer), WaitingEntry.closed_on.is_(None))
    return and_(Learner.id.in_(waiting), known_to(viewer))


def waiting_people_for_taught(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: who waits where the viewer teaches, for a level that they teach there."""
    waiting = (
        select(WaitingEntry.learner_id)
        .join(Cohort, Cohort.centre_id == WaitingEntry.centre_id)
        .join(Programme, and_(Programme.id == Cohort.programme_id, Programme.level == WaitingEntry.level))
        .where(cohorts_taught(viewer), WaitingEntry.closed_on.is_(None))
    )
    return and_(Learner.id.in_(waiting), known_to(viewer))
