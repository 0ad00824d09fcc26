"""Opening and closing the checking in at a lesson."""

import secrets

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.attendance.checkin_models import CheckInSession
from lms.attendance.checkin_queries import is_open, session_of
from lms.attendance.checkin_rules import is_running
from lms.attendance.queries import window_of
from lms.attendance.words import REFUSALS
from lms.courses.models import Lesson
from lms.database import db


def open_check_in(by: Viewer, lesson: Lesson) -> CheckInSession:
    """Let people check in at a lesson; once more after it was closed, with other digits. Open already, it stays so.

    Raises DomainError outside the time in which one can.
    """
    db.session.scalars(select(Lesson.id).where(Lesson.id == lesson.id).with_for_update()).one()
    session = session_of(lesson)
    if session and is_open(session):
        return session
    now = clock.now()
    if closed := window_of(lesson).closed_to(by.role, now):
        raise DomainError(REFUSALS[closed])
    if not is_running(lesson.starts_at, lesson.ends_at, now):
        raise DomainError(_l("The lesson is over. Whoever was there is marked on the roll."))
    if session is None:
        session = CheckInSession(lesson_id=lesson.id)
        db.session.add(session)
    session.secret, session.opened_at, session.closed_at = secrets.token_hex(32), now, None
    session.opened_by_id = by.account_id
    db.session.flush()
    record(by, "check_in.open", "lesson", lesson.id)
    return session


def close_check_in(by: Viewer, lesson: Lesson) -> None:
    """Let nobody check in any more; closed already, it stays so."""
    session = session_of(lesson)
    if session is None or session.closed_at is not None:
        return
    session.closed_at = clock.now()
    record(by, "check_in.close", "lesson", lesson.id)
    db.session.flush()
