"""The item bank: items and their versions.

A version that was ever answered is never edited, only superseded by the next one.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.assessments.states import ItemLevel, ItemState, Skill
from lms.database import Base


class Item(Base):
    """One question of the bank."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[ItemState] = mapped_column(default=ItemState.LIVE)

    versions: Mapped[list["ItemVersion"]] = relationship(back_populates="item", order_by="ItemVersion.version")


class ItemVersion(Base):
    """An item as it was worded at one time."""

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("item_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    version: Mapped[int] = mapped_column(default=1)
    level: Mapped[ItemLevel]
    skill: Mapped[Skill]
    kind: Mapped[str] = mapped_column(String(24))
    body: Mapped[dict[str, Any]]
    """Stem, choices, key and notes, as the schema in content/schemas says."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    item: Mapped[Item] = relationship(back_populates="versions")
