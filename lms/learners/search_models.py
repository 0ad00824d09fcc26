"""The keys under which people are found, kept in step with their names."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.database import Base
from lms.learners.search_rules import KEY_LENGTH, KeyKind

# Ranges of keys are compared byte by byte, whatever the language of the server.
KEY = String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")


class NameKey(Base):
    """One key of one person."""

    __tablename__ = "name_key"
    __table_args__ = (Index(None, "learner_id", "kind", "key"), {"sqlite_with_rowid": False})

    kind: Mapped[KeyKind] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(KEY, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True)
