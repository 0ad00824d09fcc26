"""Uploaded lists of learners: the list, its rows until they are written or mended, and whom they may repeat.

What is found out about a row is kept beside it, so that any process can go on where another one stopped.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.centres.models import Centre
from lms.database import Base, Codes


class ImportState(enum.StrEnum):
    """What became of an uploaded list."""

    COMPARING = "comparing"
    """Its rows are being read and compared; nobody was asked anything yet."""
    PREVIEWED = "previewed"
    WRITING = "writing"
    """It was confirmed, and its people are being added."""
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class Fate(enum.StrEnum):
    """What the confirmation decided about a row, and what came of it."""

    ADD = "add"
    ADDED = "added"
    LATE = "late"
    """It was to be added, but meanwhile somebody else wrote a record that looks like it."""


class ImportBatch(Base):
    """One uploaded list of learners."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ImportState] = mapped_column(default=ImportState.COMPARING)
    header: Mapped[list[Any]]
    """The cells that name the columns."""
    total: Mapped[int] = mapped_column(default=0)
    """How many rows the list had."""
    read_to: Mapped[int] = mapped_column(default=0)
    """The number of the last row that was read and compared with the rows before it."""
    compared_to: Mapped[int] = mapped_column(default=0)
    """The identifier of the last person with whom the rows were compared."""
    created: Mapped[int] = mapped_column(default=0)
    """How many people were added so far."""
    confirmed_at: Mapped[datetime | None]

    centre: Mapped[Centre] = relationship()


class ImportRow(Base):
    """One row of a list. When the list is done, only those rows stay that were left out and can be mended."""

    __tablename__ = "import_row"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counted from 1, as the spreadsheet program shows it."""
    cells: Mapped[list[Any]]
    wrong: Mapped[bool | None]
    """Whether something in it must be mended; NULL until it was read."""
    same_as: Mapped[int | None]
    """The number of the row before it that seems to be the same person."""
    sure: Mapped[int | None]
    why: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    """How sure it is that the two rows are one person, and why."""
    also: Mapped[bool] = mapped_column(default=False)
    """Whether somebody said that it is somebody else and is to be added."""
    fate: Mapped[Fate | None]
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    """The record that was written from it."""


class ImportLike(Base):
    """A person whom a row may repeat. Shown to nobody who may not see that person."""

    __tablename__ = "import_like"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, index=True)
    sure: Mapped[int]
    why: Mapped[tuple[str, ...]] = mapped_column(Codes)


class ImportTrait(Base):
    """A trait by which a row is looked up, as a number that tells nobody what it was made of."""

    __tablename__ = "import_trait"
    __table_args__ = ({"sqlite_with_rowid": False},)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    trait: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
