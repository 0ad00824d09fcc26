"""Rows of a list as a viewer may see them: what each says, and whom it could repeat, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.duplicate_rules import Likeness, Sure, Why
from lms.learners.import_models import ImportBatch, ImportLike, ImportRow
from lms.learners.import_queries import findings
from lms.learners.import_rules import Finding
from lms.learners.models import Learner


@dataclass(frozen=True)
class Like:
    """Somebody who has a record, or a row before, that a row could repeat, and why."""

    likeness: Likeness
    learner: Learner | None = None
    row: int | None = None


@dataclass(frozen=True)
class Shown:
    """A row as a page shows it."""

    finding: Finding
    likes: tuple[Like, ...]
    also: bool


def shown(by: Viewer, batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Shown]:
    """Rows with what they say and whom they could repeat, as far as the viewer may see those."""
    likes: dict[int, list[Like]] = {row.number: [] for row in rows}
    for row in rows:
        if row.same_as:
            likes[row.number].append(Like(_likeness(row.sure or 1, row.why), row=row.same_as))
    for one, learner in db.session.execute(_likes(by, batch, list(likes))):
        likes[one.number].append(Like(_likeness(one.sure, one.why), learner))
    return [
        Shown(finding, tuple(likes[row.number]), row.also)
        for row, finding in zip(rows, findings(batch, rows), strict=True)
    ]


def _likes(by: Viewer, batch: ImportBatch, numbers: Sequence[int]) -> Select[ImportLike, Learner]:
    seen = scoped(select(Learner.id), "learners.change", by)
    statement = select(ImportLike, Learner).where(Learner.id.in_(seen))
    of = (ImportLike.learner_id == Learner.id, ImportLike.batch_id == batch.id, ImportLike.number.in_(numbers))
    return statement.where(*of).order_by(ImportLike.number, ImportLike.sure.desc(), ImportLike.learner_id)


def _likeness(sure: int, why: Iterable[str]) -> Likeness:
    return Likeness(Sure(sure), tuple(Why(one) for one in why))
