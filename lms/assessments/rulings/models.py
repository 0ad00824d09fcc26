"""Decisions about a version that was answered: typed answers that were accepted, keys that were corrected.

A decision that is taken back stays, with who took it back and when. It holds for the wording it was made on: the next
version has its own key.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.reading import LONGEST
from lms.database import Base

_STANDING = text("withdrawn_at IS NULL")


class AcceptedAnswer(Base):
    """A typed answer that a teacher accepted though the item did not foresee it."""

    __tablename__ = "accepted_answer"
    __table_args__ = (
        Index(
            "uq_accepted_answer_standing",
            "item_version_id",
            "gap",
            "text",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    gap: Mapped[int]
    """The number of the gap, from 0."""
    text: Mapped[str] = mapped_column(String(LONGEST))
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]

    item_version: Mapped[ItemVersion] = relationship()
    accepted_by: Mapped[Account] = relationship(foreign_keys=accepted_by_id)
    withdrawn_by: Mapped[Account | None] = relationship(foreign_keys=withdrawn_by_id)


class KeyCorrection(Base):
    """Another key than the one a version was answered with, or the finding that it has no right answer."""

    __tablename__ = "key_correction"
    __table_args__ = (
        CheckConstraint("void = (key IS NULL)", name="key_or_void"),
        Index(
            "uq_key_correction_standing",
            "item_version_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    key: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The fields of the body that it replaces."""
    void: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(400))
    corrected_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    corrected_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]

    item_version: Mapped[ItemVersion] = relationship()
    corrected_by: Mapped[Account] = relationship(foreign_keys=corrected_by_id)
    withdrawn_by: Mapped[Account | None] = relationship(foreign_keys=withdrawn_by_id)
