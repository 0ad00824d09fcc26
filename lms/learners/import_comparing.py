"""Finding out whom a row repeats: rows and people are looked up by their traits and then really compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.learners.duplicate_rules import Likeness, Person, likeness
from lms.learners.import_traits import Traits
from lms.learners.rules import Facts

COMPARED = 30
"""The most rows with which one person is compared: what is surest stands first."""


@dataclass(frozen=True)
class Alike:
    """Which row is alike, and why."""

    number: int
    likeness: Likeness


@dataclass(frozen=True)
class Shelf:
    """Rows by their traits, to be compared with. Of rows that seem to be one person only the first stands here."""

    postings: dict[int, list[int]]
    people: dict[int, Facts]

    def put(self, number: int, facts: Facts, traits: Traits) -> None:
        """Let those that follow find this row."""
        self.people[number] = facts
        for trait in traits.kept:
            self.postings.setdefault(trait, []).append(number)

    def alike(self, person: Person, traits: Traits) -> list[Alike]:
        """The rows that could be this person, the surest first, and of those the earliest."""
        found = [
            Alike(number, alike)
            for number in candidates(traits, self.postings)
            if number in self.people and (alike := likeness(person, self.people[number]))
        ]
        return sorted(found, key=lambda one: (-one.likeness.sure, one.number))


def candidates(traits: Traits, postings: Mapping[int, Iterable[int]]) -> list[int]:
    """The numbers of the rows with which it is worth comparing somebody."""
    found: dict[int, None] = {}
    for trait in traits.asked:
        for number in postings.get(trait, ()):
            found[number] = None
            if len(found) == COMPARED:
                return list(found)
    return list(found)
