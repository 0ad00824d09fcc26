"""The texts of a Moodle question: each element says in which format its own is."""

from typing import Any
from xml.etree.ElementTree import Element

from lms.assessments.exchange.markup import Markup
from lms.assessments.exchange.question import Prompt
from lms.assessments.exchange.safe_xml import text_of
from lms.assessments.exchange.texts import tidy

_FORMATS = {"html": "html", "plain_text": "plain", "markdown": "markdown"}


class MoodleTexts:
    """Reads the elements of one question that hold text."""

    def __init__(self, exact: bool) -> None:
        self.markup = Markup(exact)

    def prompt(self, element: Element | None, text: str | None = None) -> Prompt:
        """What is read before answering; `text` in the place of what the element holds."""
        return self.markup.prompt(text_of(element, "text") if text is None else text, _format(element))

    def noted(self, element: Element | None) -> tuple[str, dict[str, Any]]:
        """What is said to everybody, and the notes beside it."""
        return self.markup.noted(text_of(element, "text"), _format(element))

    def text(self, element: Element | None) -> str:
        """An answer, or what is said to it."""
        return self.markup.text(text_of(element, "text"), _format(element))

    def html(self, text: str) -> str:
        """A piece of the text of a question that has answers in it."""
        return self.markup.text(text, "html")


def typed(element: Element | None) -> str:
    """An answer that is typed: no HTML, whatever its element says."""
    return tidy(text_of(element, "text"))


def _format(element: Element | None) -> str:
    return _FORMATS.get(element.get("format", "") if element is not None else "", "moodle")
