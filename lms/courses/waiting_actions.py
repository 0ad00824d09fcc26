"""What is done with the waiting list: putting a person on it and taking them off."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import WaitingEntry
from lms.courses.states import Level, PartOfDay
from lms.database import db
from lms.learners.models import Learner


def add_waiting(
    by: Viewer,
    learner: Learner,
    level: Level,
    since: date,
    part_of_day: PartOfDay = PartOfDay.ANY,
    online_ok: bool = False,
    note: str | None = None,
) -> WaitingEntry:
    """Put a person on the waiting list of their centre for a level.

    Raises DomainError when they already wait for it, or when `since` is still to come.
    """
    if since > clock.today(learner.centre.time_zone):
        raise DomainError(_l("This day is still to come. Enter since when the person has been waiting."))
    # Two coordinators putting the same person on the list at once: the second one sees the first's entry.
    db.session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update(key_share=True))
    if open_entry(learner.id, level) is not None:
        raise DomainError(_l("This person is already waiting for this level."))
    entry = WaitingEntry(
        learner=learner,
        centre_id=learner.centre_id,
        level=level,
        since=since,
        part_of_day=part_of_day,
        online_ok=online_ok,
        note=note or None,
    )
    db.session.add(entry)
    db.session.flush()
    record(by, "waiting.add", "learner", learner.id, level=level)
    return entry


def close_waiting(by: Viewer, entry: WaitingEntry, reason: str) -> None:
    """Take a person off the waiting list for a reason. Raises DomainError when they are off it already."""
    if entry.closed_on is not None:
        raise DomainError(_l("This person is no longer on the waiting list."))
    entry.closed_on, entry.closed_reason = clock.today(entry.centre.time_zone), reason
    record(by, "waiting.close", "learner", entry.learner_id, level=entry.level)
    db.session.flush()


def open_entry(learner_id: int, level: Level) -> WaitingEntry | None:
    """The entry with which a person waits for a level, if they do."""
    statement = select(WaitingEntry).where(
        WaitingEntry.learner_id == learner_id,
        WaitingEntry.level == level,
        WaitingEntry.closed_on.is_(None),
    )
    return db.session.scalars(statement.order_by(WaitingEntry.since)).first()
