"""Offers: a place in a cohort held for a waiting person until they answer, or until the day it is held for is over."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.courses.models import Cohort, Enrolment, WaitingEntry
from lms.courses.secret_address import SecretAddress
from lms.database import Base
from lms.learners.models import Learner


class OfferState(enum.StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Offer(SecretAddress, Base):
    """One place offered to one person. While it is open, the enrolment it holds the place with is “offered”."""

    PURPOSE = "offer"
    LENGTH = 24
    __tablename__ = "offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("waiting_entry.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    """The enrolment that holds the place, or began with it; empty once the place was given up."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reply_by: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)
    answered_at: Mapped[datetime | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who noted the answer; empty where the person answered by their own link."""

    cohort: Mapped[Cohort] = relationship()
    learner: Mapped[Learner] = relationship()
    entry: Mapped[WaitingEntry] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()
    noted_by: Mapped[Account | None] = relationship(foreign_keys=[noted_by_id])
    made_by: Mapped[Account | None] = relationship(foreign_keys=[made_by_id])

    @property
    def overdue(self) -> bool:
        """Whether nobody answered in time, or before the course was over: its days may have changed."""
        last, today = self.cohort.ends_on, clock.today(self.cohort.centre.time_zone)
        return self.state is OfferState.OPEN and (self.reply_by <= clock.now() or (last is not None and last < today))
