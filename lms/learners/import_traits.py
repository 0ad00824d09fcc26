"""By which traits a row of a list finds the people it could repeat, so that nobody is compared with everybody.

Who shares no trait is not alike (duplicate_rules.likeness). A trait is kept as a number: it is no personal data,
and two that fall together only cost one comparison. A name that very many bear is looked up together with the
year of birth, so that the square of its bearers is never compared.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import combinations, product

from lms.learners.duplicate_rules import Person, written
from lms.learners.models import BirthPrecision
from lms.learners.search_sounds import sounds

WORDS = 4
"""How many words of a name are paired."""


def kept_traits(person: Person) -> set[int]:
    """The traits under which a person is found."""
    year = str(person.born_on.year) if person.born_on else "none"
    named = {_trait("name", pair, when) for pair in _pairs(person) for when in ("any", year)}
    return named | set(_exact(person))


def asked_traits(person: Person) -> list[int]:
    """The traits under which those are found whom a person could repeat, the surest first.

    Whose birth date is known is compared with namesakes of the same year and those without a date.
    """
    years = (str(person.born_on.year), "none") if person.born_on else ("any",)
    named = (_trait("name", pair, when) for when in years for pair in sorted(_pairs(person)))
    return list(dict.fromkeys([*_exact(person), *named]))


def _exact(person: Person) -> Iterator[int]:
    if person.personal_number:
        yield _trait("number", person.personal_number)
    codes = sorted({code for words in written(person) for word in words for code in _codes(word)})
    if person.born_on and person.born_precision is BirthPrecision.DAY:
        yield from (_trait("born", person.born_on.isoformat(), code) for code in codes)
    if person.phone:
        yield from (_trait("phone", person.phone, code) for code in codes)


def _pairs(person: Person) -> set[str]:
    found: set[str] = set()
    for words in written(person):
        for one, other in combinations(words[:WORDS], 2):
            found |= {" ".join(sorted(pair)) for pair in product(_codes(one), _codes(other))}
    return found


def _codes(word: str) -> Iterable[str]:
    return sounds(word) or (word,)


def _trait(*parts: str) -> int:
    return int.from_bytes(blake2b("\n".join(parts).encode(), digest_size=8).digest(), signed=True)
