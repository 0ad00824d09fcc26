"""Taking down a guest of a lesson, and taking that back; what becomes of a guest is decided in guest_resolving.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, select, update

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.attendance.actions import AnswerKind
from lms.attendance.guest_models import Guest, GuestState
from lms.attendance.guest_queries import hold_guest, person_waiting
from lms.attendance.guest_rules import GuestRefusal, name_said
from lms.attendance.models import MarkKind
from lms.attendance.queries import window_of
from lms.attendance.rules import Refusal, Value, length_of, wrong_minutes
from lms.courses.models import Lesson
from lms.database import db


@dataclass(frozen=True)
class GuestArrival:
    """A guest as a device sends them: either the name as it was said, or a person from the waiting list."""

    id: str
    """A UUID in its usual form, made on the device."""
    made_at: datetime
    name: str | None = None
    learner_id: int | None = None
    minutes: int | None = None
    """Minutes late; None for who was there from the beginning."""


@dataclass(frozen=True)
class GuestAnswer:
    """What became of a guest that was sent, and why if they were refused."""

    guest_id: str
    kind: AnswerKind
    why: Refusal | GuestRefusal | None = None


def add_guest(by: Viewer, lesson: Lesson, arrival: GuestArrival) -> GuestAnswer:
    """Take down somebody who is at a lesson and not on its roll; the same identifier twice is one guest.

    Whoever is chosen from the waiting list must be one the viewer finds there. Open while the roll is, to a
    coordinator no longer than to a teacher: a guest whom nobody remembers for two weeks is no memory.
    """
    # One guest of a lesson at a time, as with its entries.
    db.session.scalars(select(Lesson.id).where(Lesson.id == lesson.id).with_for_update()).one()
    known = db.session.scalars(select(Guest).where(Guest.identifier == arrival.id)).one_or_none()
    if known:
        if _same(known, lesson, arrival):
            return GuestAnswer(arrival.id, AnswerKind.ALREADY_KNOWN)
        return GuestAnswer(arrival.id, AnswerKind.REFUSED, Refusal.IDENTIFIER_USED)
    if why := _refusal(by, lesson, arrival):
        return GuestAnswer(arrival.id, AnswerKind.REFUSED, why)
    forget_guests(current_app.config["SETTINGS"].request_days)
    guest = _new(by, lesson, arrival)
    db.session.add(guest)
    db.session.flush()
    record(by, "guest.add", "lesson", lesson.id, guest=guest.id)
    return GuestAnswer(arrival.id, AnswerKind.APPLIED)


def _same(known: Guest, lesson: Lesson, arrival: GuestArrival) -> bool:
    if (known.lesson_id, known.picked_id, known.minutes) != (lesson.id, arrival.learner_id, arrival.minutes):
        return False
    # Once the name is forgotten nobody can tell any more, and it is no second guest.
    return arrival.learner_id is not None or known.name in (None, name_said(arrival.name))


def _refusal(by: Viewer, lesson: Lesson, arrival: GuestArrival) -> Refusal | GuestRefusal | None:
    window, now = window_of(lesson), clock.now()
    if closed := window.closed_to(by.role, now):
        return closed
    if window.needs_reason(now):
        return Refusal.TOO_LATE
    if arrival.learner_id is not None:
        if person_waiting(by, lesson, arrival.learner_id) is None:
            return GuestRefusal.NOT_WAITING
        if _is_here(lesson, arrival.learner_id):
            return GuestRefusal.HERE_ALREADY
    elif name_said(arrival.name) is None:
        return GuestRefusal.NAME_MISSING
    if arrival.minutes is None:
        return None
    return wrong_minutes(Value(MarkKind.LATE, arrival.minutes), length_of(lesson.starts_at, lesson.ends_at))


def _is_here(lesson: Lesson, learner_id: int) -> bool:
    here = select(Guest.id).where(
        Guest.lesson_id == lesson.id, Guest.picked_id == learner_id, Guest.state != GuestState.TAKEN_BACK
    )
    return db.session.scalar(here.limit(1)) is not None


def _new(by: Viewer, lesson: Lesson, arrival: GuestArrival) -> Guest:
    return Guest(
        identifier=arrival.id,
        lesson_id=lesson.id,
        centre_id=lesson.cohort.centre_id,
        name=name_said(arrival.name) if arrival.learner_id is None else None,
        picked_id=arrival.learner_id,
        minutes=arrival.minutes,
        made_at=arrival.made_at,
        received_at=clock.now(),
        added_by_id=by.account_id,
    )


def take_back_guest(by: Viewer, guest: Guest) -> None:
    """Undo what was added by mistake, by whoever added it and on the same day; once more changes nothing.

    Raises DomainError when it is somebody else's, of another day, or a coordinator has decided.
    """
    hold_guest(guest)
    if guest.state is GuestState.TAKEN_BACK:
        return
    if not may_take_back(by, guest):
        raise DomainError(_l("This guest can no longer be taken back. A coordinator says what becomes of them."))
    guest.state, guest.resolved_at, guest.resolved_by_id = GuestState.TAKEN_BACK, clock.now(), by.account_id
    # Nobody of that name was there, so there is nothing to keep.
    guest.name = None
    record(by, "guest.take_back", "lesson", guest.lesson_id, guest=guest.id)
    db.session.flush()


def may_take_back(by: Viewer, guest: Guest) -> bool:
    """Whether the viewer added the guest today and nobody has decided yet."""
    zone = guest.centre.time_zone
    today = clock.to_local(guest.received_at, zone).date() == clock.today(zone)
    return guest.state is GuestState.OPEN and guest.added_by_id == by.account_id and today


def forget_guests(days: int) -> None:
    """Remove the names of guests of whom it was decided more than so many days ago, and why they were turned away."""
    due = (Guest.resolved_at < clock.now() - timedelta(days=days), Guest.name.is_not(None))
    why = case((Guest.reason.is_(None), None), else_="")
    db.session.execute(update(Guest).where(*due).values(name=None, reason=why))
