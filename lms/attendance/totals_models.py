"""Totals of marks, per enrolment and per lesson, kept in the same transaction as the marks.

They count what marks say and nothing else: not whether the lesson was held or the person enrolled that day, and no
academic hours. So only calling a roll can change them. Whoever is transferred, leaves, or becomes one record with
another keeps the enrolments with their marks, and a held lesson is neither moved nor cancelled. What depends on the
timetable and on enrolments is decided where totals are read.
"""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.attendance.models import MarkKind
from lms.database import Base


class Totals:
    """How many marks there are of each kind, and what they add up to."""

    present: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    left_early: Mapped[int] = mapped_column(default=0)
    absent: Mapped[int] = mapped_column(default=0)
    excused: Mapped[int] = mapped_column(default=0)
    minutes_attended: Mapped[int] = mapped_column(default=0)
    """Minutes, not academic hours: the sum over the marks, whatever their kind."""
    in_conflict: Mapped[int] = mapped_column(default=0)
    """Marks that wait for a person to say which of several values is right."""


COUNTED = (*(kind.value for kind in MarkKind), "minutes_attended", "in_conflict")
"""The columns of totals: the kinds of marks, each a column of its name, and the two sums."""


class EnrolmentTotal(Totals, Base):
    """The marks of one enrolment over all lessons."""

    __tablename__ = "enrolment_total"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True, autoincrement=False)


class LessonTotal(Totals, Base):
    """The marks of one lesson over all people."""

    __tablename__ = "lesson_total"
    # Few lessons have conflicts, and every page of a teacher asks for them.
    __table_args__ = (Index(None, "in_conflict"),)

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True, autoincrement=False)
