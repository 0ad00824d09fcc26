"""Calibrations: each is a version of what is known of the items. The newest that was not undone is in use."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.calibration.fitting import Model
from lms.assessments.items.models import ItemVersion
from lms.database import Base


class Calibration(Base):
    """What all answers up to one moment said of the items and of the people who gave them."""

    __tablename__ = "calibration"
    __table_args__ = (CheckConstraint("undone_by_id IS NULL OR undone_at IS NOT NULL", name="undone_has_moment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Nobody for one that the server made."""
    model: Mapped[Model]
    people: Mapped[int]
    """Placements whose answers were counted."""
    answers: Mapped[int]
    anchors: Mapped[int]
    """Items that kept the scale where it was."""
    mean: Mapped[float]
    """The ability of people who say nothing of themselves, in logits."""
    per_statement: Mapped[float]
    """What each statement they say of themselves adds."""
    sd: Mapped[float]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    made_by: Mapped[Account | None] = relationship(foreign_keys=made_by_id)
    undone_by: Mapped[Account | None] = relationship(foreign_keys=undone_by_id)


class CalibratedItem(Base):
    """What a calibration says of one version of an item; versions that nobody answered are not in it."""

    __tablename__ = "calibrated_item"

    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"), primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True, index=True)
    answers: Mapped[int]
    a: Mapped[float]
    """The discrimination."""
    a_error: Mapped[float]
    """The standard error of its logarithm."""
    b: Mapped[float]
    """The difficulty, in logits."""
    b_error: Mapped[float]
    b_before: Mapped[float]
    """The difficulty that was in use when the calibration was made."""
    infit: Mapped[float]
    infit_error: Mapped[float]
    outfit: Mapped[float]
    outfit_error: Mapped[float]
    misfits: Mapped[bool]
    """Whether it is answered otherwise than its curve says; decided when the calibration was made."""
    drift: Mapped[float | None]
    """How much harder the latest answers say it is than what was in use, in logits; empty where nothing was."""
    drift_error: Mapped[float | None]
    drifts: Mapped[bool]

    item_version: Mapped[ItemVersion] = relationship()

    @property
    def moved(self) -> float:
        """How much harder it is than was thought before, in logits."""
        return self.b - self.b_before
