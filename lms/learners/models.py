"""The learner: one record for life, however many cohorts."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import Base, ChoiceSet, Codes


class Sex(enum.StrEnum):
    """Sex as the funder's report asks for it; unknown until asked."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class BirthPrecision(enum.StrEnum):
    """How much of the birth date is a fact: a document may know only the year."""

    DAY = "day"
    YEAR = "year"


class ResidenceStatus(enum.StrEnum):
    """The legal ground of a person's stay, on which eligibility for a project depends."""

    TEMPORARY_PROTECTION = "temporary_protection"
    REFUGEE = "refugee"
    HUMANITARIAN = "humanitarian"
    ASYLUM_SEEKER = "asylum_seeker"
    RESIDENT = "resident"
    FAMILY_MEMBER = "family_member"
    OTHER = "other"


class Document(enum.StrEnum):
    """The kind of document the Latin name was read from; never its copy."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    RESIDENCE_CARD = "residence_card"
    PROTECTION_CARD = "protection_card"
    SEEKER_CARD = "seeker_card"
    OTHER = "other"
    NONE = "none"


class PartOfWeek(enum.StrEnum):
    """When a person can come: parts of a working day, and of a day at the weekend."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND_MORNING = "weekend_morning"
    WEEKEND_AFTERNOON = "weekend_afternoon"
    WEEKEND_EVENING = "weekend_evening"


class Meets(enum.StrEnum):
    """How a person can take part."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    EITHER = "either"


class Learner(Base):
    """A person who learns, or waits to learn, at a centre."""

    __tablename__ = "learner"
    __table_args__ = (
        CheckConstraint("(born_on IS NULL) = (born_precision IS NULL)", name="birth_has_precision"),
        CheckConstraint("schooling_years BETWEEN 0 AND 30", name="schooling_is_years"),
        # Every list leaves these few people out for whoever is not named for them.
        Index(
            "ix_learner_unaccompanied",
            "unaccompanied",
            sqlite_where=text("unaccompanied = 1"),
            postgresql_where=text("unaccompanied"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    """The person's number on paper and on the telephone: A-000123."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    given_latin: Mapped[str] = mapped_column(String(200))
    family_latin: Mapped[str] = mapped_column(String(200), default="")
    given_cyrillic: Mapped[str] = mapped_column(String(200))
    family_cyrillic: Mapped[str] = mapped_column(String(200), default="")
    name_native: Mapped[str | None] = mapped_column(String(400))
    preferred_name: Mapped[str | None] = mapped_column(String(200))
    pronunciation: Mapped[str | None] = mapped_column(String(200))
    """How the name is said, as somebody who heard it wrote it down: “Ра-нА, stress at the end”."""
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    born_on: Mapped[date | None] = mapped_column(index=True)
    """1 January where only the year is known; born_precision says so."""
    born_precision: Mapped[BirthPrecision | None]
    document: Mapped[Document | None]
    personal_number: Mapped[str | None] = mapped_column(String(10), index=True)
    """ЛНЧ or ЕГН: ten digits, the last of which checks the others."""
    nationalities: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    """ISO 3166 alpha-2; XX is stateless; empty is not known."""
    mother_tongue: Mapped[str | None] = mapped_column(String(8))
    """ISO 639."""
    other_languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    """ISO 639; those the person understands besides the mother tongue."""
    reads_cyrillic: Mapped[bool | None]
    reads_latin: Mapped[bool | None]
    reads_other: Mapped[bool | None]
    """Whether the person reads any other script; who reads none of the three does not read."""
    schooling_years: Mapped[int | None]
    status: Mapped[ResidenceStatus | None]
    phone: Mapped[str | None] = mapped_column(String(40), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    town: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str | None] = mapped_column(String(8))
    """The language of the person's pages and messages."""
    available: Mapped[frozenset[PartOfWeek] | None] = mapped_column(ChoiceSet(PartOfWeek))
    """When the person can come; NULL is not asked."""
    meets: Mapped[Meets | None]
    child_care: Mapped[bool | None]
    """Whether somebody must look after a child while the person learns."""
    access_needs: Mapped[str | None] = mapped_column(String(400))
    """What the person needs to take part: a ground floor, large letters."""
    unaccompanied: Mapped[bool] = mapped_column(default=False)
    """A minor without a parent or guardian here: only the staff named for them may know of the record."""
    mediator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    """The record that took this one's place; this one then only remembers what stood in it, and no list shows it."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    centre: Mapped[Centre] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    mediator: Mapped[Account | None] = relationship(foreign_keys=[mediator_id])

    @property
    def name(self) -> str:
        """The name as in the document, in Latin letters."""
        return f"{self.given_latin} {self.family_latin}".strip()

    @property
    def name_bg(self) -> str:
        """The name in Bulgarian Cyrillic."""
        return f"{self.given_cyrillic} {self.family_cyrillic}".strip()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which somebody may look for the person."""
        found = (self.name, self.name_bg, self.name_native, self.preferred_name)
        return tuple(name for name in found if name)

    @property
    def called(self) -> str:
        """The name the person is called by in class."""
        return self.preferred_name or self.given_cyrillic or self.given_latin

    @property
    def own_name(self) -> str:
        """The name by which a page greets the person: in letters they read, who may not read Cyrillic yet."""
        return self.preferred_name or self.name_native or self.given_latin or self.given_cyrillic
