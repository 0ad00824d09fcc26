"""Spreadsheets to take along: an empty list to fill in, and the rows of a list that were left out, with the reason."""

from collections.abc import Iterator
from itertools import chain

from flask_babel import gettext as _

from lms.access.viewer import Viewer
from lms.learners import words
from lms.learners.import_columns import TITLES
from lms.learners.import_models import ImportBatch
from lms.learners.import_queries import kinds, rows_where
from lms.learners.import_shown import Shown, shown
from lms.learners.import_values import text
from lms.spreadsheets import Sheet

AT_ONCE = 500


def empty_list() -> Sheet:
    """An empty list with the columns that are understood."""
    titles = [str(title) for name, title in TITLES.items() if name != "full_name"]
    return Sheet(_("Learners"), titles, [])


def to_mend(by: Viewer, batch: ImportBatch) -> Sheet | None:
    """The rows that were left out and are not known already, with what is wrong; None where there are none."""
    header = [text(cell) for cell in batch.header]
    rows = _rows(by, batch, len(header))
    first = next(rows, None)
    return Sheet(_("To mend"), [*header, _("What is wrong")], chain([first], rows)) if first else None


def _rows(by: Viewer, batch: ImportBatch, width: int) -> Iterator[list[str]]:
    of, after = kinds(by, batch), 0
    while rows := rows_where(of["wrong"] | of["late"], after, AT_ONCE):
        for row, told in zip(rows, shown(by, batch, rows), strict=True):
            cells = [text(cell) for cell in row.cells]
            yield [*(cells + [""] * width)[:width], _why(told)]
        after = rows[-1].number


def _why(told: Shown) -> str:
    problems = [f"{TITLES[one.field]}: {one.message}" for one in told.finding.problems]
    alike = [
        _("looks like %(number)s", number=one.learner.number)
        + f" ({', '.join(str(words.WHY[why]) for why in one.likeness.why)})"
        for one in told.likes
        if one.learner
    ]
    return "; ".join(problems or alike)
