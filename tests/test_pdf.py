"""PDF documents: what people typed is never markup, letters of every kind, the same bytes each time."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
import typst
from pypdf import PdfReader

from lms import pdf

MOMENT = datetime(2026, 3, 16, 12, tzinfo=UTC)
TEMPLATE = """#import "words.typ": data, document-of
#show: document-of.with(title: data.title)
= #data.title
#data.text"""


@pytest.fixture(autouse=True)
def templates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder of templates with one for trying things out."""
    (tmp_path / "words.typ").write_text((pdf.TEMPLATES / "words.typ").read_text())
    (tmp_path / "try.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)


def made(text: str) -> bytes:
    return pdf.make_pdf("try.typ", {"title": "Списък", "text": text}, MOMENT)


@pytest.mark.parametrize(
    "text",
    [
        "#panic() #set text(red)",
        "*bold* _and_ `raw`",
        "[x] $x^2$ <label> @nobody",
        '"} \\ // comment',
        "#read(sys.inputs.data)",
    ],
)
def test_what_somebody_typed_is_printed_as_it_is(text: str) -> None:
    read = PdfReader(BytesIO(made(text))).pages[0].extract_text()
    assert text.replace(" ", "") in "".join(read.split())


@pytest.mark.parametrize("text", ["Оксана Ковальчук, ѝ", "Əliyev Đặng Ñandú Şıh", "Өмірбек Ққ Ҷҷ", "محمد"])
def test_letters_of_names_are_there_without_any_font_of_the_system(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(pdf, "_fonts", lambda: embedded)
    assert pdf.printable(text)


def test_a_text_without_a_font_is_told_and_keeps_nothing_from_being_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    embedded = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(pdf, "_fonts", lambda: embedded)
    assert not pdf.printable("王")
    assert "Списък" in PdfReader(BytesIO(made("王"))).pages[0].extract_text()


def test_a_document_is_tagged_in_its_language_with_a_title_and_its_moment() -> None:
    read = PdfReader(BytesIO(made("Текст")))
    root = cast(dict[str, Any], read.trailer["/Root"])
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "bg"
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.creation_date) == ("Списък", MOMENT)


def test_the_same_data_make_the_same_bytes() -> None:
    assert made("Текст") == made("Текст")


def test_a_mistake_in_a_template_is_no_matter_of_letters(tmp_path: Path) -> None:
    (tmp_path / "try.typ").write_text("#nothing-like-this")
    with pytest.raises(typst.TypstError, match="unknown variable"):
        made("Текст")
