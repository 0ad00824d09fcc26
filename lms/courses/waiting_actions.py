"""What is done with the waiting list: putting a person on it, changing, giving priority, taking off and putting back.

Each step leaves a line in the entry's history and one in the audit trail.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.courses.models import WaitingChange, WaitingEntry
from lms.courses.states import ClosedReason, Level, LevelSource, Priority, WaitingStep
from lms.database import db
from lms.learners.models import Learner


@dataclass(frozen=True)
class Basis:
    """What the level of a waiting person rests on, and the day it was found out."""

    source: LevelSource | None = None
    on: date | None = None


def add_waiting(
    by: Viewer, learner: Learner, level: Level, since: date, basis: Basis = Basis(), note: str | None = None
) -> WaitingEntry:
    """Put a person on the waiting list of their centre for a level.

    Raises DomainError when they already wait for it, or when `since` is still to come.
    """
    _refuse_future(since, learner.centre.time_zone)
    # Two coordinators putting the same person on the list at once: the second one sees the first's entry.
    hold_person(learner.id)
    if open_entry(learner.id, level) is not None:
        raise DomainError(_l("This person is already waiting for this level."))
    entry = WaitingEntry(
        learner=learner,
        centre_id=learner.centre_id,
        level=level,
        since=since,
        level_source=basis.source,
        level_on=basis.on,
        note=note or None,
    )
    db.session.add(entry)
    _history(by, entry, WaitingStep.ADDED, note=note or None)
    db.session.flush()
    record(by, "waiting.add", "learner", learner.id, level=level)
    return entry


def change_waiting(by: Viewer, entry: WaitingEntry, since: date, basis: Basis, note: str | None) -> None:
    """Change since when somebody waits, what their level rests on, or the note. Raises DomainError when closed."""
    _open_or_refuse(entry)
    if since != entry.since:
        _refuse_future(since, entry.centre.time_zone)
    values = {"since": since, "level_source": basis.source, "level_on": basis.on, "note": note or None}
    changed = {
        name: [_plain(getattr(entry, name)), _plain(value)]
        for name, value in values.items()
        if getattr(entry, name) != value
    }
    if not changed:
        return
    for name, value in values.items():
        setattr(entry, name, value)
    _history(by, entry, WaitingStep.CHANGED, **changed)
    record(by, "waiting.change", "learner", entry.learner_id, fields=sorted(changed))
    db.session.flush()


def rest_level_on(by: Viewer, entry: WaitingEntry, basis: Basis) -> None:
    """Note what the level of an open entry rests on now."""
    change_waiting(by, entry, entry.since, basis, entry.note)


def give_priority(by: Viewer, entry: WaitingEntry, priority: Priority | None, note: str | None = None) -> None:
    """Let a person stand before those without priority, saying why; None takes the priority away.

    Raises DomainError when the person no longer waits, or when another reason is not named.
    """
    _open_or_refuse(entry)
    if priority is Priority.OTHER and not note:
        raise DomainError(_l("Say what the reason is, so that others understand why this person stands first."))
    if (entry.priority, entry.priority_note) == (priority, note or None):
        return
    entry.priority, entry.priority_note = priority, (note or None) if priority else None
    entry.priority_by_id, entry.priority_at = (by.account_id, clock.now()) if priority else (None, None)
    step = WaitingStep.PRIORITY if priority else WaitingStep.NO_PRIORITY
    _history(by, entry, step, **({"priority": priority.value} if priority else {}), note=note or None)
    record(by, "waiting.priority", "learner", entry.learner_id, level=entry.level, priority=priority)
    db.session.flush()


def close_waiting(by: Viewer, entry: WaitingEntry, reason: ClosedReason, note: str | None = None) -> None:
    """Take a person off the waiting list for a reason. Raises DomainError when they are off it already."""
    _open_or_refuse(entry)
    entry.closed_on, entry.closed_reason = clock.today(entry.centre.time_zone), reason
    entry.closed_note = note or None
    _history(by, entry, WaitingStep.CLOSED, reason=reason.value, note=note or None)
    record(by, "waiting.close", "learner", entry.learner_id, level=entry.level, reason=reason)
    db.session.flush()


def reopen_waiting(by: Viewer, entry: WaitingEntry, note: str | None = None) -> None:
    """Put a person back where they stood: since the day they have been waiting, with the priority they had.

    Raises DomainError when they wait for the level already.
    """
    hold_person(entry.learner_id)
    db.session.refresh(entry)
    if entry.closed_on is None or open_entry(entry.learner_id, entry.level) is not None:
        raise DomainError(_l("This person is already waiting for this level."))
    entry.closed_on = entry.closed_reason = entry.closed_note = None
    _history(by, entry, WaitingStep.REOPENED, note=note or None)
    record(by, "waiting.reopen", "learner", entry.learner_id, level=entry.level)
    db.session.flush()


def open_entry(learner_id: int, level: Level) -> WaitingEntry | None:
    """The entry with which a person waits for a level, if they do."""
    statement = select(WaitingEntry).where(
        WaitingEntry.learner_id == learner_id,
        WaitingEntry.level == level,
        WaitingEntry.closed_on.is_(None),
    )
    return db.session.scalars(statement.order_by(WaitingEntry.since)).first()


def hold_person(learner_id: int) -> None:
    """Let nobody else place this person or take them off the list until this request is done.

    Taken before anything else of theirs, so that two requests never wait for each other.
    """
    db.session.execute(select(Learner.id).where(Learner.id == learner_id).with_for_update(key_share=True))


def _open_or_refuse(entry: WaitingEntry) -> None:
    db.session.refresh(entry, with_for_update=True)
    if entry.closed_on is not None:
        raise DomainError(_l("This person is no longer on the waiting list."))


def _refuse_future(since: date, zone: str) -> None:
    if since > clock.today(zone):
        raise DomainError(_l("This day is still to come. Enter since when the person has been waiting."))


def _plain(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _history(by: Viewer, entry: WaitingEntry, step: WaitingStep, **detail: Any) -> None:
    said = {name: value for name, value in detail.items() if value is not None}
    entry.changes.append(WaitingChange(by_id=by.account_id, step=step, detail=said, at=clock.now()))
