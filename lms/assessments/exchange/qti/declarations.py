"""What a QTI item declares of its answers: which are right, and what each is worth."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lms.assessments.exchange.qti.names import attribute, find, find_all
from lms.assessments.exchange.texts import tidy


@dataclass(frozen=True)
class Entry:
    """What one answer is worth."""

    key: str
    share: float
    case_counts: bool


@dataclass
class Declared:
    """What is declared of one answer."""

    several: bool = False
    correct: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def is_right(self, identifier: str) -> bool:
        """Whether an answer is right: as the key says, or where there is none, by being worth something."""
        if self.correct:
            return identifier in self.correct
        return any(entry.key == identifier and entry.share > 0 for entry in self.entries)

    def partly(self) -> list[str]:
        """Answers that are worth something and are not right."""
        return [entry.key for entry in self.entries if entry.share > 0 and not self.is_right(entry.key)]


def declared(item: Element) -> dict[str, Declared]:
    """What an item declares, by the identifier of the answer."""
    return {attribute(one, "identifier"): _declared(one) for one in item if _is_response(one)}


def _is_response(element: Element) -> bool:
    return element.tag.rpartition("}")[2] in ("responseDeclaration", "qti-response-declaration")


def _declared(element: Element) -> Declared:
    correct, mapping = find(element, "correctResponse"), find(element, "mapping")
    return Declared(
        attribute(element, "cardinality") in ("multiple", "ordered"),
        [tidy(value.text or "") for value in find_all(correct, "value")] if correct is not None else [],
        [_entry(one) for one in find_all(mapping, "mapEntry")] if mapping is not None else [],
    )


def _entry(element: Element) -> Entry:
    try:
        share = float(attribute(element, "mappedValue"))
    except ValueError:
        share = 0.0
    return Entry(tidy(attribute(element, "mapKey")), share, attribute(element, "caseSensitive") == "true")
