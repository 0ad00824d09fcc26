"""What a placement keeps beside its attempt: how often items were shown, and the talk with a teacher."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.quizzes.models import Attempt
from lms.database import Base


class Exposure(Base):
    """How many people were shown a version in a placement."""

    __tablename__ = "exposure"

    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    shown: Mapped[int] = mapped_column(default=0)


SHOWN: Table = Base.metadata.tables[Exposure.__tablename__]


class PlacementTalk(Base):
    """A short talk with a teacher after a placement, marked with a rubric."""

    __tablename__ = "placement_talk"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), unique=True)
    held_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    rubric: Mapped[str] = mapped_column(String(40))
    points: Mapped[dict[str, Any]]
    """Points by the code of the criterion."""
    note: Mapped[str] = mapped_column(String(1000), default="")

    attempt: Mapped[Attempt] = relationship()
    held_by: Mapped[Account] = relationship()
