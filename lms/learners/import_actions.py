"""Importing a list of learners: keep the upload, then create everybody in it or nobody."""

from collections.abc import Set

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.database import db, end_transaction
from lms.learners.actions import add_learner
from lms.learners.import_columns import find_columns
from lms.learners.import_rules import Finding, Preview, preview, storable
from lms.learners.models import ImportBatch, ImportState
from lms.learners.queries import known_people
from lms.spreadsheets import read_table


def upload_list(by: Viewer, centre: Centre, filename: str, data: bytes) -> ImportBatch:
    """Read an uploaded file and keep its rows for the preview; no learner is written.

    Raises DomainError when the file cannot be read or has no column for the name.
    """
    # Reading a large file takes seconds, in which teachers call the roll.
    end_transaction()
    rows = read_table(data, filename)
    find_columns(rows)
    batch = ImportBatch(centre=centre, filename=filename[-200:], created_by_id=by.account_id, rows=storable(rows))
    db.session.add(batch)
    db.session.flush()
    record(by, "learner.upload", "import_batch", batch.id, rows=len(rows))
    return batch


def preview_of(by: Viewer, batch: ImportBatch) -> Preview:
    """What a kept list means now: people may have been added since it was uploaded."""
    return preview(batch.rows, known_people(by, batch.centre_id), clock.today(batch.centre.time_zone))


def confirm_list(by: Viewer, batch: ImportBatch, also: Set[int]) -> int:
    """Create everybody who is new, and those known ones whose row numbers are in `also`; returns how many.

    The rows with mistakes stay in the batch, to be downloaded and mended; the others are dropped from it.
    A list that was confirmed already changes nothing and returns 0.
    Raises DomainError when the list was discarded.
    """
    # Two confirmations at once: the second waits here and then finds the first one's work.
    db.session.execute(select(ImportBatch.id).where(ImportBatch.id == batch.id).with_for_update())
    db.session.refresh(batch)
    if batch.state is ImportState.CONFIRMED:
        return 0
    if batch.state is ImportState.DISCARDED:
        raise DomainError(_l("This list was discarded. Upload it again."))
    found = preview_of(by, batch)
    chosen = [finding for finding in found.findings if _is_chosen(finding, also)]
    for finding in chosen:
        add_learner(by, batch.centre, finding.facts)
    batch.rows = _rows_to_mend(batch, found)
    batch.state, batch.confirmed_at = ImportState.CONFIRMED, clock.now()
    record(by, "learner.import", "import_batch", batch.id, created=len(chosen))
    return len(chosen)


def _is_chosen(finding: Finding, also: Set[int]) -> bool:
    return finding.kind == "new" or (finding.kind == "known" and finding.row in also)


def _rows_to_mend(batch: ImportBatch, found: Preview) -> list[list[object]]:
    header = find_columns(batch.rows).row
    return [batch.rows[header], *(batch.rows[finding.row - 1] for finding in found.of_kind("wrong"))]


def discard_list(by: Viewer, batch: ImportBatch) -> None:
    """Forget an uploaded list; what was read of it is removed."""
    if batch.state is ImportState.PREVIEWED:
        batch.state, batch.rows = ImportState.DISCARDED, []
        record(by, "learner.discard", "import_batch", batch.id)
