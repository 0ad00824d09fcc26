"""The item bank: items, their versions, what reviewers said, and the sounds that belong to them.

A version that was ever answered is never edited, only superseded by the next one.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.assessments.items.finding import words_of
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill, Verdict
from lms.database import Base


class Item(Base):
    """One question of the bank; what it asks stands in its versions."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)

    versions: Mapped[list["ItemVersion"]] = relationship(back_populates="item", order_by="ItemVersion.version")

    @property
    def latest(self) -> "ItemVersion":
        """The newest version, whatever its state."""
        return self.versions[-1]

    @property
    def live(self) -> "ItemVersion | None":
        """The version that people are asked, if there is one."""
        return next((version for version in self.versions if version.state is ItemState.LIVE), None)


class Sound(Base):
    """A recording in the one format that every phone plays: MP3, one channel, 16 kHz."""

    __tablename__ = "sound"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the data, in hexadecimal: its address, which nobody guesses."""
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    seconds: Mapped[float]
    synthetic: Mapped[bool]
    """Whether a machine speaks."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class ItemVersion(Base):
    """An item as it was worded at one time."""

    __tablename__ = "item_version"
    __table_args__ = (
        UniqueConstraint("item_id", "version"),
        # People are asked one wording of an item at a time.
        Index(
            "uq_item_version_one_live",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'live'"),
            postgresql_where=text("state = 'live'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[ItemState] = mapped_column(default=ItemState.DRAFT, index=True)
    level: Mapped[ItemLevel]
    skill: Mapped[Skill]
    kind: Mapped[ItemKind]
    topic: Mapped[str] = mapped_column(String(24))
    grammar: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]]
    """Stem, choices, key and notes, as the schema in content/schemas says."""
    sound_id: Mapped[int | None] = mapped_column(ForeignKey("sound.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who wrote it here; nobody for what came from a file."""
    source: Mapped[str] = mapped_column(String(200), default="")
    """The author a file names."""
    offered_at: Mapped[datetime | None] = mapped_column(index=True)
    """When its author said that a draft is ready to be reviewed; None while it is being written."""
    words: Mapped[str] = mapped_column(Text)
    """What it is found by; kept in step with the body."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When it was worded as it is."""

    item: Mapped[Item] = relationship(back_populates="versions")
    sound: Mapped[Sound | None] = relationship()
    author: Mapped[Account | None] = relationship()
    reviews: Mapped[list["Review"]] = relationship(order_by="Review.id", cascade="all, delete-orphan")

    @property
    def is_reworded(self) -> bool:
        """Whether what it says was changed and not written yet."""
        return any(inspect(self).attrs[name].history.has_changes() for name in WORDING)


WORDING = ("level", "skill", "kind", "topic", "grammar", "body", "sound_id")
"""The columns that make up what a version says."""


@event.listens_for(ItemVersion, "before_update")
def _stamp_what_is_reworded(_mapper: object, _connection: Connection, version: ItemVersion) -> None:
    if version.is_reworded:
        version.created_at = clock.now()


class Review(Base):
    """What a second person said about a version before it went live."""

    __tablename__ = "item_review"
    __table_args__ = (CheckConstraint("verdict = 'approved' OR comment <> ''", name="returned_with_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    verdict: Mapped[Verdict]
    comment: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    reviewer: Mapped[Account] = relationship()


@event.listens_for(ItemVersion, "before_insert")
@event.listens_for(ItemVersion, "before_update")
def _keep_words(_mapper: object, _connection: object, version: ItemVersion) -> None:
    version.words = words_of(version.body, version.grammar)
