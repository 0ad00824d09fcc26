"""Calendar feeds: secret addresses from which a person's own calendar program reads lessons."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.courses.models import Cohort
from lms.courses.secret_address import SecretAddress
from lms.database import Base


class CalendarFeed(SecretAddress, Base):
    """One person's address for the lessons of a cohort or, without one, for the lessons they teach."""

    PURPOSE = "calendar feed"
    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("account_id", "cohort_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[Account] = relationship()
    cohort: Mapped[Cohort | None] = relationship()

    def renew(self) -> None:
        """Take a new token; the address made of the one before answers nobody any more."""
        super().renew()
        self.created_at = clock.now()
