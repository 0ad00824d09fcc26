"""Accounts: whoever can sign in, and the attempts that were made to.

Staff have an e-mail and a password, learners the code of a card and a PIN.
"""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.access.viewer import Role, Viewer
from lms.centres.models import Centre
from lms.database import Base

account_centre = Table(
    "account_centre",
    Base.metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("centre_id", ForeignKey("centre.id"), primary_key=True),
)


class Account(UserMixin, Base):
    """A person who can sign in."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(role = 'learner') = (email IS NULL)", name="staff_have_email"),
        CheckConstraint("(card_code IS NULL) = (pin_hash IS NULL)", name="card_has_pin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(420))
    """Of staff what they are called; of a learner given and family name, 200 characters each."""
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    card_code: Mapped[str | None] = mapped_column(String(16), unique=True)
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    card_issued_at: Mapped[datetime | None]
    locale: Mapped[str | None] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    centres: Mapped[list[Centre]] = relationship(secondary=account_centre, order_by=Centre.name_bg)

    @property
    def is_active(self) -> bool:
        """Flask-Login's question: may this account sign in?"""
        return self.active

    @property
    def viewer(self) -> Viewer:
        """The account as permissions see it."""
        return Viewer(self.id, self.role, frozenset(centre.id for centre in self.centres), self.name)

    def get_id(self) -> str:
        """What the session keeps. Raising the epoch ends every session of the account at once."""
        return f"{self.id}.{self.session_epoch}"


class SignInAttempt(Base):
    """One failed attempt to sign in, or one request for a course: kept while it counts towards a limit."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    subject: Mapped[str] = mapped_column(String(64))
    """A keyed digest of the account's name, the telephone or the network address: none is stored."""
