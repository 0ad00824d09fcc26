"""Finding out whom a row repeats: rows and people are looked up by their traits and then really compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.learners.duplicate_rules import Likeness, Person, likeness
from lms.learners.import_traits import asked_traits, kept_traits
from lms.learners.rules import Facts

COMPARED = 30
"""The most rows one row or person is compared with: what is surest stands first."""
Postings = Mapping[int, list[int]]
"""The numbers of the rows that have a trait, by the trait."""


@dataclass(frozen=True)
class Alike:
    """Which row is alike, and why."""

    number: int
    likeness: Likeness


@dataclass
class Shelf:
    """Rows by their traits, to be compared with. Of rows that seem to be one person only the first stands here."""

    postings: dict[int, list[int]]
    people: dict[int, Facts]

    def put(self, number: int, facts: Facts) -> set[int]:
        """Let those that follow find this row; returns its traits."""
        traits = kept_traits(facts)
        self.people[number] = facts
        for trait in traits:
            self.postings.setdefault(trait, []).append(number)
        return traits

    def alike(self, person: Person) -> list[Alike]:
        """The rows that could be this person, the surest first, and of those the earliest."""
        found = [
            Alike(number, alike)
            for number in candidates(person, self.postings)
            if number in self.people and (alike := likeness(person, self.people[number]))
        ]
        return sorted(found, key=lambda one: (-one.likeness.sure, one.number))


def candidates(person: Person, postings: Postings) -> list[int]:
    """The numbers of the rows worth comparing."""
    found: dict[int, None] = {}
    for trait in asked_traits(person):
        for number in postings.get(trait, ())[:COMPARED]:
            found[number] = None
            if len(found) == COMPARED:
                return list(found)
    return list(found)
