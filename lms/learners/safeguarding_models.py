"""Who answers for a minor, who of the staff is named for them, and what only those named may read."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.database import Base


class Relation(enum.StrEnum):
    """What the adult who answers for a minor is to them."""

    PARENT = "parent"
    RELATIVE = "relative"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"


class Safeguarding(Base):
    """The adults around a minor: the guardian or representative, and whom to call when something is wrong."""

    __tablename__ = "safeguarding"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    guardian_name: Mapped[str | None] = mapped_column(String(200))
    guardian_relation: Mapped[Relation | None]
    guardian_phone: Mapped[str | None] = mapped_column(String(40))
    guardian_language: Mapped[str | None] = mapped_column(String(8))
    """The language in which the guardian is spoken to and signs."""
    contact_name: Mapped[str | None] = mapped_column(String(200))
    contact_role: Mapped[str | None] = mapped_column(String(200))
    """What the safeguarding contact is, or for which institution."""
    contact_phone: Mapped[str | None] = mapped_column(String(40))


class NamedStaff(Base):
    """A member of staff who is named for a person: they alone see an unaccompanied minor."""

    __tablename__ = "named_staff"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False, index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class SafeguardingNote(Base):
    """What somebody noted for a minor's safety; only those named read it, and nobody changes it."""

    __tablename__ = "safeguarding_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)

    by: Mapped[Account | None] = relationship()
