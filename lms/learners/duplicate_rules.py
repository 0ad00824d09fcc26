"""Whether two records could be one person, how sure that is, and why.

Families share a telephone, twins a birth date and a family name, and many people are called Mohammed: nothing of
that alone makes two records alike.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from lms.learners.models import BirthPrecision, Learner
from lms.learners.rules import Facts
from lms.learners.search_rules import romanised, spelled
from lms.learners.search_sounds import sounds

Person = Learner | Facts
"""What is compared: a record, or what is being written into one."""


class Why(enum.StrEnum):
    """What two records have in common."""

    PERSONAL_NUMBER = "personal_number"
    SAME_NAME = "same_name"
    SWAPPED = "swapped"
    OTHER_SPELLING = "other_spelling"
    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"
    PHONE = "phone"


class Sure(enum.IntEnum):
    """How sure it is that two records are one person."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True)
class Likeness:
    """How alike two records are, and why."""

    sure: Sure
    why: tuple[Why, ...]


NAMES = (Why.SAME_NAME, Why.SWAPPED, Why.OTHER_SPELLING)


def likeness(one: Person, other: Person) -> Likeness | None:
    """How alike two records are; None where they are taken for two people."""
    name, birth, phone = _name(one, other), _birth(one, other), _phone(one, other)
    numbers = {number for number in (one.personal_number, other.personal_number) if number}
    if one.personal_number and one.personal_number == other.personal_number:
        return Likeness(Sure.CERTAIN, tuple(filter(None, (Why.PERSONAL_NUMBER, name, birth, phone))))
    sure = _sure(name, birth, phone, _births_differ(one, other) or len(numbers) == 2)
    return Likeness(sure, tuple(filter(None, (name, birth, phone)))) if sure else None


def _sure(name: Why | None, birth: Why | None, phone: Why | None, contradicted: bool) -> Sure | None:
    whole = name in NAMES
    if contradicted:
        # One digit may be mistyped, but then everything else must agree.
        return Sure.POSSIBLE if whole and phone else None
    if whole and (birth is Why.BIRTH_DATE or phone):
        return Sure.LIKELY
    if whole or (name and birth is Why.BIRTH_DATE) or (name and birth and phone):
        return Sure.POSSIBLE
    return None


def _birth(one: Person, other: Person) -> Why | None:
    if not (one.born_on and other.born_on) or _births_differ(one, other):
        return None
    days = BirthPrecision.YEAR not in (one.born_precision, other.born_precision)
    # Papers put 1 January where nobody knows the day: it says no more than its year.
    return Why.BIRTH_DATE if days and (one.born_on.month, one.born_on.day) != (1, 1) else Why.BIRTH_YEAR


def _births_differ(one: Person, other: Person) -> bool:
    if not (one.born_on and other.born_on):
        return False
    if BirthPrecision.YEAR in (one.born_precision, other.born_precision):
        return one.born_on.year != other.born_on.year
    return one.born_on != other.born_on


def _phone(one: Person, other: Person) -> Why | None:
    return Why.PHONE if one.phone and one.phone == other.phone else None


def _name(one: Person, other: Person) -> Why | None:
    mine, theirs = written(one), written(other)
    # A name of one word is shared by too many to say anything without its second.
    pairs = [(a, b) for a in mine for b in theirs if min(len(a), len(b)) > 1]
    if any(_plain(a) == _plain(b) for a, b in pairs):
        return Why.SAME_NAME
    if any(sorted(_plain(a)) == sorted(_plain(b)) for a, b in pairs):
        return Why.SWAPPED
    if any(_alike(a, b) for a, b in pairs):
        return Why.OTHER_SPELLING
    given = [[spelled(person.given_latin), spelled(person.given_cyrillic)] for person in (one, other)]
    return Why.GIVEN_NAME if any(_alike(a, b) for a in given[0] for b in given[1] if a and b) else None


def written(person: Person) -> list[list[str]]:
    """The words of the person's names, one list for each script they are written in."""
    names = (
        f"{person.given_latin} {person.family_latin}",
        f"{person.given_cyrillic} {person.family_cyrillic}",
        person.name_native or "",
    )
    return [words for name in names if (words := spelled(name))]


def _plain(words: Sequence[str]) -> list[str]:
    return [romanised(word)[0] for word in words if romanised(word)]


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each word of the shorter name is another spelling of a word of its own in the longer one."""
    shorter, left = sorted((list(one), list(other)), key=len)
    for word in shorter:
        same = next((candidate for candidate in left if _one_word(word, candidate)), None)
        if same is None:
            return False
        left.remove(same)
    return True


def _one_word(word: str, other: str) -> bool:
    return bool(set(romanised(word)) & set(romanised(other)) or sounds(word) & sounds(other))
