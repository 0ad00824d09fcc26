"""How a person was reached: each call, message or visit a line, with what came of it.

Lines are only ever added: what was noted on Tuesday is what was known on Tuesday.
"""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.database import Base


class Way(enum.StrEnum):
    """How somebody tried to reach a person."""

    CALL = "call"
    MESSAGE = "message"
    VISIT = "visit"


class Answer(enum.StrEnum):
    """What came of it."""

    SPOKE = "spoke"
    COMING = "coming"
    NO_ANSWER = "no_answer"
    CALL_AGAIN = "call_again"
    WRONG_NUMBER = "wrong_number"
    WANTS_TO_LEAVE = "wants_to_leave"


class Reason(enum.StrEnum):
    """Why a person was not there, in the one word that is asked for: nothing about which illness or whose child."""

    ILL = "ill"
    WORK = "work"
    CHILD_CARE = "child_care"


class Contact(Base):
    """One time somebody of the centre reached a person, or tried to."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    way: Mapped[Way]
    answer: Mapped[Answer]
    reason: Mapped[Reason | None]
    """Why the person was not there, if they said so."""
    next_on: Mapped[date | None]
    """The day on which the person comes, or is to be called again."""
    note: Mapped[str | None] = mapped_column(String(400))

    by: Mapped[Account] = relationship()
