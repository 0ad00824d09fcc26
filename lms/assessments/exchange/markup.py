"""The texts of one question: plain, HTML or what Moodle takes for either, and what is lost of their markup."""

import re
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange import html_losses, html_reading
from lms.assessments.exchange.found import NotCarried
from lms.assessments.exchange.question import Prompt
from lms.assessments.exchange.texts import tidy

LONGEST_TEXT = 20_000
"""Letters, with their markup, of one text; none of an item has so many."""
FORMATS = ("html", "plain", "moodle", "markdown")
_LIKE_HTML = re.compile(r"<[a-z/!]|&(#\d+|#x[0-9a-f]+|[a-z]+);", re.IGNORECASE)


@dataclass
class Markup:
    """Reads the texts of one question; its methods raise NotCarried for a text that is far too long."""

    exact: bool = False
    """Whether it is known that Azbuka wrote them."""
    html: list[str] = field(default_factory=list)
    markdown: bool = False

    def prompt(self, text: str, format_: str) -> Prompt:
        """What is read before answering; text that is in no part we know is part of the question."""
        found = html_reading.marked(self._html(text, format_), self.exact) if self._is_html(text, format_) else None
        if found is None:
            return Prompt(stem=tidy(text))
        found.prompt.stem = "\n".join(filter(None, (found.prompt.stem, found.rest)))
        return found.prompt

    def noted(self, text: str, format_: str) -> tuple[str, dict[str, Any]]:
        """What is said to everybody, and the notes on the item that stand beside it."""
        if not self._is_html(text, format_):
            return tidy(text), {}
        found = html_reading.marked(self._html(text, format_), self.exact)
        return found.rest, found.notes

    def text(self, text: str, format_: str) -> str:
        """An answer, or what is said to it."""
        if not self._is_html(text, format_):
            return tidy(text)
        return html_reading.plain(self._html(text, format_), self.exact)

    def lost(self) -> list[Any]:
        """What of the markup is not kept."""
        lost = list(html_losses.losses(*self.html))
        if self.markdown:
            lost.append(_l("Signs of Markdown stay as they stand."))
        return lost

    def _is_html(self, text: str, format_: str) -> bool:
        if len(text) > LONGEST_TEXT:
            raise NotCarried(_l("A text has more than %(count)s letters.", count=LONGEST_TEXT))
        self.markdown = self.markdown or format_ == "markdown"
        return format_ == "html" or (format_ == "moodle" and bool(_LIKE_HTML.search(text)))

    def _html(self, text: str, format_: str) -> str:
        self.html.append(text)
        # What Moodle formats by itself is HTML in which a line of the source is a line of the text.
        return text.strip().replace("\n", "<br>") if format_ == "moodle" else text
