"""The formats that are exchanged, and which of them a file is in."""

import enum
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.assessments.exchange.found import Read, Written
from lms.assessments.exchange.gift.reading import read as read_gift
from lms.assessments.exchange.gift.writing import write as write_gift
from lms.assessments.exchange.making import Defaults
from lms.assessments.exchange.moodle.reading import read as read_moodle
from lms.assessments.exchange.moodle.writing import write as write_moodle
from lms.assessments.exchange.qti.packing import MANIFEST
from lms.assessments.exchange.qti.packing import write as write_qti
from lms.assessments.exchange.qti.unpacking import read as read_qti
from lms.assessments.exchange.qti.unpacking import read_single
from lms.assessments.exchange.tables.reading import read as read_table
from lms.assessments.exchange.tables.writing import write_text, write_workbook

_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)")
_TABLES = (".csv", ".tsv", ".xls", ".xlsx")


class Format(enum.StrEnum):
    """How items are written to a file."""

    XLSX = "xlsx"
    CSV = "csv"
    MOODLE = "moodle"
    GIFT = "gift"
    QTI_2 = "qti2"
    QTI_3 = "qti3"


@dataclass(frozen=True)
class About:
    """One format: what it is called, how its files end and are served, and who reads and writes them."""

    name: Any
    ending: str
    mimetype: str
    read: Callable[[bytes, str, Defaults], Read]
    write: Callable[[Iterable[dict[str, Any]]], Written]


def _named(read: Callable[[bytes, Defaults], Read]) -> Callable[[bytes, str, Defaults], Read]:
    """A reader that asks nothing of the name of a file."""
    return lambda data, _filename, defaults: read(data, defaults)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    Format.XLSX: About(_l("Spreadsheet (.xlsx)"), "xlsx", _XLSX, read_table, write_workbook),
    Format.CSV: About(_l("Text table (.csv)"), "csv", "text/csv", read_table, write_text),
    Format.MOODLE: About("Moodle XML", "xml", "application/xml", _named(read_moodle), write_moodle),
    Format.GIFT: About("GIFT", "gift.txt", "text/plain", _named(read_gift), write_gift),
    Format.QTI_2: About("QTI 2.1", "zip", "application/zip", _named(read_qti), partial(write_qti, version="2.1")),
    Format.QTI_3: About("QTI 3.0", "zip", "application/zip", _named(read_qti), partial(write_qti, version="3.0")),
}


def read_any(data: bytes, filename: str, defaults: Defaults) -> Read:
    """The items of a file, whichever of the formats it is in.

    Raises DomainError when it is in none of them, or has no items or too many.
    """
    name = filename.lower()
    if data.startswith(b"PK") or zipfile.is_zipfile(io.BytesIO(data)):
        is_workbook = MANIFEST.encode() not in data and not name.endswith(".zip")
        return read_table(data, filename, defaults) if is_workbook else read_qti(data, defaults)
    root = _root_of(data)
    if root == "quiz":
        return read_moodle(data, defaults)
    if root and name.endswith(".xml"):
        return read_single(data, defaults)
    if name.endswith(_TABLES):
        return read_table(data, filename, defaults)
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DomainError(_l("This is no file of questions that is known here."))
    return read_gift(data, defaults)


def _root_of(data: bytes) -> str:
    """The name of the outermost element of XML; empty for what is none."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \r\n\t")
    found = _ROOT.search(head) if head.startswith(b"<") else None
    return found[1].decode().rpartition(":")[2] if found else ""
