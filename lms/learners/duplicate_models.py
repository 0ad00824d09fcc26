"""What was decided about people who look alike: that they are two."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock
from lms.database import Base


class DistinctPeople(Base):
    """Two records somebody said are not the same person; the smaller identifier stands first."""

    __tablename__ = "distinct_people"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
