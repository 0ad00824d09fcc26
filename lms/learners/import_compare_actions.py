"""Comparing a list in parts: each is worked out while others write, and kept in one short transaction.

A part says where it begins. Whoever finds the list further on has been overtaken, and keeps nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from lms.database import db
from lms.learners.import_comparing import Alike, Shelf, candidates
from lms.learners.import_models import ImportBatch, ImportLike, ImportRow, ImportTrait
from lms.learners.import_queries import findings, next_rows, people_after, postings, rows_of
from lms.learners.import_rules import Finding
from lms.learners.import_traits import Traits, traits_of


@dataclass(frozen=True)
class RowsRead:
    """What the next rows of a list say, and which of them repeat a row before them."""

    after: int
    to: int
    rows: list[dict[str, Any]]
    traits: list[dict[str, int]]

    def keep(self, batch: ImportBatch) -> None:
        """Write it down, unless somebody else has."""
        if batch.read_to != self.after:
            return
        this = (ImportRow.batch_id == batch.id, ImportRow.number == bindparam("of"))
        db.session.connection().execute(update(ImportRow).where(*this), self.rows)
        if self.traits:
            db.session.execute(insert(ImportTrait), self.traits)
        batch.read_to = self.to


@dataclass(frozen=True)
class PeopleCompared:
    """Which rows of a list the next people could be."""

    after: int
    to: int
    likes: list[dict[str, Any]]

    def keep(self, batch: ImportBatch) -> None:
        """Write it down, unless somebody else has."""
        if batch.compared_to != self.after:
            return
        if self.likes:
            # A record that took another's place has inherited what that one was like.
            ids = {like["learner_id"] for like in self.likes}
            inherited = (ImportLike.batch_id == batch.id, ImportLike.learner_id.in_(ids))
            db.session.execute(delete(ImportLike).where(*inherited))
            db.session.execute(insert(ImportLike), self.likes)
        batch.compared_to = self.to


def read_rows(batch: ImportBatch, count: int) -> RowsRead | None:
    """Read the next rows and compare them with those before; None when all are read."""
    found = findings(batch, next_rows(batch, count))
    if not found:
        return None
    traits = {one.row: traits_of(one.facts) for one in found if not one.problems}
    shelf, rows, kept = _shelf(batch, traits.values()), [], []
    for one in found:
        alike = shelf.alike(one.facts, traits[one.row]) if one.row in traits else []
        rows.append(_said(one, alike[0] if alike else None))
        if one.row in traits and not alike:
            shelf.put(one.row, one.facts, traits[one.row])
            kept += [{"batch_id": batch.id, "trait": trait, "number": one.row} for trait in traits[one.row].kept]
    return RowsRead(batch.read_to, found[-1].row, rows, kept)


def compare_people(batch: ImportBatch, count: int) -> PeopleCompared | None:
    """Compare the next people, in the order of their records, with the rows; None when nobody is left."""
    people = people_after(batch, count)
    if not people:
        return None
    traits = {learner_id: traits_of(facts) for learner_id, facts in people.items()}
    shelf = _shelf(batch, traits.values())
    likes = [
        {
            "batch_id": batch.id,
            "number": one.number,
            "learner_id": learner_id,
            "sure": one.likeness.sure,
            "why": one.likeness.why,
        }
        for learner_id, facts in people.items()
        for one in shelf.alike(facts, traits[learner_id])
    ]
    return PeopleCompared(batch.compared_to, max(people), likes)


def _shelf(batch: ImportBatch, people: Collection[Traits]) -> Shelf:
    """The rows of a list that any of these people could be."""
    found = postings(batch, {trait for traits in people for trait in traits.asked})
    numbers = {number for traits in people for number in candidates(traits, found)}
    rows = findings(batch, rows_of(batch, numbers))
    return Shelf(found, {one.row: one.facts for one in rows})


def _said(finding: Finding, alike: Alike | None) -> dict[str, Any]:
    return {
        "of": finding.row,
        "wrong": bool(finding.problems),
        "same_as": alike and alike.number,
        "sure": alike and int(alike.likeness.sure),
        "why": alike.likeness.why if alike else (),
    }
