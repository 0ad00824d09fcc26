"""What a QTI item says after an answer: to each answer by its identifier, and to everybody."""

from xml.etree.ElementTree import Element

from lms.assessments.exchange.markup import Markup
from lms.assessments.exchange.qti.body import content
from lms.assessments.exchange.qti.names import attribute, find_all

WHY = "WHY"
"""The outcome under which everybody is told why the key is right."""


def outcome_of(response: str) -> str:
    """The outcome under which something is said to an answer; “RESPONSE2” has “FEEDBACK2”."""
    return response.replace("RESPONSE", "FEEDBACK") if response.startswith("RESPONSE") else f"FEEDBACK_{response}"


class Feedback:
    """The feedback of one item."""

    def __init__(self, item: Element, markup: Markup) -> None:
        self._markup = markup
        self._said = {
            (attribute(one, "outcomeIdentifier"), attribute(one, "identifier")): one
            for one in find_all(item, "modalFeedback")
        }
        self._used: set[tuple[str, str]] = set()
        self.why = "\n".join(self._take(key) for key in self._said if key[0] == WHY)

    def to(self, response: str, identifier: str) -> str:
        """What is said to whoever gives an answer; a file of others names its one outcome as it likes."""
        exact = (outcome_of(response), identifier)
        if exact in self._said or self._markup.exact:
            return self._take(exact) if exact in self._said else ""
        keys = [key for key in self._said if key[1] == identifier]
        return self._take(keys[0]) if len(keys) == 1 else ""

    def inside(self, element: Element) -> str:
        """What is said in a choice itself once it is chosen."""
        return "\n".join(self._text(one) for one in find_all(element, "feedbackInline"))

    def others(self) -> bool:
        """Whether anything else is said, to somebody, under some condition."""
        return bool(self._said.keys() - self._used)

    def _take(self, key: tuple[str, str]) -> str:
        self._used.add(key)
        return self._text(self._said[key])

    def _text(self, element: Element) -> str:
        return self._markup.text(content(element), "html")
