"""Bringing a list on, part by part: whoever has its page open drives it, and any process can do the next part.

Each part is worked out in a transaction that only reads, and kept in a short one of its own. So nothing is half
written when a process dies, and others write in between; two who drive one list do no part twice.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from sqlalchemy import ColumnElement, delete, select

from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.database import begin_reading, db, end_transaction
from lms.learners.actions import add_learners
from lms.learners.import_compare_actions import compare_people, read_rows
from lms.learners.import_models import Fate, ImportBatch, ImportLike, ImportRow, ImportState, ImportTrait
from lms.learners.import_queries import (
    UNDER_WAY,
    everybody_compared,
    findings,
    rows_of,
    rows_where,
)
from lms.learners.models import Learner
from lms.learners.rules import Facts

PEOPLE_TO_A_ROW = 4
"""Comparing somebody who has a record takes a part of the time that reading a row does."""


class Part(Protocol):
    """A part of the work, worked out and not yet kept."""

    def keep(self, batch: ImportBatch) -> None:
        """Write it down, unless somebody else has."""


@dataclass(frozen=True)
class PeopleToAdd:
    """The next people of a confirmed list."""

    by: Viewer
    facts: dict[int, Facts]

    def keep(self, batch: ImportBatch) -> None:
        """Write their records, but for those whom somebody else wrote meanwhile."""
        # Two lists of one centre must see each other's people.
        centre = select(Centre.id).where(Centre.id == batch.centre_id).with_for_update(key_share=True)
        db.session.execute(centre)
        if not everybody_compared(batch):
            return
        rows = {row.number: row for row in rows_of(batch, self.facts) if row.fate is Fate.ADD}
        for number in _late(batch, rows):
            rows.pop(number).fate = Fate.LATE
        people = add_learners(self.by, batch.centre, [self.facts[number] for number in rows])
        for row, learner in zip(rows.values(), people, strict=True):
            # What was written into the record is kept nowhere else.
            row.fate, row.learner_id, row.cells = Fate.ADDED, learner.id, []
        batch.created += len(people)


def _late(batch: ImportBatch, numbers: Collection[int]) -> Sequence[int]:
    """Those of the rows that look like somebody now, and did not when somebody decided to add them.

    Only somebody of whom everybody at the centre may know counts. Whoever drives the list may know of others than
    whoever confirmed it, who would never learn what became of the row.
    """
    open_to_all = (
        Learner.centre_id == batch.centre_id,
        Learner.merged_into_id.is_(None),
        Learner.unaccompanied.is_(False),
    )
    likes = select(ImportLike.number).join(Learner, Learner.id == ImportLike.learner_id)
    alike = likes.where(ImportLike.batch_id == batch.id, *open_to_all)
    of = (ImportRow.batch_id == batch.id, ImportRow.number.in_(numbers), ImportRow.also.is_(False))
    return db.session.scalars(select(ImportRow.number).where(*of, ImportRow.number.in_(alike))).all()


@dataclass(frozen=True)
class NothingLeft:
    """The list has been compared, or written, to its end."""

    by: Viewer

    def keep(self, batch: ImportBatch) -> None:
        """Let people look at the preview; or forget what is not needed any more."""
        if batch.state is ImportState.COMPARING:
            batch.state = ImportState.PREVIEWED
        elif everybody_compared(batch) and not rows_where(_to_add(batch), 0, 1):
            _finish(self.by, batch)


def _finish(by: Viewer, batch: ImportBatch) -> None:
    of = ImportRow.batch_id == batch.id
    db.session.execute(delete(ImportTrait).where(ImportTrait.batch_id == batch.id))
    # Rows that can still be mended stay, and those of which their owner does not know yet that they were left out.
    db.session.execute(delete(ImportRow).where(of, ImportRow.wrong.is_(False), ImportRow.fate.is_distinct_from("late")))
    left = select(ImportRow.number).where(of)
    likes = ImportLike.batch_id == batch.id
    db.session.execute(delete(ImportLike).where(likes, ImportLike.number.not_in(left)))
    batch.state = ImportState.CONFIRMED
    record(by, "learner.imported", "import_batch", batch.id, created=batch.created)


def _to_add(batch: ImportBatch) -> ColumnElement[bool]:
    return (ImportRow.batch_id == batch.id) & (ImportRow.fate == Fate.ADD)


def _next_part(by: Viewer, batch: ImportBatch, count: int) -> Part:
    part: Part | None = read_rows(batch, count) or compare_people(batch, count * PEOPLE_TO_A_ROW)
    if part is None and batch.state is ImportState.WRITING and (rows := rows_where(_to_add(batch), 0, count)):
        part = PeopleToAdd(by, {finding.row: finding.facts for finding in findings(batch, rows)})
    return part or NothingLeft(by)


def step(by: Viewer, batch_id: int, count: int) -> bool:
    """Do the next part of a list, of about `count` rows, and commit it; returns whether more is left."""
    begin_reading()
    batch = db.session.get_one(ImportBatch, batch_id)
    if batch.state not in UNDER_WAY:
        end_transaction()
        return False
    part = _next_part(by, batch, count)
    end_transaction()
    held = select(ImportBatch).where(ImportBatch.id == batch_id).with_for_update()
    batch = db.session.scalars(held.execution_options(populate_existing=True)).one()
    if batch.state in UNDER_WAY:
        part.keep(batch)
    more = batch.state in UNDER_WAY
    end_transaction()
    return more


def advance(by: Viewer, batch_id: int, count: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
    """Do parts of a list until it is done or so many seconds have passed; one at least."""
    until = clock() + seconds
    while step(by, batch_id, count) and clock() < until:
        pass
