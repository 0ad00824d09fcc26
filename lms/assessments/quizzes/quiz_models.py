"""Quizzes: which items are asked, in which sections, and how."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.items.models import ItemVersion
from lms.assessments.states import Layout, QuizKind
from lms.database import Base


class Quiz(Base):
    """A fixed selection of items. One that was ever begun is never changed, only copied."""

    __tablename__ = "quiz"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("pass_percent BETWEEN 1 AND 100", name="pass_percent_is_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[QuizKind]
    title: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    """Whether it can be assigned."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who put it together; nobody for one that came from a file."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    layout: Mapped[Layout] = mapped_column(default=Layout.ONE_BY_ONE)
    shuffled: Mapped[bool] = mapped_column(default=True)
    """Whether each person gets the items of a section in an order of their own."""
    minutes: Mapped[int | None]
    """How long one sitting may last; None for as long as one wants."""
    pass_percent: Mapped[int | None]
    """How many percent of the points pass it; None where nobody passes or fails."""

    made_by: Mapped[Account | None] = relationship()
    sections: Mapped[list["QuizSection"]] = relationship(order_by="QuizSection.position")
    items: Mapped[list["QuizItem"]] = relationship(order_by="QuizItem.position")


class QuizSection(Base):
    """Items of a quiz that stand together under a title."""

    __tablename__ = "quiz_section"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))


class QuizItem(Base):
    """An item's place in a quiz: positions go up through all its sections."""

    __tablename__ = "quiz_item"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("quiz_section.id"))

    item_version: Mapped[ItemVersion] = relationship()
