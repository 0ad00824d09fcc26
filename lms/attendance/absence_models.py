"""Excuses that somebody proposes who may not change the marks: a line for each lesson, decided once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.courses.models import Enrolment, Lesson
from lms.database import Base
from lms.learners.contact_models import Reason


class ExcuseProposal(Base):
    """One absence that is to be excused, with the reason a person gave on the telephone."""

    __tablename__ = "excuse_proposal"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name="decided_with_answer"),
        # Proposed by two people, an absence is still to be decided about once.
        Index(
            "uq_excuse_proposal_open",
            "lesson_id",
            "enrolment_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    reason: Mapped[Reason]
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted: Mapped[bool | None]

    lesson: Mapped[Lesson] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
    proposed_by: Mapped[Account] = relationship(foreign_keys=[proposed_by_id])
