"""A request for a course: what a person wrote about themselves on the public page, until somebody decides.

It is no record. A record is made of it, or one is added to, when a coordinator has looked at it.
"""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import Base, ChoiceSet
from lms.learners.models import BirthPrecision, Learner, Meets, PartOfWeek


class RequestState(enum.StrEnum):
    """What became of a request."""

    NEW = "new"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"


class DeclineReason(enum.StrEnum):
    """Why nothing came of a request."""

    NO_ANSWER = "no_answer"
    WITHDREW = "withdrew"
    NOT_FOR_US = "not_for_us"
    TWICE = "twice"
    NOT_REAL = "not_real"
    OTHER = "other"


class CourseRequest(Base):
    """What a person wrote who asks for a course."""

    __tablename__ = "course_request"
    __table_args__ = (
        CheckConstraint("(state = 'new') = (decided_at IS NULL)", name="decided_is_dated"),
        CheckConstraint("(state = 'declined') = (decline_reason IS NOT NULL)", name="declined_has_reason"),
        CheckConstraint("(state IN ('accepted', 'merged')) = (learner_id IS NOT NULL)", name="taken_has_learner"),
        Index(None, "centre_id", "state"),
        # One open request for a name and telephone, however often the button was pressed.
        Index(
            "ix_course_request_sameness",
            "sameness",
            unique=True,
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    """What the person reads out: R-4F7K2. It opens no page."""
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    state: Mapped[RequestState] = mapped_column(default=RequestState.NEW)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sameness: Mapped[str | None] = mapped_column(String(64))
    """A keyed digest of telephone and name: the same twice within days is the same request."""
    name: Mapped[str | None] = mapped_column(String(200))
    """As the person writes it, in any script."""
    name_latin: Mapped[str | None] = mapped_column(String(200))
    born_on: Mapped[date | None]
    born_precision: Mapped[BirthPrecision | None]
    phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(8))
    nationality: Mapped[str | None] = mapped_column(String(2))
    mother_tongue: Mapped[str | None] = mapped_column(String(8))
    available: Mapped[frozenset[PartOfWeek] | None] = mapped_column(ChoiceSet(PartOfWeek))
    meets: Mapped[Meets | None]
    reads_cyrillic: Mapped[bool | None]
    reads_latin: Mapped[bool | None]
    reads_other: Mapped[bool | None]
    learnt_before: Mapped[bool | None]
    message: Mapped[str | None] = mapped_column(String(500))
    consent_version: Mapped[str] = mapped_column(String(20))
    consent_language: Mapped[str] = mapped_column(String(8))
    consent_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    """How often somebody tried to reach the person."""
    tried_at: Mapped[datetime | None]
    ask_again_on: Mapped[date | None]
    staff_note: Mapped[str | None] = mapped_column(String(400))
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decline_reason: Mapped[DeclineReason | None]
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    forgotten_at: Mapped[datetime | None]
    """When everything personal was removed."""

    centre: Mapped[Centre] = relationship()
    learner: Mapped[Learner | None] = relationship()
    decided_by: Mapped[Account | None] = relationship()

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state is RequestState.NEW
