"""Centres, their rooms and the days they are closed.

A centre has a time zone: its lessons are scheduled by its own wall clock.
"""

from datetime import date

from flask_babel import get_locale
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.centres.naming import shown_name
from lms.clock import HOME_ZONE
from lms.database import Base


class Centre(Base):
    """An integration centre: Sofia, Burgas."""

    __tablename__ = "centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name_bg: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    """Printed for people who ask for a course; empty when there is none."""
    time_zone: Mapped[str] = mapped_column(String(40), default=HOME_ZONE)

    rooms: Mapped[list["Room"]] = relationship(back_populates="centre", order_by="Room.name")
    non_working_days: Mapped[list["NonWorkingDay"]] = relationship(order_by="NonWorkingDay.day")

    @property
    def name(self) -> str:
        """The centre's name in the language of the page."""
        locale = get_locale()
        return shown_name(locale.language if locale else "bg", self.name_bg, self.name_en)


class Room(Base):
    """A room of a centre."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("centre_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    seats: Mapped[int] = mapped_column(default=15)

    centre: Mapped[Centre] = relationship(back_populates="rooms")


class NonWorkingDay(Base):
    """A day on which a centre is closed for a reason of its own, besides the public holidays."""

    __tablename__ = "non_working_day"
    __table_args__ = (UniqueConstraint("centre_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120))
