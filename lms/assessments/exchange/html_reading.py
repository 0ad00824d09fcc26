"""HTML that came from outside as plain text: cleaned first, its paragraphs as lines, what cannot stay named.

What `html_writing` wrote is known again by its classes and read letter by letter; all other HTML is read as a browser
shows it, where spaces and line ends of the source count little.
"""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import nh3

from lms.assessments.exchange.html_writing import CLASS, PARTS
from lms.assessments.exchange.question import Line, Prompt
from lms.assessments.exchange.texts import tidy

_BLOCKS = frozenset(
    {"blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"}
    | {"table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_KEPT = _BLOCKS | {"b", "br", "span", "td", "th"}
"""Of all other elements only the text is kept."""
_VOID = frozenset({"br", "hr"})
_TAG = re.compile(r'<(/?)(p|b|br|span|ul|li)(?: class="([a-z -]*)")?/?>')
_PLAIN = re.compile(rf"(?:[^<>&]++|&(?:amp|lt|gt|quot|#[0-9]{{1,5}}|#x27);|{_TAG.pattern})*+")
"""HTML in which there is nothing to clean: most of what is read was written here."""
_BREAK, _EDGE = "\x1e", "\x1f"
"""Signs for a line break and for the edge of a paragraph; `tidy` leaves neither in a text."""


@dataclass
class Marked:
    """What HTML holds: the parts that are known, the notes, and all other text."""

    prompt: Prompt = field(default_factory=Prompt)
    notes: dict[str, Any] = field(default_factory=dict)
    rest: str = ""


def plain(html: str, exact: bool = False) -> str:
    """The text of HTML; `exact` where it is known that Azbuka wrote it."""
    html = tidy(html)
    if "<" not in html and "&" not in html:
        return _line(html) if exact else _shown(html)
    return _read(html, exact).rest


def marked(html: str, exact: bool = False) -> Marked:
    """The parts of HTML; text that is in none of them is the rest."""
    return _read(tidy(html), exact)


def _read(html: str, exact: bool) -> Marked:
    reader = _Reader()
    if _PLAIN.fullmatch(html):
        reader.feed_plain(html)
    else:
        # Cleaned even though only text is taken: what a browser would hide or run must not become text.
        reader.feed(nh3.clean(html, tags=set(_KEPT), attributes={"*": {"class"}}, link_rel=None))
    reader.close()
    texts = {part: "".join(pieces) for part, pieces in reader.texts.items()}
    read = _line if exact else _shown
    prompt = Prompt(
        _line(texts.get("picture", "")),
        _line(texts.get("text", "")),
        tuple(Line(_line(who), _line(say)) for who, say in reader.lines),
        _line(texts.get("stem", "")),
    )
    return Marked(prompt, _notes(texts.get("notes", "")), read(texts.get("", "")))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.within: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.lines: list[list[str]] = []

    @property
    def part(self) -> str:
        return self.within[-1][1] if self.within else ""

    def feed_plain(self, html: str) -> None:
        """Read HTML in which there is nothing to clean, several times as quickly."""
        at = 0
        for tag in _TAG.finditer(html):
            self._add(unescape(html[at : tag.start()]))
            closing, name, classes = tag.groups()
            if closing:
                self.handle_endtag(name)
            else:
                self.handle_starttag(name, [("class", classes)])
            at = tag.end()
        self._add(unescape(html[at:]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = [one.removeprefix(CLASS) for one in (dict(attrs).get("class") or "").split() if one.startswith(CLASS)]
        part = next((one for one in named if one in PARTS), self.part)
        if part == "line" and self.part != "line":
            self.lines.append(["", ""])
        if tag not in _VOID:
            self._edge(tag)
            self.within.append((tag, part))
        elif tag == "br":
            self._add(_BREAK)

    def handle_endtag(self, tag: str) -> None:
        if any(tag == open_tag for open_tag, _ in self.within):
            while self.within.pop()[0] != tag:
                pass
            self._edge(tag)

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _edge(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._add(_EDGE)
        elif tag in ("td", "th"):
            self._add(" ")

    def _add(self, text: str) -> None:
        part = self.part
        if part in ("who", "say") and self.lines:
            self.lines[-1][part == "say"] += text
        elif part not in ("line", "audio"):
            self.texts.setdefault(part, []).append(text)


def _line(text: str) -> str:
    """A text as it was written; only the line ends of the source are no lines of it."""
    one = " ".join(line.strip(" ") for line in text.split("\n")) if "\n" in text else text
    return re.sub(f"[{_EDGE}]+", "\n", one.strip(_EDGE + " ")).replace(_BREAK, "\n").strip()


def _shown(text: str) -> str:
    """A text as a browser shows it."""
    one = re.sub(r"[ \t\n\r\f\xa0]+", " ", text)
    one = re.sub(f"[ {_EDGE}]*{_EDGE}[ {_EDGE}]*", "\n", one).replace(_BREAK, "\n")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", one)).strip()


def _notes(text: str) -> dict[str, Any]:
    notes = {}
    for line in re.split(f"[{_EDGE}{_BREAK}]+", text):
        name, colon, value = line.strip().partition(": ")
        if colon:
            try:
                notes[name] = json.loads(value)
            except ValueError:
                notes[name] = value
    return notes
