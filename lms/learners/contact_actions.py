"""Noting that a person was called, written to or visited."""

from datetime import date

from lms import clock
from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.contact_models import Answer, Contact, Way
from lms.learners.contact_rules import next_day
from lms.learners.models import Learner


def note_contact(
    by: Viewer, learner: Learner, way: Way, answer: Answer, next_on: date | None = None, note: str | None = None
) -> Contact:
    """Note how a person was reached and what came of it. Raises DomainError as next_day does."""
    day = next_day(answer, next_on, clock.today(learner.centre.time_zone))
    contact = Contact(
        learner_id=learner.id, by_id=by.account_id, way=way, answer=answer, next_on=day, note=note or None
    )
    db.session.add(contact)
    db.session.flush()
    record(by, "learner.contact", "learner", learner.id, way=way, answer=answer)
    return contact
