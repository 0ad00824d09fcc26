"""The texts of a GIFT question: each can name its format in front, and the others have that of the question."""

import re

from lms.assessments.exchange.gift.signs import show
from lms.assessments.exchange.markup import FORMATS, Markup
from lms.assessments.exchange.question import Prompt
from lms.assessments.exchange.texts import tidy

_FORMAT = re.compile(rf"\s*\[({'|'.join(FORMATS)})\]")


class GiftTexts:
    """Reads the hidden texts of one question (see `signs`)."""

    def __init__(self, exact: bool) -> None:
        self.markup = Markup(exact)
        self.usual = "moodle"

    def prompt(self, hidden: str) -> Prompt:
        """What stands before the answers; what its format is holds for all that follows."""
        self.usual, text = self._parted(hidden)
        return self.markup.prompt(text, self.usual)

    def text(self, hidden: str) -> str:
        """One answer, or what is said to it."""
        format_, text = self._parted(hidden)
        return self.markup.text(text, format_)

    def typed(self, hidden: str) -> str:
        """An answer that is typed: no HTML, whatever the format of the question."""
        return tidy(show(_FORMAT.sub("", hidden, count=1)))

    def _parted(self, hidden: str) -> tuple[str, str]:
        found = _FORMAT.match(hidden)
        return (found[1], show(hidden[found.end() :])) if found else (self.usual, show(hidden))
