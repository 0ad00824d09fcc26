"""Inventing people: names in their scripts, and the facts of an intake, from the pools of content/demo.

Pure. Nobody here exists. Addresses are at example.org, which nobody can own (RFC 2606). Telephones begin
+359 1 555: no area code and no operator in Bulgaria begins with 1, where short numbers such as 112 are, so
they belong to nobody and cannot be dialled.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any, TypeVar

from lms.courses.states import Level
from lms.demo import content
from lms.demo.world import Habits, Person
from lms.learners.models import BirthPrecision, Document, Meets, PartOfWeek, ResidenceStatus, Sex
from lms.learners.rules import Facts

PHONE = "+3591555"
PROTECTED = frozenset({"temporary_protection", "refugee", "humanitarian", "asylum_seeker"})
LATIN_AT_HOME = frozenset({"tr", "ro", "vi", "ng", "tl", "us", "es"})
"""The pools of names whose people learnt Latin letters first."""
DOCUMENTS = {
    "refugee": Document.PROTECTION_CARD,
    "humanitarian": Document.PROTECTION_CARD,
    "temporary_protection": Document.PROTECTION_CARD,
    "asylum_seeker": Document.SEEKER_CARD,
    "resident": Document.RESIDENCE_CARD,
    "family_member": Document.RESIDENCE_CARD,
}
_FORMS = {Sex.FEMALE: "female", Sex.MALE: "male"}


Key = TypeVar("Key", bound=str)


def pick(rng: Random, weights: Mapping[Key, int]) -> Key:
    """One of the keys, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


class Inventor:
    """Invents people, never the same name, telephone or address twice."""

    def __init__(self, rng: Random, today: date) -> None:
        """`today` is the day of loading, from which ages are counted."""
        self._rng, self._today = rng, today
        # By chance of its own, so that what else is known of people changes nothing of what happens to them.
        self._intake = Random(f"{today}/intake")  # noqa: S311  nothing secret
        self._nations = content.read("people")["nationalities"]
        self._pools = content.read("names")["pools"]
        self._towns = {centre["code"]: centre["towns"] for centre in content.read("centres")["centres"]}
        self._names: set[tuple[str, str]] = set()
        self._phones = rng.sample(range(1000), 1000)

    def invent(self, centre: str, level: Level, registered_on: date, pages: str | None = None) -> Person:
        """A person of a centre who belongs in a course of a level; `pages` asks for their language."""
        rng = self._rng
        nation = self._nation(centre, level, pages)
        sex = Sex.FEMALE if rng.random() < nation["women"] else Sex.MALE
        status = pick(rng, nation["statuses"]) if rng.random() < 0.96 else None
        born_on, precision = self._birth(nation)
        names = self._name(self._pools[nation["names"]], sex)
        facts = Facts(
            **names,
            **self._more(nation, level, status),
            sex=sex,
            born_on=born_on,
            born_precision=precision,
            mother_tongue=pick(rng, nation["tongues"]),
            reads_cyrillic=self._reads(nation, level),
            status=ResidenceStatus(status) if status else None,
            phone=f"{PHONE}{self._phones.pop():04}" if rng.random() < 0.9 else None,
            email=self._email(names) if rng.random() < 0.4 else None,
            town=pick(rng, self._towns[centre]),
            language=nation.get("pages"),
        )
        accompanied = status in PROTECTED and rng.random() < 0.35
        habits = Habits(comes=rng.betavariate(13, 1.3), late=0.4 if rng.random() < 0.14 else 0.05)
        return Person(centre, facts, level, registered_on, habits, accompanied)

    def _more(self, nation: Mapping[str, Any], level: Level, status: str | None) -> dict[str, Any]:
        """What an interview asks besides. No personal number: one whose digits fit may be somebody's."""
        rng, latin = self._intake, nation["names"] in LATIN_AT_HOME
        years = (
            rng.choice((0, 2, 4)) if level is Level.LITERACY else rng.choices((8, 11, 12, 15, 17), (1, 2, 4, 5, 3))[0]
        )
        codes = (nation["code"], rng.choice(("TR", "IL", "RU"))) if rng.random() < 0.04 else (nation["code"],)
        return {
            "nationalities": tuple(dict.fromkeys(codes)),
            "document": DOCUMENTS.get(status or "", Document.PASSPORT),
            "other_languages": tuple(rng.sample(("en", "ru", "tr", "de"), rng.choice((0, 1, 1, 2)))),
            "reads_latin": bool(years > 4 and (latin or rng.random() < 0.8)),
            "reads_other": None if latin else years > 4,
            "schooling_years": years,
            "available": frozenset(rng.sample(list(PartOfWeek), rng.choice((1, 2, 2, 3)))),
            "meets": rng.choices(list(Meets), (6, 2, 3))[0],
            "child_care": rng.random() < 0.18,
            "access_needs": rng.choice(content.read("words")["access_needs"]) if rng.random() < 0.04 else None,
        }

    def _nation(self, centre: str, level: Level, pages: str | None) -> dict[str, Any]:
        fitting = [nation for nation in self._nations if pages in (None, nation.get("pages"))]
        if level is Level.LITERACY:
            fitting = [nation for nation in fitting if nation.get("literacy")]
        found: dict[str, Any] = self._rng.choices(fitting, [one["weight"][centre] for one in fitting])[0]
        return found

    def _reads(self, nation: Mapping[str, Any], level: Level) -> bool | None:
        if level is Level.LITERACY:
            return False
        if self._rng.random() < 0.04:
            return None
        # Whoever belongs in A2 has met the alphabet here, wherever they come from.
        return level is Level.A2 or self._rng.random() < nation["reads_cyrillic"]

    def _birth(self, nation: Mapping[str, Any]) -> tuple[date | None, BirthPrecision | None]:
        rng = self._rng
        year = self._today.year - round(rng.triangular(19, 66, 33))
        if rng.random() < 0.03:
            return None, None
        if rng.random() < (0.3 if nation.get("literacy") else 0.03):
            return date(year, 1, 1), BirthPrecision.YEAR
        return date(year, 1, 1) + timedelta(days=rng.randrange(365)), BirthPrecision.DAY

    def _name(self, pool: Mapping[str, Any], sex: Sex) -> dict[str, Any]:
        form = _FORMS[sex]
        families = pool.get("family") or pool[f"family_{form}"]
        free = [
            (given, family)
            for given, family in product(pool[form], families)
            if (given[0], family[0]) not in self._names
        ]
        # The least used, so that a class is not full of namesakes.
        used = Counter(part for name in self._names for part in name)
        least = min(used[given[0]] + used[family[0]] for given, family in free)
        given, family = self._rng.choice([name for name in free if used[name[0][0]] + used[name[1][0]] == least])
        self._names.add((given[0], family[0]))
        return {
            "given_latin": given[0],
            "family_latin": family[0],
            "given_cyrillic": given[1],
            "family_cyrillic": family[1],
            "name_native": _native(pool, given, family),
            "preferred_name": given[1].split()[-1] if " " in given[1] else None,
        }

    def _email(self, names: Mapping[str, Any]) -> str:
        written = f"{names['given_latin']}.{names['family_latin']}".lower().replace(" ", "")
        plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
        return f"{plain}@example.org"


def _native(pool: Mapping[str, Any], given: list[str], family: list[str]) -> str | None:
    parts = [given[-1] if len(given) == 3 else given[0], family[-1] if len(family) == 3 else family[0]]
    if pool.get("family_first"):
        parts.reverse()
    written = ("" if pool.get("joined") else " ").join(parts)
    return None if written == f"{given[0]} {family[0]}" else written
