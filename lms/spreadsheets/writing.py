"""Writing tables for people to open in their spreadsheet program: no cell is ever a formula.

Whatever somebody typed into Azbuka can end up in a download; “=HYPERLINK(…)” must stay a text there.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

Value = str | int | float | date | datetime | None
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel refuses these in the name of a sheet, and more than 31 letters.
_FORBIDDEN_IN_NAMES = str.maketrans("[]:*?/\\'", "        ")


@dataclass(frozen=True)
class Sheet:
    """One sheet: name, header, rows as long as the header, and which columns are shares (0.7 is 70 %)."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    percents: frozenset[int] = frozenset()


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook: bold headers that stay in view, real numbers and dates, texts as texts."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": True})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        "percent": workbook.add_format({"num_format": "0.0%"}),
        "day": workbook.add_format({"num_format": "dd.mm.yyyy"}),
    }
    for sheet in sheets:
        page = workbook.add_worksheet(sheet.name.translate(_FORBIDDEN_IN_NAMES).strip()[:31] or None)
        page.freeze_panes(1, 0)
        for column, title in enumerate(sheet.header):
            page.set_column(column, column, min(40, max(12, len(title) + 2)))
        for column, title in enumerate(sheet.header):
            page.write_string(0, column, title, bold)
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                _write_cell(page, number, column, value, column in sheet.percents, formats)
    workbook.close()
    return buffer.getvalue()


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: Value,
    percent: bool,
    formats: dict[str, object],
) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        # A spreadsheet has no zones: the caller gives wall-clock time.
        page.write_datetime(row, column, value.replace(tzinfo=None), formats["day"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, str):
        page.write_string(row, column, value)
    else:
        page.write_number(row, column, value, formats["percent"] if percent else None)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A table in UTF-8 with a mark that Excel understands; texts that look like formulas are neutralised."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([neutral(title) for title in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    return neutral(value) if isinstance(value, str) else str(value)


def neutral(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet program would take for a formula.

    Source of the list: OWASP, CSV Injection.
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text
