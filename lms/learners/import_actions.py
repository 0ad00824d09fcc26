"""What is decided about a list: it is uploaded, some of its known people are chosen, it is confirmed or discarded.

Reading, comparing and writing it follows in parts: import_step_actions.
"""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, or_, select, update

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.database import db, end_transaction
from lms.learners.import_columns import find_columns
from lms.learners.import_models import Fate, ImportBatch, ImportLike, ImportRow, ImportState, ImportTrait
from lms.learners.import_queries import kinds
from lms.learners.import_rules import is_empty, storable
from lms.learners.merge_actions import prepares_merge
from lms.learners.models import Learner
from lms.spreadsheets import ROW_LIMIT, read_table

KEPT_AT_ONCE = 2000


def upload_list(by: Viewer, centre: Centre, filename: str, data: bytes) -> ImportBatch:
    """Read an uploaded file and keep its rows; they are looked at in parts afterwards, and no learner is written.

    Raises DomainError when the file cannot be read, has too many rows or no column for the name.
    """
    # Reading a large file takes seconds, in which teachers call the roll.
    end_transaction()
    rows = read_table(data, filename)
    columns = find_columns(rows)
    header = columns.row
    people = [(at + 1, row) for at, row in enumerate(rows) if at > header and not is_empty(row)]
    if len(people) > ROW_LIMIT:
        raise DomainError(_l("The file has more than %(count)s rows. Divide it.", count=ROW_LIMIT))
    batch = ImportBatch(
        centre=centre,
        filename=filename[-200:],
        created_by_id=by.account_id,
        header=storable([rows[header]])[0],
        total=len(people),
    )
    db.session.add(batch)
    db.session.flush()
    for at in range(0, len(people), KEPT_AT_ONCE):
        some = people[at : at + KEPT_AT_ONCE]
        kept = [{"batch_id": batch.id, "number": n, "cells": cells} for n, row in some for cells in storable([row])]
        db.session.execute(insert(ImportRow), kept)
    record(by, "learner.upload", "import_batch", batch.id, rows=len(people))
    return batch


def choose(batch: ImportBatch, offered: Collection[int], also: Collection[int]) -> None:
    """Note which of the offered rows that repeat somebody are to be added after all.

    Raises DomainError when the list was confirmed or discarded.
    """
    _hold(batch)
    if batch.state is not ImportState.PREVIEWED:
        raise DomainError(_l("This list was confirmed or discarded meanwhile."))
    of = (ImportRow.batch_id == batch.id, ImportRow.number.in_(set(offered)))
    db.session.execute(update(ImportRow).where(*of).values(also=ImportRow.number.in_(set(also))))


def confirm_list(by: Viewer, batch: ImportBatch) -> bool:
    """Decide that everybody who is new to the viewer is added, and those known ones who were chosen.

    They are written in parts afterwards. Returns False when the list was confirmed already.
    Raises DomainError when the list was discarded, or is not compared yet.
    """
    _hold(batch)
    if batch.state in (ImportState.WRITING, ImportState.CONFIRMED):
        return False
    if batch.state is ImportState.DISCARDED:
        raise DomainError(_l("This list was discarded. Upload it again."))
    if batch.state is ImportState.COMPARING:
        raise DomainError(_l("This list is still being compared. Wait until the preview is there."))
    found = kinds(by, batch)
    chosen = or_(found["new"], found["chosen"])
    db.session.execute(update(ImportRow).where(chosen).values(fate=Fate.ADD))
    batch.state, batch.confirmed_at = ImportState.WRITING, clock.now()
    record(by, "learner.import", "import_batch", batch.id)
    return True


def discard_list(by: Viewer, batch: ImportBatch) -> None:
    """Forget an uploaded list; what was read of it is removed. One that is being written is not forgotten.

    Raises DomainError when it was confirmed.
    """
    _hold(batch)
    if batch.state in (ImportState.WRITING, ImportState.CONFIRMED):
        raise DomainError(_l("This list was confirmed meanwhile, so it cannot be discarded any more."))
    if batch.state is not ImportState.DISCARDED:
        for table in (ImportTrait, ImportLike, ImportRow):
            db.session.execute(delete(table).where(table.batch_id == batch.id))
        batch.state = ImportState.DISCARDED
        record(by, "learner.discard", "import_batch", batch.id)


def _hold(batch: ImportBatch) -> None:
    """Wait for whoever decides about the list at the same moment, and see what they decided."""
    db.session.execute(select(ImportBatch.id).where(ImportBatch.id == batch.id).with_for_update())
    db.session.refresh(batch)


@prepares_merge
def _settle_likes(_by: Viewer, kept: Learner, gone: Learner) -> None:
    """A row that looks like both records looks like the one."""
    same = select(ImportLike.batch_id, ImportLike.number).where(ImportLike.learner_id == kept.id)
    for batch_id, number in db.session.execute(same).all():
        of = (ImportLike.batch_id == batch_id, ImportLike.number == number, ImportLike.learner_id == gone.id)
        db.session.execute(delete(ImportLike).where(*of))
