"""The rules of requests for a course: references, who is too young, what is the same request, what differs."""

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from lms.accounts.rules import CARD_ALPHABET
from lms.learners.models import BirthPrecision, Learner, Meets, PartOfWeek
from lms.learners.names import fold, script_of, to_latin
from lms.learners.request_models import CourseRequest
from lms.learners.rules import Facts, split_name, with_name

ADULT = 18
CONSENT_VERSION = "2026-11"
"""The version of the consent on the public page; a new text gets a new version."""
SAME_WITHIN = timedelta(days=7)
PER_ADDRESS = 60
"""Requests from one address within the window: an open day, on which a whole room shares the centre's Wi-Fi."""
PER_PHONE = 6
"""Requests with one telephone within the window: a family shares it."""
PERSONAL = (
    "sameness",
    "name",
    "name_latin",
    "born_on",
    "born_precision",
    "phone",
    "language",
    "nationality",
    "mother_tongue",
    "available",
    "meets",
    "reads_cyrillic",
    "reads_latin",
    "reads_other",
    "learnt_before",
    "message",
    "staff_note",
    "ask_again_on",
)
"""What is removed from a request when its time has come."""


@dataclass(frozen=True)
class Answers:
    """What a person wrote on the public page; the names of the fields are those of the request."""

    name: str
    phone: str
    born_on: date
    born_precision: BirthPrecision
    language: str
    name_latin: str | None = None
    nationality: str | None = None
    mother_tongue: str | None = None
    available: frozenset[PartOfWeek] | None = None
    meets: Meets | None = None
    reads_cyrillic: bool | None = None
    reads_latin: bool | None = None
    reads_other: bool | None = None
    learnt_before: bool | None = None
    message: str | None = None


class AgeUnclear(ValueError):
    """The year alone does not say whether the person is of age."""


def new_reference(pick: Callable[[str], str] = secrets.choice) -> str:
    """A reference that can be read out: R- and five letters and digits that are not misread for each other."""
    return "R-" + "".join(pick(CARD_ALPHABET) for _ in range(5))


def is_adult(born_on: date, precision: BirthPrecision, today: date) -> bool:
    """Whether somebody is 18 or older. Raises AgeUnclear when only the day of the birth would tell."""
    years = today.year - born_on.year
    if precision is BirthPrecision.YEAR:
        if years == ADULT:
            raise AgeUnclear
        return years > ADULT
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    return years - (not had_birthday) >= ADULT


def western_digits(text: str) -> str:
    """The text with the digits of other scripts as 0 to 9: ٠٨٨٨ is 0888."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def sameness(phone: str, name: str) -> str:
    """What makes two requests one: the telephone, and the words of the name in any order."""
    return f"request:{phone}:{' '.join(sorted(fold(name).split()))}"


def suggested_name(request: CourseRequest) -> tuple[str, str]:
    """Given and family name in Latin letters as far as the person wrote them; a coordinator puts them right."""
    written = request.name_latin or request.name or ""
    if script_of(written) == "cyrillic":
        written = to_latin(written)
    return split_name(written) if script_of(written) == "latin" else ("", "")


def facts_of(request: CourseRequest, given_latin: str = "", family_latin: str = "") -> Facts:
    """What a request says, as the facts of a record with this name in Latin letters."""
    facts = with_name(Facts(), *split_name(request.name or ""))
    return replace(
        facts,
        given_latin=given_latin or facts.given_latin,
        family_latin=family_latin or (facts.family_latin if not given_latin else ""),
        name_native=request.name,
        born_on=request.born_on,
        born_precision=request.born_precision,
        nationalities=(request.nationality,) if request.nationality else (),
        mother_tongue=request.mother_tongue,
        reads_cyrillic=request.reads_cyrillic,
        reads_latin=request.reads_latin,
        reads_other=request.reads_other,
        phone=request.phone,
        language=request.language,
        available=request.available,
        meets=request.meets,
    )


MERGED = (
    "name_native",
    "phone",
    "born_on",
    "nationalities",
    "mother_tongue",
    "language",
    "available",
    "meets",
    "reads_cyrillic",
    "reads_latin",
    "reads_other",
)
"""What a request can bring into a record that exists; the names stay those of the document."""


@dataclass(frozen=True)
class Difference:
    """A field in which record and request say different things."""

    field: str
    kept: Any
    asked: Any


def filled(learner: Learner, request: CourseRequest) -> dict[str, Any]:
    """What the request knows and the record does not, by the record's fields."""
    facts = facts_of(request)
    told = {name: value for name in MERGED if _known(value := getattr(facts, name))}
    return {name: value for name, value in told.items() if not _known(getattr(learner, name))}


def differences(learner: Learner, request: CourseRequest) -> list[Difference]:
    """The fields that both know differently, for a person to choose."""
    facts = facts_of(request)
    pairs = ((name, getattr(learner, name), getattr(facts, name)) for name in MERGED)
    return [Difference(*pair) for pair in pairs if _known(pair[1]) and _known(pair[2]) and pair[1] != pair[2]]


def _known(value: Any) -> bool:
    return value is not None and value not in ("", (), frozenset())
