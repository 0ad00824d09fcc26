"""Entries, which are append-only, and the marks they add up to.

An entry carries an identifier made on the device, so that sending it twice is sending it once.
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.courses.models import Enrolment, Lesson
from lms.database import Base


class MarkKind(enum.StrEnum):
    """What a mark says."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"
    EXCUSED = "excused"


class EntryAnswer(enum.StrEnum):
    """What became of a stored entry when it arrived."""

    APPLIED = "applied"
    CONFLICT = "conflict"


class Entry(Base):
    """One touch of one mark, as it was made on a device. Never changed, never deleted."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("lesson_id", "enrolment_id", "version"),
        CheckConstraint("based_on >= 0 AND based_on < version", name="based_on_what_was_there"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """A UUID made on the device."""
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[MarkKind]
    minutes: Mapped[int | None]
    """Minutes late, or minutes missed at the end."""
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why it is excused; with the other kinds a note: “came with her child”."""
    note: Mapped[str | None] = mapped_column(String(400))
    """Why it was corrected when the time for corrections was over."""
    version: Mapped[int] = mapped_column(default=1)
    """Which entry of its mark this is, in the order of arrival: 1 for the first."""
    based_on: Mapped[int] = mapped_column(default=0)
    """The version of the mark that the device had seen; 0 before the first."""
    follows: Mapped[str | None] = mapped_column(String(36))
    """The entry this device made before it for the same mark, of which it may not know whether it arrived."""
    made_at: Mapped[datetime]
    """By the device's clock, which may be wrong."""
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[EntryAnswer]

    made_by: Mapped[Account | None] = relationship()


class Mark(Base):
    """One enrolment at one lesson: what its entries say now."""

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("lesson_id", "enrolment_id"),
        CheckConstraint("minutes_attended >= 0", name="minutes_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[MarkKind]
    minutes: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    minutes_attended: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    """How many entries it is made of."""
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"))
    in_conflict: Mapped[bool] = mapped_column(default=False)

    lesson: Mapped[Lesson] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
    entry: Mapped[Entry] = relationship()
