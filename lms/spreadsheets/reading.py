"""Reading a table somebody uploaded: .xlsx, or .csv in UTF-8, UTF-16 or cp1251.

The file comes from outside: its size is bounded before anything is unpacked, and nothing in it is run.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from math import isfinite

from flask_babel import lazy_gettext as _l
from openpyxl import load_workbook

from lms.access.errors import DomainError

Cell = str | int | float | bool | date | datetime | time | None
ROW_LIMIT = 20_000
"""The most rows beneath a header."""
HEADROOM = 20
"""Rows that a title and the header may take besides."""
COLUMN_LIMIT = 100
UNPACKED_LIMIT = 48 * 1024 * 1024
"""Bytes of the sheets, which are read as a stream."""
PARTS_LIMIT = 16 * 1024 * 1024
"""Bytes of everything else in a workbook: its texts and its styles are kept in memory."""
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
# How old .xls files and password-protected ones begin.
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_table(data: bytes, filename: str) -> list[list[Cell]]:
    """The rows of the first sheet that has any; cells keep their type, texts are stripped, empty rows stay.

    Raises DomainError, saying what to do, when the file is no spreadsheet, too large or empty.
    """
    if data.startswith(_COMPOUND_FILE):
        raise DomainError(
            _l("This file is in the old .xls format or has a password. Save it as .xlsx without a password.")
        )
    rows = _read_xlsx(data) if zipfile.is_zipfile(io.BytesIO(data)) else _read_csv(data, filename)
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise DomainError(_l("There are no rows in this file."))
    return rows


def _read_xlsx(data: bytes) -> list[list[Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            left = ROW_LIMIT + HEADROOM
            for sheet in workbook.worksheets:
                # What a file says of its own extent can be wrong in either direction.
                sheet.reset_dimensions()
                rows = _bounded(sheet.iter_rows(max_col=COLUMN_LIMIT + 1, values_only=True), left)
                if any(cell not in (None, "") for row in rows for cell in row):
                    return rows
                left -= len(rows)
        finally:
            workbook.close()
    except DomainError:
        raise
    except Exception as error:
        # openpyxl answers a damaged file with whatever its parts happen to raise.
        raise DomainError(_l("This file cannot be read as a spreadsheet. Save it again as .xlsx.")) from error
    return []


def _check_size(archive: zipfile.ZipFile) -> None:
    # Whatever it is called: which part holds the texts, the file itself says.
    parts = archive.infolist()
    sheets = sum(part.file_size for part in parts if SHEET.fullmatch(part.filename))
    if sheets > UNPACKED_LIMIT or sum(part.file_size for part in parts) - sheets > PARTS_LIMIT:
        raise DomainError(_l("This file is too large when it is unpacked."))


def _read_csv(data: bytes, filename: str) -> list[list[Cell]]:
    text = decoded(data)
    if "\0" in text or not filename.lower().endswith((".csv", ".txt", ".tsv")):
        raise DomainError(_l("This is not a spreadsheet. Choose a file that ends in .xlsx or .csv."))
    try:
        return _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise DomainError(_l("This file cannot be read: a quotation mark is not closed.")) from error


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16, with or without a mark in front, or in cp1251."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a Bulgarian Excel writes when it is asked for plain .csv.
        return data.decode("cp1251", errors="replace")


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return max(";,\t", key=lambda mark: sum(line.count(mark) for line in lines))


def _bounded(rows: Iterable[Iterable[object]], limit: int = ROW_LIMIT + HEADROOM) -> list[list[Cell]]:
    read: list[list[Cell]] = []
    for row in rows:
        cells = [_plain(cell) for cell in row]
        if len(cells) > COLUMN_LIMIT and any(cell not in (None, "") for cell in cells[COLUMN_LIMIT:]):
            raise DomainError(_l("The file has more than %(count)s columns.", count=COLUMN_LIMIT))
        while cells and cells[-1] is None:
            cells.pop()
        read.append(cells[:COLUMN_LIMIT])
        if len(read) > limit:
            raise DomainError(_l("The file has more than %(count)s rows. Divide it.", count=ROW_LIMIT))
    return read


def _plain(cell: object) -> Cell:
    # A duration, a formatted text or an endless number (1E999) is worth what it reads as.
    endless = isinstance(cell, float) and not isfinite(cell)
    if cell is None or (isinstance(cell, (int, float, date, time)) and not endless):
        return cell
    return str(cell).strip()
