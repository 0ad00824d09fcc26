"""A learner says that they are here, with the digits on the teacher's screen; one phone says so for one person."""

from dataclasses import dataclass
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts import limits
from lms.accounts.secrets import digest
from lms.attendance.checkin_models import CheckIn, CheckInSession
from lms.attendance.checkin_queries import OwnCheckIn, check_in_of, own_check_ins
from lms.attendance.checkin_rules import WRONG_TRIES, is_good
from lms.database import db


class NothingOpen(DomainError):
    """No lesson of the learner is being checked in at now."""


class WrongDigits(DomainError):
    """The digits are none of a lesson of the learner, or too old."""


class DeviceUsed(DomainError):
    """Somebody else checked in at the lesson from this device."""


@dataclass(frozen=True)
class Said:
    """What became of somebody's saying that they are here."""

    check_in: CheckIn
    new: bool
    """Whether they had not said it before; otherwise nothing has changed."""


def say_here(by: Viewer, code: str, device: str) -> Said:
    """Take down that the signed-in learner is at the lesson whose screen shows these digits; nothing counts yet.

    `device` is the random number of the browser. Raises NothingOpen, WrongDigits and TooManyAttempts, of which the
    caller keeps what was counted, and DeviceUsed.
    """
    tries = f"check-in:{by.account_id}"
    limits.refuse_over({tries: WRONG_TRIES})
    own = own_check_ins(by)
    now = clock.now()
    meant = next((one for one in own if is_good(one.session.secret, code, now)), None)
    if meant is None:
        limits.count((tries,))
        raise _nothing_found(bool(own))
    return _taken(by, meant, digest(f"check-in-device:{meant.session.lesson_id}:{device}"))


def _nothing_found(any_open: bool) -> DomainError:
    if any_open:
        return WrongDigits(_l("These digits are not right, or older than a minute. Look at the screen again."))
    return NothingOpen(_l("Nobody can check in now. Ask your teacher to open it."))


def _taken(by: Viewer, meant: OwnCheckIn, device: str) -> Said:
    # One at a time at each lesson: two touches, or one phone for two people, at the same moment.
    held = select(CheckInSession).where(CheckInSession.id == meant.session.id).with_for_update()
    db.session.scalars(held).one()
    if known := check_in_of(meant.session, meant.enrolment):
        return Said(known, new=False)
    used = select(CheckIn.id).where(CheckIn.session_id == meant.session.id, CheckIn.device == device)
    if db.session.scalar(used) is not None:
        raise DeviceUsed(_l("Somebody else has checked in with this phone. Tell your teacher that you are here."))
    check_in = CheckIn(
        session_id=meant.session.id,
        enrolment_id=meant.enrolment.id,
        device=device,
        at=clock.now(),
        entry_id=str(uuid4()),
    )
    db.session.add(check_in)
    db.session.flush()
    record(by, "check_in.say", "lesson", meant.session.lesson_id, enrolment=meant.enrolment.id)
    return Said(check_in, new=True)
