"""By which traits a row of a list finds the people it could repeat, so that nobody is compared with everybody.

Who shares no trait is not alike (duplicate_rules.likeness). A trait is kept as a number: it is no personal data,
and two that fall together only cost one comparison. A name that very many bear is looked up together with the
year of birth, so that the square of its bearers is never compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product

from lms.learners.duplicate_rules import Person, written
from lms.learners.models import BirthPrecision
from lms.learners.search_sounds import sounds

WORDS = 4
"""How many words of a name are paired."""


@dataclass(frozen=True)
class Traits:
    """The traits under which a person is found, and those under which others are looked for, the surest first.

    Whose birth date is known is compared with namesakes of the same year and those without a date.
    """

    kept: frozenset[int]
    asked: tuple[int, ...]


def traits_of(person: Person) -> Traits:
    """The traits of one person."""
    names = written(person)
    pairs = sorted({pair for words in names for pair in _pairs(tuple(words[:WORDS]))})
    exact = list(_exact(person, {code for words in names for word in words for code in _codes(word)}))
    year = str(person.born_on.year) if person.born_on else "none"
    kept = [_trait("name", pair, when) for pair in pairs for when in ("any", year)]
    asked = [_trait("name", pair, when) for when in ((year, "none") if person.born_on else ("any",)) for pair in pairs]
    return Traits(frozenset([*exact, *kept]), tuple(dict.fromkeys([*exact, *asked])))


def _exact(person: Person, codes: Iterable[str]) -> Iterator[int]:
    if person.personal_number:
        yield _trait("number", person.personal_number)
    if person.born_on and person.born_precision is BirthPrecision.DAY:
        yield from (_trait("born", person.born_on.isoformat(), code) for code in codes)
    if person.phone:
        yield from (_trait("phone", person.phone, code) for code in codes)


@lru_cache(maxsize=8192)
def _pairs(words: Sequence[str]) -> frozenset[str]:
    return frozenset(
        " ".join(sorted(pair))
        for one, other in combinations(words, 2)
        for pair in product(_codes(one), _codes(other))
    )  # fmt: skip


def _codes(word: str) -> Iterable[str]:
    return sounds(word) or (word,)


def _trait(*parts: str) -> int:
    return int.from_bytes(blake2b("\n".join(parts).encode(), digest_size=8).digest(), signed=True)
