"""Reading tables of items, .xlsx and .csv: one item a row, with what is wrong named by row."""

import zipfile
from collections.abc import Iterator
from datetime import date, time
from io import BytesIO
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.checking import checked
from lms.assessments.exchange.found import Incoming, Read
from lms.assessments.exchange.making import DEFAULTS, Defaults, completed
from lms.assessments.exchange.tables.answers import BadCell
from lms.assessments.exchange.tables.columns import Columns, find_columns, title_of
from lms.assessments.exchange.tables.rows import item_in
from lms.assessments.exchange.taking_in import bounded, is_code
from lms.assessments.exchange.texts import tidy
from lms.learners.import_values import text as in_words
from lms.spreadsheets import Cell, read_table

_FORMULA_SIGNS = ("=", "+", "-", "@", "'")


def read(data: bytes, filename: str, defaults: Defaults = DEFAULTS) -> Read:
    """The items of a table. Raises DomainError when it is none, or has no items or too many."""
    rows = read_table(data, filename)
    columns = find_columns(rows)
    typed = not zipfile.is_zipfile(BytesIO(data))
    filled = ((n, row) for n, row in enumerate(rows, 1) if n > columns.row + 1 and any(map(in_words, row)))
    read = Read([_incoming(_texts(row, columns, typed), n, defaults) for n, row in bounded(filled)])
    if columns.unknown:
        names = ", ".join(columns.unknown[:10])
        read.remarks.append(_l("These columns were not understood and are left out: %(columns)s.", columns=names))
    return read


def _texts(row: list[Cell], columns: Columns, typed: bool) -> Iterator[tuple[str, Any]]:
    """What stands in each column; what a spreadsheet program made a date of stays one, to be complained about."""
    for index, name in columns.fields.items():
        cell = row[index] if index < len(row) else None
        if isinstance(cell, bool):
            yield name, str(cell).lower()
        elif isinstance(cell, (date, time)):
            yield name, cell
        else:
            text = tidy(in_words(cell))
            # So `neutral` marks what is no formula.
            guarded = typed and text.startswith("'") and text[1:2] in _FORMULA_SIGNS and len(text) > 1
            if text:
                yield name, text[1:] if guarded else text


def _incoming(found: Iterator[tuple[str, Any]], number: int, defaults: Defaults) -> Incoming:
    cells = dict(found)
    place = _l("row %(number)s", number=number)
    name = str(cells.get("code") or cells.get("stem") or cells.get("text") or "")[:60]
    dates = [title_of(one) for one, cell in cells.items() if not isinstance(cell, str)]
    if dates:
        why = _l("%(columns)s: the spreadsheet made a date of it. Format the column as text.", columns=", ".join(dates))
        return Incoming(place, name, None, faults=(str(why),))
    try:
        item, lost = item_in(cells)
        item = completed(item, defaults)
    except BadCell as refusal:
        return Incoming(place, name, None, faults=(str(refusal.message),))
    if "code" in item and not is_code(item["code"]):
        lost.append(_l("“%(code)s” is no code of ours; the item gets one.", code=item.pop("code")))
    checks = checked(item)
    return Incoming(place, name, item, tuple(map(str, lost)), checks.faults, checks.unfinished)
