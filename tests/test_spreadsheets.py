"""Tables in and out: types kept, encodings understood, nothing ever a formula."""

import csv
import io
import zipfile
from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lms.access.errors import DomainError
from lms.spreadsheets import Sheet, neutral, read_table, write_csv, write_xlsx
from lms.spreadsheets.reading import HEADROOM, PARTS_LIMIT, ROW_LIMIT, UNPACKED_LIMIT

# What a cell of a workbook can hold at all.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
DANGEROUS = st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "\r=1"])


@given(st.lists(TEXT | DANGEROUS, min_size=1, max_size=5))
def test_a_written_csv_holds_no_formula(texts: list[str]) -> None:
    data = write_csv(["a"] * len(texts), [texts])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert [cell.removeprefix("'") for cell in rows[1]] == [text.removeprefix("'") for text in texts]


@given(st.lists(TEXT, min_size=1, max_size=5), DANGEROUS.filter(str.isprintable))
def test_a_written_workbook_holds_texts_as_texts(texts: list[str], formula: str) -> None:
    row = [*texts, formula]
    sheet = load_workbook(io.BytesIO(write_xlsx([Sheet("данни", ["x"] * len(row), [row])]))).active
    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.value for cell in cells] == row
    assert {cell.data_type for cell in cells} == {"s"}


def test_numbers_days_and_shares_keep_their_type() -> None:
    sheet = Sheet("a/b", ["n", "share", "day", "nothing"], [[-3, 0.717, date(2026, 3, 2), None]], frozenset({1}))
    page = load_workbook(io.BytesIO(write_xlsx([sheet]))).active
    number, share, day, nothing = next(page.iter_rows(min_row=2, max_col=4))
    assert (number.value, share.value, share.number_format) == (-3, 0.717, "0.0%")
    assert (day.value.date(), nothing.value) == (date(2026, 3, 2), None)
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_is_read_whatever_wrote_it(encoding: str, mark: str) -> None:
    text = f"Име{mark}Град\r\nЩерю{mark}София\r\n"
    assert read_table(text.encode(encoding), "списък.csv") == [["Име", "Град"], ["Щерю", "София"]]


def test_a_workbook_keeps_its_types_and_empty_sheets_are_passed_over() -> None:
    book = Workbook()
    sheet = book.create_sheet("втори")
    sheet.append(["Име", date(2026, 3, 2), 5])
    buffer = io.BytesIO()
    book.save(buffer)
    ((name, day, number),) = read_table(buffer.getvalue(), "x.xlsx")
    assert (name, day.date(), number) == ("Име", date(2026, 3, 2), 5)  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "safe"), [("=1", "'=1"), ("Ана", "Ана"), ("-", "'-"), ("", "")])
def test_neutral(text: str, safe: str) -> None:
    assert neutral(text) == safe


def workbook_with(part: bytes) -> bytes:
    """A workbook whose first sheet is replaced by what somebody wrote by hand."""
    whole = io.BytesIO()
    Workbook().save(whole)
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, part if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return changed.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "harmless">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04 and then nothing", "not a spreadsheet"),
        (workbook_with(b"<worksheet><sheetData><row>"), "cannot be read"),
        (workbook_with(ENTITIES), "cannot be read"),
        (workbook_with(b" " * (UNPACKED_LIMIT + 1)), "too large when it is unpacked"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "old .xls format"),
        (b"", "no rows"),
    ],
    ids=["cut off", "broken", "entities", "bomb", "old format", "empty"],
)
def test_a_file_that_is_damaged_or_means_harm_is_refused_with_a_sentence(app: Flask, data: bytes, why: str) -> None:
    with pytest.raises(DomainError, match=why):
        read_table(data, "list.xlsx" if data else "list.csv")


@pytest.mark.parametrize("name", ["xl/sharedStrings.bin", "xl/worksheets/texts.xml", "xl/media/image1.emf"])
def test_texts_are_limited_by_whatever_name_they_go(app: Flask, name: str) -> None:
    file = io.BytesIO(workbook_with(b"<worksheet/>"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b" " * PARTS_LIMIT)
    with pytest.raises(DomainError, match="too large when it is unpacked"):
        read_table(file.getvalue(), "list.xlsx")


def sheet_of(rows: str) -> bytes:
    """A workbook whose first sheet has these rows."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return workbook_with(f"{head}{rows}</sheetData></worksheet>".encode())


def test_a_row_that_claims_to_be_wide_is_read_only_as_far_as_a_list_goes() -> None:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="XFD{0}"><v/></c></row>'
    rows = read_table(sheet_of("".join(row.format(n) for n in range(1, 2001))), "list.xlsx")
    assert rows == [[1]] * 2000


def test_the_rows_of_all_sheets_together_are_limited(app: Flask) -> None:
    workbook = Workbook()
    for _ in range(2):
        workbook.create_sheet().cell((ROW_LIMIT + HEADROOM) // 2 + 1, 1, "")
    file = io.BytesIO()
    workbook.save(file)
    with pytest.raises(DomainError, match="more than 20000 rows"):
        read_table(file.getvalue(), "list.xlsx")


def test_an_endless_number_is_a_text() -> None:
    assert read_table(sheet_of('<row r="1"><c r="A1"><v>1E999</v></c></row>'), "list.xlsx") == [["inf"]]
