"""Noting that a person was called, written to or visited."""

from datetime import date

from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.contact_models import Answer, Contact, Reason, Way
from lms.learners.contact_rules import next_day
from lms.learners.models import Learner


def note_contact(
    by: Viewer,
    learner: Learner,
    way: Way,
    answer: Answer,
    next_on: date | None = None,
    note: str | None = None,
    *,
    reason: Reason | None = None,
    seen: int | None = None,
) -> Contact:
    """Note how a person was reached and what came of it. Raises DomainError as next_day does.

    `seen` is the newest contact that the page showed, 0 for none: the same touch twice is then one line.
    """
    day = next_day(answer, next_on, clock.today(learner.centre.time_zone))
    contact = Contact(
        learner_id=learner.id,
        by_id=by.account_id,
        at=clock.now(),
        way=way,
        answer=answer,
        reason=reason,
        next_on=day,
        note=note or None,
    )
    if seen is not None and (already := _noted_since(contact, seen)):
        return already
    db.session.add(contact)
    db.session.flush()
    record(by, "learner.contact", "learner", learner.id, way=way, answer=answer)
    return contact


def _noted_since(contact: Contact, seen: int) -> Contact | None:
    db.session.execute(select(Learner.id).where(Learner.id == contact.learner_id).with_for_update())
    same = select(Contact).where(Contact.id > seen)
    for name in ("learner_id", "by_id", "way", "answer", "reason", "next_on", "note"):
        same = same.where(getattr(Contact, name).is_not_distinct_from(getattr(contact, name)))
    return db.session.scalars(same.limit(1)).one_or_none()
