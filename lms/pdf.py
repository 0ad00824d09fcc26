"""PDF documents as a mechanism: a typst template of ours and data, without a network and with what Python brings.

Data are handed over as JSON and shown as they are: nothing anybody typed is ever markup. The compiler brings
fonts for Latin, Cyrillic and Arabic letters; fonts of the system are used for what these do not have.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from lms.settings import ROOT

TEMPLATES = ROOT / "templates" / "pdf"
Standard = Literal["ua-1", "1.7"]
_ONE_TEXT = b'#set document(title: "text", date: none)\n#set text(font: "Libertinus Serif")\n#sys.inputs.text'


def make_pdf(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """The document that a template of templates/pdf makes of the data: tagged, and always the same bytes.

    `made_at` is the moment the file bears. It keeps to PDF/UA-1 unless a text has letters for which no font
    is there: then it is printed all the same, with those letters as boxes.
    """
    try:
        return _compiled(TEMPLATES / template, {"data": json.dumps(data)}, made_at, "ua-1")
    except typst.TypstError as error:
        if not _is_of_letters(error):
            raise
        return _compiled(TEMPLATES / template, {"data": json.dumps(data)}, made_at, "1.7")


def printable(text: str) -> bool:
    """Whether fonts for all letters of a text are there."""
    try:
        typst.compile(_ONE_TEXT, format="pdf", font_paths=_fonts(), sys_inputs={"text": text}, pdf_standards="ua-1")
    except typst.TypstError as error:
        if not _is_of_letters(error):
            raise
        return False
    return True


def _compiled(path: Path, inputs: dict[str, str], made_at: datetime, standard: Standard) -> bytes:
    made = typst.compile(
        path,
        root=TEMPLATES,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=standard,
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101  # one file, as a PDF always is
    return made


def _is_of_letters(error: typst.TypstError) -> bool:
    return "could not be displayed with font" in str(error)


@cache
def _fonts() -> typst.Fonts:
    # Looking through the system's fonts takes half a second, so it is done once.
    return typst.Fonts(include_system_fonts=True)
