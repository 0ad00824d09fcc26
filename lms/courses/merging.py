"""Two people become one: what of the courses cannot stand side by side."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.courses.offer_models import Offer
from lms.courses.states import ENDED, ClosedReason, Level
from lms.courses.waiting_actions import close_waiting
from lms.database import db
from lms.learners.merge_actions import prepares_merge
from lms.learners.models import Learner


@prepares_merge
def settle_courses(by: Viewer, kept: Learner, gone: Learner) -> None:
    """Refuse two places in one cohort; of two waits for a level keep the longer one, and close the other.

    Raises DomainError naming the cohort.
    """
    both = (kept.id, gone.id)
    statement = (
        select(Cohort.code)
        .join(Enrolment)
        .where(Enrolment.learner_id.in_(both), Enrolment.state.not_in(ENDED))
        .group_by(Cohort.id, Cohort.code)
        .having(func.count(Enrolment.learner_id.distinct()) > 1)
    )
    if code := db.session.scalar(statement.limit(1)):
        raise DomainError(
            _l("Both records are enrolled in %(cohort)s. Let one of them leave the group first.", cohort=code)
        )
    open_entries = select(WaitingEntry).where(WaitingEntry.learner_id.in_(both), WaitingEntry.closed_on.is_(None))
    longest: dict[Level, WaitingEntry] = {}
    for entry in db.session.scalars(open_entries.order_by(WaitingEntry.since, WaitingEntry.id)).all():
        if (longer := longest.setdefault(entry.level, entry)) is not entry:
            # What was offered, and answered, goes with the person.
            db.session.execute(update(Offer).where(Offer.entry_id == entry.id).values(entry_id=longer.id))
            close_waiting(by, entry, ClosedReason.MERGED)
