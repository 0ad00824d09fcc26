"""Programmes, cohorts with their weekly pattern and lessons, enrolments and the waiting list.

An enrolment keeps its history: every change of state is a line of its own.
"""

from datetime import date, datetime, time
from typing import Any

from flask_babel import get_locale
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.courses.states import (
    ClosedReason,
    EnrolmentState,
    LeavingReason,
    LessonState,
    Level,
    LevelSource,
    Outcome,
    Priority,
    Route,
    WaitingStep,
)
from lms.database import Base, choice
from lms.learners.models import Learner

LONGEST_LINE = 300
"""Characters in the line that says what was taught."""

cohort_teacher = Table(
    "cohort_teacher",
    Base.metadata,
    Column("cohort_id", ForeignKey("cohort.id"), primary_key=True),
    Column("account_id", ForeignKey("account.id"), primary_key=True),
)


class Programme(Base):
    """A course as designed: level, academic hours and the rule by which it is completed."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours_positive"),
        CheckConstraint("hour_minutes IN (40, 45)", name="academic_hour"),
        CheckConstraint("threshold_percent BETWEEN 0 AND 100", name="threshold_is_percent"),
        CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark_is_percent"),
        CheckConstraint("late_join_percent BETWEEN 0 AND 100", name="late_join_is_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    title_bg: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    level: Mapped[Level]
    hours: Mapped[int]
    """Academic hours of the whole programme."""
    hour_minutes: Mapped[int] = mapped_column(default=45)
    """Minutes in an academic hour."""
    threshold_percent: Mapped[int] = mapped_column(default=70)
    pass_mark: Mapped[int] = mapped_column(default=60)
    excused_counts: Mapped[bool] = mapped_column(default=False)
    """Whether excused hours count towards the threshold."""
    late_join_percent: Mapped[int] = mapped_column(default=20)
    """How much of the hours may have been held when a place that falls free is still offered to somebody."""
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.title_bg if str(get_locale() or "bg") == "bg" else self.title_en


class Cohort(Base):
    """One running of a programme at a centre."""

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(called_off_on IS NULL) = (called_off_reason IS NULL)", name="called_off_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    online: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    """The day of the last lesson."""
    capacity: Mapped[int] = mapped_column(default=15)
    route: Mapped[Route] = mapped_column(default=Route.MIXED)
    """Whom it is for; who takes a place that falls free goes the same way."""
    called_off_on: Mapped[date | None]
    """The day it was decided that the cohort does not take place; its first and last day stay as they were planned."""
    called_off_reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    programme: Mapped[Programme] = relationship()
    centre: Mapped[Centre] = relationship()
    room: Mapped[Room | None] = relationship()
    teachers: Mapped[list[Account]] = relationship(secondary=cohort_teacher, order_by=Account.name)
    slots: Mapped[list["PatternSlot"]] = relationship(
        back_populates="cohort",
        order_by="PatternSlot.weekday, PatternSlot.starts_at",
        cascade="all, delete-orphan",
    )
    lessons: Mapped[list["Lesson"]] = relationship(back_populates="cohort", order_by="Lesson.starts_at")
    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="cohort", order_by="Enrolment.id")


class PatternSlot(Base):
    """One line of a cohort's weekly pattern: which day, from when, how many academic hours."""

    __tablename__ = "pattern_slot"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_monday_is_0"),
        CheckConstraint("hours > 0", name="hours_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    weekday: Mapped[int]
    starts_at: Mapped[time]
    hours: Mapped[int]

    cohort: Mapped[Cohort] = relationship(back_populates="slots")


class Lesson(Base):
    """One dated meeting of a cohort."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("hours > 0", name="hours_positive"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", name="cancelled_with_reason"),
        Index(None, "teacher_id", "starts_at"),
        Index(None, "room_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    number: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    hours: Mapped[int]
    """Academic hours."""
    state: Mapped[LessonState] = mapped_column(default=LessonState.PLANNED)
    cancel_reason: Mapped[str | None] = mapped_column(String(200))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"))
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who was to give the lesson, when somebody else gives it only this once."""
    held_at: Mapped[datetime | None]
    """When the roll was first called."""
    taught: Mapped[str | None] = mapped_column(String(LONGEST_LINE))
    """What was taught, in the teacher's own line."""
    # In the column and not in an action, so that no way of changing a lesson goes unnoticed by calendars.
    revision: Mapped[int] = mapped_column(default=0, onupdate=literal_column("revision + 1"))
    """How often the lesson was changed since it was made."""
    changed_at: Mapped[datetime] = mapped_column(default=lambda: clock.now(), onupdate=lambda: clock.now())

    cohort: Mapped[Cohort] = relationship(back_populates="lessons")
    teacher: Mapped[Account] = relationship(foreign_keys=[teacher_id])
    room: Mapped[Room | None] = relationship()


class Enrolment(Base):
    """A learner in a cohort from date to date."""

    __tablename__ = "enrolment"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("final_score IS NULL OR final_score BETWEEN 0 AND 100", name="score_is_percent"),
        Index(None, "cohort_id", "learner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.ACTIVE)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day that counts; empty while the person is in the cohort."""
    transferred_from_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    leaving_reason: Mapped[LeavingReason | None]
    final_score: Mapped[int | None]
    """The final test, of 100."""
    final_on: Mapped[date | None]
    outcome: Mapped[Outcome | None]
    outcome_on: Mapped[date | None]
    outcome_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    learner: Mapped[Learner] = relationship()
    cohort: Mapped[Cohort] = relationship(back_populates="enrolments")
    changes: Mapped[list["EnrolmentChange"]] = relationship(order_by="EnrolmentChange.id")


class EnrolmentChange(Base):
    """One step in the history of an enrolment: when, by whom, from what to what and why."""

    __tablename__ = "enrolment_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    from_state: Mapped[EnrolmentState | None] = mapped_column(choice(EnrolmentState, "from_state"))
    to_state: Mapped[EnrolmentState]
    reason: Mapped[str | None] = mapped_column(String(400))


class WaitingEntry(Base):
    """A person waiting for a place in a course of a level."""

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint("(closed_on IS NULL) = (closed_reason IS NULL)", name="closed_with_reason"),
        CheckConstraint("(priority IS NULL) = (priority_at IS NULL)", name="priority_is_dated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    level: Mapped[Level]
    since: Mapped[date]
    level_source: Mapped[LevelSource | None]
    """What the level rests on; empty where nobody noted it."""
    level_on: Mapped[date | None]
    """The day the level was found out."""
    priority: Mapped[Priority | None]
    """Empty is the ordinary order: who has been waiting longest."""
    priority_note: Mapped[str | None] = mapped_column(String(400))
    priority_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    priority_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(400))
    closed_on: Mapped[date | None]
    closed_reason: Mapped[ClosedReason | None]
    closed_note: Mapped[str | None] = mapped_column(String(200))

    learner: Mapped[Learner] = relationship()
    centre: Mapped[Centre] = relationship()
    priority_by: Mapped[Account | None] = relationship()
    changes: Mapped[list["WaitingChange"]] = relationship(order_by="WaitingChange.id")


class WaitingChange(Base):
    """One step in the history of a waiting entry: when, by whom, what and why."""

    __tablename__ = "waiting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("waiting_entry.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    step: Mapped[WaitingStep]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Codes and days before and after; the words are made when it is read."""

    by: Mapped[Account | None] = relationship()
