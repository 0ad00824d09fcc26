"""What of HTML a plain text cannot hold, named once for a question."""

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.html_writing import CLASS

_TAG = re.compile(r"<\s*([a-z][a-z0-9]*)([^<>]*)", re.IGNORECASE)
_KINDS = (
    (
        frozenset({"b", "big", "em", "font", "i", "ins", "mark", "s", "small", "strike", "strong", "sub", "sup", "u"}),
        _l("Emphasis is not kept."),
    ),
    (frozenset({"a"}), _l("A link is not kept; its words are.")),
    (frozenset({"img", "svg", "canvas", "math"}), _l("A picture or formula is not kept.")),
    (frozenset({"audio", "video", "object", "embed", "source"}), _l("A recording or film is not kept.")),
    (frozenset({"table"}), _l("A table became lines of text.")),
    (frozenset({"script", "style", "iframe", "form", "input", "link", "meta"}), _l("Code in the text was removed.")),
)
_CODE = re.compile(r"\son[a-z]+\s*=|javascript:", re.IGNORECASE)


def losses(*texts: str) -> Iterator[Any]:
    """What is lost of these pieces of HTML, in sentences; nothing of what Azbuka wrote."""
    tags, code = set(), False
    for text in texts:
        for name, rest in _TAG.findall(text):
            if CLASS not in rest:
                tags.add(name.lower())
            code = code or bool(_CODE.search(rest))
    for names, said in _KINDS:
        if tags & names or (code and "script" in names):
            yield said
