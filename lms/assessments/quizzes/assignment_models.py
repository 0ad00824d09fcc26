"""To whom a quiz is given and when, and what a person needs to take it as well as others do."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.quizzes.quiz_models import Quiz
from lms.courses.models import Cohort
from lms.database import Base
from lms.learners.models import Learner


class Assignment(Base):
    """A quiz given to a cohort or to one person."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(cohort_id IS NULL) <> (learner_id IS NULL)", name="to_cohort_or_person"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("attempts > 0", name="attempts_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    """When the last answer counts; None where it stays open."""
    attempts: Mapped[int | None]
    """How often a person may take it; None for as often as they want."""
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    assigned_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    """When it was taken back; what was answered stays."""
    released_at: Mapped[datetime | None]
    """Since when people see their results; None while the teacher keeps them back."""
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    quiz: Mapped[Quiz] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    learner: Mapped[Learner | None] = relationship()
    assigned_by: Mapped[Account] = relationship(foreign_keys=assigned_by_id)


class Accommodation(Base):
    """What a person needs in every quiz: more time, or a page with larger letters and one thing at a time."""

    __tablename__ = "accommodation"
    __table_args__ = (CheckConstraint("extra_percent BETWEEN 0 AND 300", name="extra_percent_is_one"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    extra_percent: Mapped[int] = mapped_column(default=0)
    """How much longer a sitting may last for them, in percent of what others have."""
    simple_layout: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(400), default="")
    """What staff should know about it; never a diagnosis."""
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)

    learner: Mapped[Learner] = relationship()
    noted_by: Mapped[Account] = relationship()
