"""The texts of a GIFT question: plain, HTML or what Moodle takes for either, as the question or the text says."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange import html_losses, html_reading
from lms.assessments.exchange.gift.signs import show
from lms.assessments.exchange.html_writing import inline
from lms.assessments.exchange.question import Prompt
from lms.assessments.exchange.texts import tidy

_FORMAT = re.compile(r"\s*\[(html|plain|moodle|markdown)\]")
_LIKE_HTML = re.compile(r"<[a-z/!]|&(#\d+|#x[0-9a-f]+|[a-z]+);", re.IGNORECASE)


class Markup:
    """How the texts of one question are marked up, and what of that is lost."""

    def __init__(self, exact: bool) -> None:
        self.exact = exact
        self.usual = "moodle"
        self.html: list[str] = []
        self.formats: set[str] = set()

    def prompt(self, hidden: str) -> Prompt:
        """What stands before the answers; what its format is holds for all that follows."""
        self.usual, text = self._parted(hidden)
        if not self._is_html(self.usual, text):
            return Prompt(stem=tidy(text))
        found = html_reading.marked(self._as_html(self.usual, text), self.exact)
        prompt = found.prompt
        prompt.stem = "\n".join(filter(None, (prompt.stem, found.rest)))
        return prompt

    def text(self, hidden: str) -> str:
        """One answer, or what is said to it."""
        format_, text = self._parted(hidden)
        if not self._is_html(format_, text):
            return tidy(text)
        return html_reading.plain(self._as_html(format_, text), self.exact)

    def typed(self, hidden: str) -> str:
        """An answer that is typed: no HTML, whatever the format of the question."""
        return tidy(show(_FORMAT.sub("", hidden, count=1)))

    def lost(self) -> list[Any]:
        """What of the markup is not kept."""
        lost = list(html_losses.losses(*self.html))
        if "markdown" in self.formats:
            lost.append(_l("Signs of Markdown stay as they stand."))
        return lost

    def _parted(self, hidden: str) -> tuple[str, str]:
        found = _FORMAT.match(hidden)
        format_ = found[1] if found else self.usual
        self.formats.add(format_)
        return format_, show(hidden[found.end() :] if found else hidden)

    def _is_html(self, format_: str, text: str) -> bool:
        return format_ == "html" or (format_ == "moodle" and bool(_LIKE_HTML.search(text)))

    def _as_html(self, format_: str, text: str) -> str:
        self.html.append(text)
        # What Moodle formats by itself is HTML in which a line of the source is a line of the text.
        return text.strip().replace("\n", inline("\n")) if format_ == "moodle" else text
