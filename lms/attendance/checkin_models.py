"""Checking in by oneself: the screen a teacher opens at a lesson, and who said there that they are here.

Nothing of it counts; what counts is the entry that is made when the teacher accepts the list.
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.courses.models import Enrolment, Lesson
from lms.database import Base


class CheckInState(enum.StrEnum):
    """What the teacher said to somebody's checking in."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class CheckInSession(Base):
    """The checking in at one lesson; opened again it is the same, with digits of another secret."""

    __tablename__ = "check_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), unique=True)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    secret: Mapped[str] = mapped_column(String(64))
    """What the digits on the screen are made of; it never leaves the server."""

    lesson: Mapped[Lesson] = relationship()


class CheckIn(Base):
    """One person who said that they are here. The database lets nobody say it twice, and no phone for two."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id"),
        UniqueConstraint("session_id", "device"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_is_dated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("check_in_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    device: Mapped[str] = mapped_column(String(64))
    """A digest of the browser's own number and the lesson: no two lessons show that it was one phone."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[CheckInState] = mapped_column(default=CheckInState.PENDING)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entry_id: Mapped[str] = mapped_column(String(36), unique=True)
    """The identifier of the entry that accepting makes, so that accepting twice is accepting once."""

    session: Mapped[CheckInSession] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
    decided_by: Mapped[Account | None] = relationship()
