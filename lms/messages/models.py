"""What was sent to a person: each time a line, with the text as it was but for a secret in it."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.database import Base
from lms.learners.models import Learner
from lms.mail.letters import Trouble


class Kind(enum.StrEnum):
    """What a message is about; a room further right knows the records of each kind."""

    OFFER = "offer"
    OFFER_REMINDER = "offer_reminder"
    ABSENCE = "absence"


class Channel(enum.StrEnum):
    """By what a message went."""

    WHATSAPP = "whatsapp"
    VIBER = "viber"
    TELEGRAM = "telegram"
    SMS = "sms"
    MAIL_PROGRAM = "mail_program"
    MAIL = "mail"
    """E-mail that Azbuka itself handed to the mail server."""
    OTHER = "other"
    """In another way: read out, handed over, through a relative."""


class State(enum.StrEnum):
    """What is known of a message."""

    NOTED = "noted"
    """Opened in, or noted as sent by, a program of whoever sent it."""
    SENDING = "sending"
    """Being handed to the mail server; one that stays so was interrupted, and may have arrived."""
    SENT = "sent"
    """The mail server took it."""
    FAILED = "failed"


class SentMessage(Base):
    """One message to one person, by one channel."""

    __tablename__ = "sent_message"
    __table_args__ = (Index(None, "kind", "about_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    kind: Mapped[Kind]
    about_id: Mapped[int]
    """The record that the message is about, in the table that its kind is of."""
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    """What was sent, without the secret of a link: whoever reads the database answers no offer."""
    channel: Mapped[Channel]
    state: Mapped[State]
    trouble: Mapped[Trouble | None]
    """Why the mail server did not take it; empty where somebody noted by hand that it did not go."""
    said: Mapped[str | None] = mapped_column(String(300))
    """What the mail server answered, in its own words."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    learner: Mapped[Learner] = relationship()
    by: Mapped[Account | None] = relationship()

    @property
    def went(self) -> bool:
        """Whether the person may have it, as far as is known."""
        return self.state is not State.FAILED
