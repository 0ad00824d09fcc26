"""The syllabus of a programme: its units, in order, with academic hours and can-do statements."""

from typing import Any

from flask_babel import get_locale
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.courses.models import Programme
from lms.database import Base


class Unit(Base):
    """One unit of a programme."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("hours > 0", name="hours_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    position: Mapped[int]
    """Its place in the programme: 1 for the first."""
    title_bg: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    hours: Mapped[int]
    """Academic hours."""
    focus: Mapped[str] = mapped_column(String(300), default="")
    """Which part of the language it is about, in Bulgarian."""
    can_do: Mapped[list[Any]] = mapped_column(default=list)
    """What people can do after it: pairs of the same statement, {"bg": …, "en": …}."""

    programme: Mapped[Programme] = relationship()

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.title_bg if _bulgarian() else self.title_en

    @property
    def statements(self) -> list[str]:
        """The can-do statements in the language of the page."""
        return [pair["bg" if _bulgarian() else "en"] for pair in self.can_do]


def _bulgarian() -> bool:
    return str(get_locale() or "bg") == "bg"
