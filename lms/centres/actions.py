"""What is done with centres: creating and changing them, their rooms and their non-working days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.centres.models import Centre, NonWorkingDay, Room
from lms.centres.queries import own_days
from lms.database import db

LONGEST_CLOSURE = 62
"""Days that can be closed in one go."""


def create_centre(by: Viewer, facts: Mapping[str, Any]) -> Centre:
    """Open a centre. Raises DomainError when its code is taken."""
    _check_code(facts["code"])
    centre = Centre(**facts)
    db.session.add(centre)
    db.session.flush()
    record(by, "centre.create", "centre", centre.id)
    return centre


def change_centre(by: Viewer, centre: Centre, facts: Mapping[str, Any]) -> None:
    """Change a centre's code, names and address. Raises DomainError when the code is taken."""
    if facts["code"] != centre.code:
        _check_code(facts["code"])
    for name, value in facts.items():
        setattr(centre, name, value)
    record(by, "centre.change", "centre", centre.id)


def _check_code(code: str) -> None:
    if db.session.scalar(select(Centre.id).where(Centre.code == code)):
        raise DomainError(_l("Another centre has this code. Choose a different one."))


def save_room(by: Viewer, centre: Centre, room: Room | None, name: str, seats: int) -> Room:
    """Add a room to a centre, or change one of its rooms.

    Raises DomainError when the centre has another room of this name.
    """
    same = db.session.scalar(select(Room).where(Room.centre_id == centre.id, Room.name == name))
    if same is not None and same is not room:
        raise DomainError(_l("The centre already has a room of this name."))
    act = "room.change" if room else "room.add"
    room = room or Room(centre=centre)
    room.name, room.seats = name, seats
    db.session.add(room)
    db.session.flush()
    record(by, act, "room", room.id, seats=seats)
    return room


def remove_room(by: Viewer, room: Room) -> None:
    """Remove a room that nothing was ever held in. Raises DomainError when something refers to it."""
    room_id = room.id
    try:
        # What uses rooms stands to the right of this module, so the database is asked.
        with db.session.begin_nested():
            db.session.delete(room)
            db.session.flush()
    except IntegrityError:
        raise DomainError(
            _l("Lessons are planned or were held in this room, so it stays. You can rename it.")
        ) from None
    record(by, "room.remove", "room", room_id)


def close_days(by: Viewer, centre: Centre, first: date, last: date, reason: str) -> int:
    """Close a centre from first to last for a reason; returns how many days were added.

    Days that are closed already keep their reason. Raises DomainError when the days are in the wrong
    order, too many, or all closed already.
    """
    length = (last - first).days + 1
    if length < 1:
        raise DomainError(_l("The last day is before the first."))
    if length > LONGEST_CLOSURE:
        raise DomainError(_l("Close at most %(count)s days at once.", count=LONGEST_CLOSURE))
    known = {closed.day for closed in own_days(centre, first, last)}
    fresh = [day for day in (first + timedelta(n) for n in range(length)) if day not in known]
    if not fresh:
        raise DomainError(_l("The centre is already closed then."))
    db.session.add_all(NonWorkingDay(centre_id=centre.id, day=day, reason=reason) for day in fresh)
    record(by, "centre.close", "centre", centre.id, first=first.isoformat(), days=len(fresh))
    db.session.flush()
    db.session.expire(centre, ["non_working_days"])
    return len(fresh)


def open_day(by: Viewer, closed: NonWorkingDay) -> None:
    """Make a non-working day of a centre an ordinary day again."""
    record(by, "centre.open", "centre", closed.centre_id, day=closed.day.isoformat())
    db.session.delete(closed)
