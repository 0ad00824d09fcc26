"""How far a list has come, for the bar and its words."""

import enum
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms.database import db
from lms.learners.import_models import Fate, ImportBatch, ImportRow, ImportState
from lms.learners.import_queries import UNDER_WAY, count_rows
from lms.learners.models import Learner


class Phase(enum.StrEnum):
    """What is being done with a list."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"
    OVER = "over"


@dataclass(frozen=True)
class Progress:
    """How much of a phase is done."""

    phase: Phase
    done: int = 0
    of: int = 0

    @property
    def words(self) -> Any:
        """The sentence beside the bar."""
        counted = {"done": format_decimal(self.done), "of": format_decimal(self.of)}
        return {
            Phase.READING: _l("Reading the rows: %(done)s of %(of)s", **counted),
            Phase.COMPARING: _l("Comparing the list with the people who have a record"),
            Phase.WRITING: _l("Adding people: %(done)s of %(of)s", **counted),
            Phase.OVER: _l("Done."),
        }[self.phase]


def progress_of(batch: ImportBatch) -> Progress:
    """How far a list has come."""
    if batch.state not in UNDER_WAY:
        return Progress(Phase.OVER)
    of = ImportRow.batch_id == batch.id
    if batch.state is ImportState.WRITING:
        left = count_rows(of & (ImportRow.fate == Fate.ADD))
        late = count_rows(of & (ImportRow.fate == Fate.LATE))
        return Progress(Phase.WRITING, batch.created + late, batch.created + late + left)
    if unread := count_rows(of & ImportRow.wrong.is_(None)):
        return Progress(Phase.READING, batch.total - unread, batch.total)
    last = db.session.scalar(select(func.max(Learner.id))) or 0
    return Progress(Phase.COMPARING, min(batch.compared_to, last), last)
