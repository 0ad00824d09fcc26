"""What a learner's record must be: the facts of a person, and names in both alphabets."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.learners.models import BirthPrecision, Document, Meets, PartOfWeek, ResidenceStatus, Sex
from lms.learners.names import clean, clean_name, script_of, to_bulgarian, to_cyrillic, to_latin

NAME_LIMIT = 200


@dataclass(frozen=True)
class Facts:
    """What is known of a person; the names of the fields are those of the learner's record."""

    given_latin: str = ""
    family_latin: str = ""
    given_cyrillic: str = ""
    family_cyrillic: str = ""
    name_native: str | None = None
    preferred_name: str | None = None
    pronunciation: str | None = None
    sex: Sex = Sex.UNKNOWN
    born_on: date | None = None
    born_precision: BirthPrecision | None = None
    document: Document | None = None
    personal_number: str | None = None
    nationalities: tuple[str, ...] = ()
    mother_tongue: str | None = None
    other_languages: tuple[str, ...] = ()
    reads_cyrillic: bool | None = None
    reads_latin: bool | None = None
    reads_other: bool | None = None
    schooling_years: int | None = None
    status: ResidenceStatus | None = None
    phone: str | None = None
    email: str | None = None
    town: str | None = None
    language: str | None = None
    available: frozenset[PartOfWeek] | None = None
    meets: Meets | None = None
    child_care: bool | None = None
    access_needs: str | None = None

    def as_columns(self) -> dict[str, Any]:
        """The facts under the names of the record's columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def completed(facts: Facts) -> Facts:
    """The facts with names cleaned, Cyrillic in Bulgarian letters, a missing alphabet suggested from the other one.

    Raises DomainError when there is no name in Latin or Cyrillic letters, or a name is too long.
    """
    names: dict[str, Any] = {
        field: clean_name(getattr(facts, field))
        for field in ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic")
    }
    if not (names["given_latin"] or names["given_cyrillic"]):
        raise DomainError(_l("Write the name in Latin or Cyrillic letters too, as it is in the document."))
    _check_length(names)
    written = " ".join(filter(None, (names["given_cyrillic"], names["family_cyrillic"])))
    for part in ("given", "family"):
        latin, cyrillic = f"{part}_latin", f"{part}_cyrillic"
        names[cyrillic] = to_bulgarian(names[cyrillic])
        names[latin] = names[latin] or to_latin(names[cyrillic])
        names[cyrillic] = names[cyrillic] or to_cyrillic(names[latin])
    _check_length(names)
    free: dict[str, Any] = {
        field: clean_name(getattr(facts, field) or "") or None for field in ("name_native", "preferred_name")
    }
    free |= {field: clean(getattr(facts, field) or "") or None for field in ("pronunciation", "town", "access_needs")}
    if to_bulgarian(written) != written:
        # Letters that Bulgarian does not have say how the person writes the name.
        free["name_native"] = free["name_native"] or written or None
    return replace(facts, **names, **free)


def _check_length(names: dict[str, Any]) -> None:
    if max(map(len, names.values())) > NAME_LIMIT:
        raise DomainError(_l("A name can have at most %(count)s characters.", count=NAME_LIMIT))


def with_name(facts: Facts, given: str, family: str) -> Facts:
    """The facts with a name put where its script belongs: Latin, Cyrillic, or as the person writes it."""
    script = script_of(given + family)
    if script in ("latin", "cyrillic"):
        names: dict[str, Any] = {f"given_{script}": given, f"family_{script}": family}
        return replace(facts, **names)
    return replace(facts, name_native=f"{given} {family}".strip() or facts.name_native)


def split_name(full: str) -> tuple[str, str]:
    """A whole name as given and family name: the last word is the family's."""
    *given, family = full.split() or [""]
    return (" ".join(given), family) if given else (family, "")
