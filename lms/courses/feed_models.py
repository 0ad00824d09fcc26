"""Calendar feeds: secret addresses from which a person's own calendar program reads lessons."""

import hashlib
import secrets as chance
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts import secrets
from lms.accounts.models import Account
from lms.courses.models import Cohort
from lms.database import Base


def fingerprint(token: str) -> str:
    """Under which a token is stored and found: who reads the database cannot go back from it."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeed(Base):
    """One person's address for the lessons of a cohort or, without one, for the lessons they teach.

    The token is not stored. It is made of the seed and the application's secret key, so that its owner
    can copy it again and whoever only has the database cannot.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("account_id", "cohort_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    seed: Mapped[str] = mapped_column(String(32))
    token_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[Account] = relationship()
    cohort: Mapped[Cohort | None] = relationship()

    def renew(self) -> None:
        """Take a new token; the address made of the one before answers nobody any more."""
        self.seed = chance.token_hex(16)
        self.token_fingerprint = fingerprint(self._derived())
        self.created_at = clock.now()

    @property
    def token(self) -> str | None:
        """The secret of the address; None when the secret key it was made with has been replaced."""
        derived = self._derived()
        return derived if fingerprint(derived) == self.token_fingerprint else None

    def _derived(self) -> str:
        return secrets.digest(f"calendar feed {self.seed}")
