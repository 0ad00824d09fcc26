"""The attempts and responses of learners."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState
from lms.courses.states import Level
from lms.database import Base, choice
from lms.learners.models import Learner


def _one_started(name: str, of: str, when: str) -> Index:
    where = text(f"state = 'started' AND {when}")
    return Index(name, of, "learner_id", unique=True, sqlite_where=where, postgresql_where=where)


class Attempt(Base):
    """One sitting of a quiz by a learner, and what was decided from it."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_has_moment"),
        # Two tabs that begin at once share one sitting.
        _one_started("uq_attempt_one_started", "quiz_id", "assignment_id IS NULL"),
        _one_started("uq_attempt_one_started_assigned", "assignment_id", "assignment_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    """What the person was given the quiz by; nothing for a placement."""
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.STARTED)
    locale: Mapped[str] = mapped_column(String(8))
    seed: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(8))
    """What the order of an item's parts is drawn with."""
    supervised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who was with the person; nobody for a sitting at home."""
    can_do: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """The statements a person says of themselves before the items of a placement; None before they were asked."""
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("item_version.id"))
    """The item that was chosen for the person and waits for an answer."""
    asked_at: Mapped[datetime | None]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime | None]
    """Until when answers count; None where time does not end."""
    finished_at: Mapped[datetime | None]
    score: Mapped[int | None]
    """Right answers."""
    share: Mapped[float | None]
    """How much of a quiz is right, from 0 to 1; None for a placement, and while a teacher has not marked all of it."""
    suggested_level: Mapped[Level | None]
    detail: Mapped[dict[str, Any] | None]
    """What the suggestion rests on: right answers by level and skill."""
    decided_level: Mapped[Level | None] = mapped_column(choice(Level, "decided_level"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(String(400))
    retake_allowed_at: Mapped[datetime | None]
    """When a coordinator let the person take the quiz once more."""

    quiz: Mapped[Quiz] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    learner: Mapped[Learner] = relationship()
    decided_by: Mapped[Account | None] = relationship(foreign_keys=decided_by_id)
    supervised_by: Mapped[Account | None] = relationship(foreign_keys=supervised_by_id)
    asked: Mapped[ItemVersion | None] = relationship()
    responses: Mapped[list["Response"]] = relationship(order_by="Response.position")

    @property
    def over(self) -> bool:
        """Whether the person has had their turn: it is finished and nobody let them take it again."""
        return self.state is AttemptState.FINISHED and self.retake_allowed_at is None


class Response(Base):
    """The answer to one item of an attempt."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was answered; empty for “I don’t know”."""
    correct: Mapped[bool]
    share: Mapped[float | None]
    """How much of the item is right, from 0 to 1; None while a teacher has not marked it."""
    parts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Gap by gap, what was right and what was forgiven."""
    scale: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Discrimination, difficulty, guessing and spread that the engine took for the item then."""
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None]
    """When it was given, by the clock of the device; None for one that came with a form."""
    late: Mapped[bool] = mapped_column(default=False)
    """Whether it arrived after the end, from a device that says it was given before."""
    second_wanted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who asked for a second marker."""

    item_version: Mapped[ItemVersion] = relationship()

    @property
    def void(self) -> bool:
        """Whether the item turned out to have no right answer."""
        return bool(self.parts and self.parts[0].get("void"))


@event.listens_for(ItemVersion, "before_update")
def _never_edit_what_was_answered(_mapper: object, connection: Connection, version: ItemVersion) -> None:
    answered = select(Response.id).where(Response.item_version_id == version.id).limit(1)
    if version.is_reworded and connection.scalar(answered) is not None:
        raise ValueError("A version that was answered is never edited, only superseded.")
