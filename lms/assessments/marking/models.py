"""What a teacher gave an answer by a rubric, and the recording of a spoken answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.quizzes.models import Attempt, Response
from lms.database import Base


class Rating(Base):
    """What one teacher gave one answer. Two may rate it; where they differ, a third rating settles it."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("response_id", "marker_id", "settles"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    marker_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    points: Mapped[dict[str, Any]]
    """Points by the code of the criterion of the item's rubric."""
    comment: Mapped[str] = mapped_column(String(1000), default="")
    """A word to the learner, in Bulgarian or a language they share."""
    settles: Mapped[bool] = mapped_column(default=False)
    """Whether it decides between two that differ."""
    at: Mapped[datetime] = mapped_column(default=clock.now)

    response: Mapped[Response] = relationship()
    marker: Mapped[Account] = relationship()


class Recording(Base):
    """What a person said, in the one format that every phone plays; deleted when it is no longer needed."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    seconds: Mapped[float]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    attempt: Mapped[Attempt] = relationship()
