"""Entries that could not be taken when they came: kept as they were sent, until a person says what becomes of them."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.attendance.models import MarkKind
from lms.courses.models import Enrolment, Lesson
from lms.database import Base


class Obstacle(enum.StrEnum):
    """Why an entry that was honestly made could not be taken."""

    CANCELLED = "cancelled"
    """The lesson was cancelled."""
    TOO_EARLY = "too_early"
    """The lesson was moved to a later time, and its roll is not open."""
    TOO_LATE = "too_late"
    """The time in which a teacher may correct was over when it came."""
    NOT_ENROLLED = "not_enrolled"
    """The person was not in the cohort on the day of the lesson."""


class Settlement(enum.StrEnum):
    """What a person said becomes of an entry that was set aside."""

    TAKEN = "taken"
    LEFT = "left"


class SetAside(Base):
    """One entry, as it was made on a device. Only what became of it is ever added; it is never deleted."""

    __tablename__ = "set_aside"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name="settled_some_way"),
        CheckConstraint("(taken_as_id IS NOT NULL) = (coalesce(settlement, '') = 'taken')", name="taken_as_entry"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), unique=True)
    """The UUID made on the device; an entry that was taken never bears the same."""
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[MarkKind]
    minutes: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(400))
    """The reason that was given for a correction."""
    based_on: Mapped[int] = mapped_column(default=0)
    follows: Mapped[str | None] = mapped_column(String(36))
    made_at: Mapped[datetime]
    """By the device's clock, which may be wrong."""
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    why: Mapped[Obstacle]
    settlement: Mapped[Settlement | None]
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_reason: Mapped[str | None] = mapped_column(String(400))
    taken_as_id: Mapped[str | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    """The entry by which somebody took it after all."""

    lesson: Mapped[Lesson] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
    made_by: Mapped[Account | None] = relationship(foreign_keys=[made_by_id])
    settled_by: Mapped[Account | None] = relationship(foreign_keys=[settled_by_id])
