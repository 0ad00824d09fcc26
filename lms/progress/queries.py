"""What the pages of this room ask besides the frames: names to choose from and words for states."""

from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.courses import words as course_words
from lms.courses.models import Cohort, Enrolment, Programme
from lms.courses.queries import enrolments_shown
from lms.database import db


def centre_names(by: Viewer) -> dict[int, str]:
    """The centres of the cohorts whose statistics the viewer may see."""
    visible = scoped(select(Cohort.centre_id), "statistics.view", by)
    found = db.session.scalars(select(Centre).where(Centre.id.in_(visible)).order_by(Centre.name_bg))
    return {centre.id: centre.name for centre in found}


def programme_names(by: Viewer) -> dict[int, str]:
    """The programmes of the cohorts whose statistics the viewer may see."""
    visible = scoped(select(Cohort.programme_id), "statistics.view", by)
    found = db.session.scalars(select(Programme).where(Programme.id.in_(visible)).order_by(Programme.code))
    return {programme.id: programme.title for programme in found}


def earlier_cohorts(cohort: Cohort) -> dict[int, str]:
    """The codes of the cohorts people of this one came from by transfer, by their enrolments here."""
    earlier = aliased(Enrolment)
    statement = (
        select(Enrolment.id, Cohort.code)
        .join(earlier, Enrolment.transferred_from_id == earlier.id)
        .join(Cohort, earlier.cohort_id == Cohort.id)
        .where(Enrolment.cohort_id == cohort.id)
    )
    return {row.id: row.code for row in db.session.execute(statement)}


def shown_enrolments(cohort: Cohort, by: Viewer) -> frozenset[int]:
    """The enrolments of a cohort whose names the viewer may read."""
    statement = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, enrolments_shown(by))
    return frozenset(db.session.scalars(statement))


def words() -> SimpleNamespace:
    """The words for states, outcomes and reasons."""
    return SimpleNamespace(
        states=course_words.ENROLMENT_STATES,
        outcomes=course_words.OUTCOMES,
        reasons=course_words.LEAVING_REASONS,
    )
