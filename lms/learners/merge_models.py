"""What two records said before they became one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms import clock
from lms.database import Base


class Merge(Base):
    """One merging: which record was kept, which became part of it, and the values that gave way."""

    __tablename__ = "merge"

    gone_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    """Its own row stays as it was: what stood in it is read there."""
    kept_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replaced: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The values of the kept record that the other's took the place of."""
