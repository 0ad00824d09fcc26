"""What the pages of a list show: of twenty thousand rows the counts, and the first of each kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination

from lms.access.viewer import Viewer
from lms.learners.import_models import ImportBatch
from lms.learners.import_queries import kinds, page_of
from lms.learners.import_shown import Shown, shown


@dataclass(frozen=True)
class Found:
    """The rows of one kind: how many there are, those on the page, and whether the page is theirs alone."""

    count: int
    page: Pagination
    rows: list[Shown]
    alone: bool

    @property
    def more(self) -> bool:
        """Whether there are rows that are not on the page."""
        return bool(self.rows) and len(self.rows) < self.count


def found(by: Viewer, batch: ImportBatch, of: Sequence[str], asked: str | None, number: int) -> dict[str, Found]:
    """The first rows of each kind; or, where one kind is asked for, any page of it, and of the others the count."""
    told, conditions = {}, kinds(by, batch)
    alone = asked if asked in of else None
    for kind in of:
        page = page_of(conditions[kind], number if kind == alone else 1)
        rows = shown(by, batch, page.items) if alone in (None, kind) else []
        told[kind] = Found(page.total or 0, page, rows, kind == alone)
    return told
