"""What a person agreed to: every answer as it was given, and every withdrawal; a line is never changed."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.database import Base


class Purpose(enum.StrEnum):
    """What a person is asked to agree to, each by itself."""

    PROCESSING = "processing"
    PHOTOGRAPHS = "photographs"
    FUNDER = "funder"


class Answer(enum.StrEnum):
    """What was said; the latest answer to a purpose is the one that counts."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Consent(Base):
    """One answer of a person, or of the guardian for them, to one purpose."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("by_guardian = (guardian_name IS NOT NULL)", name="guardian_has_a_name"),
        Index(None, "learner_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    purpose: Mapped[Purpose]
    answer: Mapped[Answer]
    version: Mapped[int]
    """The version of the text that was put before the person."""
    language: Mapped[str] = mapped_column(String(8))
    """The language in which it was put."""
    on: Mapped[date]
    """The day of the answer, by the calendar of the centre."""
    by_guardian: Mapped[bool] = mapped_column(default=False)
    guardian_name: Mapped[str | None] = mapped_column(String(200))
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    noted_by: Mapped[Account | None] = relationship()
