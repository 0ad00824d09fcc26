"""Quizzes, and the attempts and responses of learners."""

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
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.states import AttemptState, QuizKind
from lms.courses.states import Level
from lms.database import Base, choice
from lms.learners.models import Learner


class Quiz(Base):
    """A fixed selection of items."""

    __tablename__ = "quiz"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[QuizKind]
    title: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)

    items: Mapped[list["QuizItem"]] = relationship(order_by="QuizItem.position")


class QuizItem(Base):
    """An item's place in a quiz."""

    __tablename__ = "quiz_item"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)

    item_version: Mapped[ItemVersion] = relationship()


class Attempt(Base):
    """One sitting of a quiz by a learner, and what was decided from it."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_has_moment"),
        # Two tabs that begin at once share one sitting.
        Index(
            "uq_attempt_one_started",
            "quiz_id",
            "learner_id",
            unique=True,
            sqlite_where=text("state = 'started'"),
            postgresql_where=text("state = 'started'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
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
    finished_at: Mapped[datetime | None]
    score: Mapped[int | None]
    """Right answers."""
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
    share: Mapped[float]
    """How much of the item is right, from 0 to 1."""
    parts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Gap by gap, what was right and what was forgiven."""
    scale: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Discrimination, difficulty and guessing that the engine took for the item then."""
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)

    item_version: Mapped[ItemVersion] = relationship()

    @property
    def void(self) -> bool:
        """Whether the item turned out to have no right answer."""
        return bool(self.parts and self.parts[0].get("void"))


_WORDING = ("level", "skill", "kind", "topic", "grammar", "body", "sound_id")


@event.listens_for(ItemVersion, "before_update")
def _never_edit_what_was_answered(_mapper: object, connection: Connection, version: ItemVersion) -> None:
    reworded = any(inspect(version).attrs[name].history.has_changes() for name in _WORDING)
    answered = select(Response.id).where(Response.item_version_id == version.id).limit(1)
    if reworded and connection.scalar(answered) is not None:
        raise ValueError("A version that was answered is never edited, only superseded.")
