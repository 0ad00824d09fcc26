"""The history of a timetable: each change a coordinator made, with what happened to each lesson.

Lines are only ever added. A lesson's own row says how it stands now; these say how it came to that.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.centres.models import Room
from lms.courses.models import Lesson
from lms.courses.replanning import Act
from lms.courses.states import Wish
from lms.database import Base


class TimetableChange(Base):
    """One change of a cohort's timetable: when, by whom, what for and why."""

    __tablename__ = "timetable_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    wish: Mapped[Wish]
    reason: Mapped[str | None] = mapped_column(String(200))

    by: Mapped[Account | None] = relationship()
    lessons: Mapped[list["LessonChange"]] = relationship(order_by="LessonChange.id")


class LessonChange(Base):
    """What one change did to one lesson; what it was before is empty for a lesson that was added."""

    __tablename__ = "lesson_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("timetable_change.id"), index=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    act: Mapped[Act]
    was_starts_at: Mapped[datetime | None]
    was_ends_at: Mapped[datetime | None]
    was_hours: Mapped[int | None]
    was_teacher_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    was_room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime | None]
    """What the lesson became; empty for one that was cancelled."""
    ends_at: Mapped[datetime | None]
    hours: Mapped[int | None]
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))

    lesson: Mapped[Lesson] = relationship()
    was_teacher: Mapped[Account | None] = relationship(foreign_keys=[was_teacher_id])
    was_room: Mapped[Room | None] = relationship(foreign_keys=[was_room_id])
    teacher: Mapped[Account | None] = relationship(foreign_keys=[teacher_id])
    room: Mapped[Room | None] = relationship(foreign_keys=[room_id])
