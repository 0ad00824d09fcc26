"""Guests: whoever comes to a lesson without being in its cohort, until a coordinator says what becomes of them.

Nothing of a guest counts anywhere; what counts is the entry that is made when they are enrolled.
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.attendance.models import MarkKind
from lms.attendance.rules import Value
from lms.centres.models import Centre
from lms.courses.models import Enrolment, Lesson
from lms.database import Base
from lms.learners.models import Learner


class GuestState(enum.StrEnum):
    """What became of a guest."""

    OPEN = "open"
    TAKEN_BACK = "taken_back"
    INTAKE = "intake"
    ENROLLED = "enrolled"
    WAITING = "waiting"
    TURNED_AWAY = "turned_away"


UNFINISHED = (GuestState.OPEN, GuestState.INTAKE)
"""The states after which something still follows: whoever went to the intake may be enrolled afterwards."""


class Guest(Base):
    """Somebody who was at a lesson and is not on its roll."""

    __tablename__ = "guest"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (resolved_at IS NULL)", name="resolved_is_dated"),
        CheckConstraint("(state = 'turned_away') = (reason IS NOT NULL)", name="turned_away_with_reason"),
        CheckConstraint("(state = 'enrolled') = (enrolment_id IS NOT NULL)", name="enrolled_has_enrolment"),
        CheckConstraint("state NOT IN ('enrolled', 'waiting') OR learner_id IS NOT NULL", name="known_has_learner"),
        CheckConstraint("name IS NOT NULL OR picked_id IS NOT NULL OR resolved_at IS NOT NULL", name="open_is_named"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="late_by_minutes"),
        Index(None, "centre_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(String(36), unique=True)
    """A UUID made on the device; the entry that is made of the guest carries it too."""
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    """The centre of the lesson's cohort."""
    name: Mapped[str | None] = mapped_column(String(200))
    """As it was said; empty for somebody from the waiting list, and once it is forgotten."""
    picked_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    """Whom the teacher found on the waiting list."""
    minutes: Mapped[int | None]
    """Minutes late; empty for who was there from the beginning."""
    made_at: Mapped[datetime]
    """By the device's clock, which may be wrong."""
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[GuestState] = mapped_column(default=GuestState.OPEN)
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    """Who it turned out to be."""
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    reason: Mapped[str | None] = mapped_column(String(200))

    lesson: Mapped[Lesson] = relationship()
    centre: Mapped[Centre] = relationship()
    picked: Mapped[Learner | None] = relationship(foreign_keys=[picked_id])
    learner: Mapped[Learner | None] = relationship(foreign_keys=[learner_id])
    enrolment: Mapped[Enrolment | None] = relationship()
    added_by: Mapped[Account | None] = relationship(foreign_keys=[added_by_id])
    resolved_by: Mapped[Account | None] = relationship(foreign_keys=[resolved_by_id])

    @property
    def said(self) -> str:
        """The name the guest is shown by; empty once it is forgotten."""
        return self.name or (self.picked.name if self.picked else "")

    @property
    def value(self) -> Value:
        """What a mark of the guest would say."""
        return Value(MarkKind.LATE, self.minutes) if self.minutes else Value(MarkKind.PRESENT)

    @property
    def unfinished(self) -> bool:
        """Whether somebody can still say what becomes of the guest."""
        return self.state in UNFINISHED
