"""The parts of a question as HTML: plain paragraphs, each with a class by which it is known again.

The same HTML stands in Moodle XML and GIFT, and is well-formed, so that it can stand in a QTI package too.
"""

import html
import json
from collections.abc import Mapping
from typing import Any

from lms.assessments.exchange.question import Line, Prompt

CLASS = "azbuka-"
PARTS = ("picture", "audio", "text", "stem", "line", "who", "say", "notes")


def prompt_html(prompt: Prompt, stem: str | None = None, audio: str = "") -> str:
    """What is read before answering; `stem` is given as HTML where more than text stands in it, as `audio` always."""
    parts = (
        _paragraph("picture", inline(prompt.picture)),
        _paragraph("audio", audio),
        _paragraph("text", inline(prompt.text)),
        *(_paragraph("line", _line(line)) for line in prompt.lines),
        _paragraph("stem", inline(prompt.stem) if stem is None else stem),
    )
    return "".join(parts)


def _line(line: Line) -> str:
    return f'<b class="{CLASS}who">{inline(line.who)}</b>: <span class="{CLASS}say">{inline(line.say)}</span>'


def _paragraph(part: str, content: str) -> str:
    return f'<p class="{CLASS}{part}">{content}</p>' if content else ""


def inline(text: str) -> str:
    """A text as HTML, its lines parted by breaks."""
    return html.escape(text).replace("\n", "<br/>")


def notes_html(notes: Mapping[str, Any]) -> str:
    """What is said of an item beside its parts, as a list for people that can be read back."""
    lines = "".join(f"<li>{inline(f'{name}: {as_json(value)}')}</li>" for name, value in notes.items())
    return f'<ul class="{CLASS}notes">{lines}</ul>' if lines else ""


def as_json(value: Any) -> str:
    """A value in one line."""
    return json.dumps(value, ensure_ascii=False)
