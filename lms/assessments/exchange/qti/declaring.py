"""What a QTI item declares of its answers: which are right, and what each is worth."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from lms.assessments.exchange.qti.elements import under
from lms.assessments.exchange.question import Option, Question, Shape
from lms.assessments.judging.typed import Leniency

LETTERS = "abcdefgh"
_TYPES = {
    Shape.CHOICE: ("identifier", "single"),
    Shape.SEVERAL: ("identifier", "multiple"),
    Shape.TYPED: ("string", "single"),
    Shape.LISTED: ("identifier", "single"),
    Shape.ORDER: ("identifier", "ordered"),
    Shape.MATCH: ("directedPair", "multiple"),
    Shape.ESSAY: ("string", "single"),
}


def answers_of(question: Question) -> list[tuple[str, tuple[Option, ...]]]:
    """The name of each answer that is given, and what it is given among."""
    if question.shape not in (Shape.TYPED, Shape.LISTED):
        return [("RESPONSE", question.options)]
    alone = len(question.gaps) == 1
    return [("RESPONSE" if alone else f"RESPONSE{n}", gap) for n, gap in enumerate(question.gaps, 1)]


def named(options: Sequence[Option]) -> Iterator[tuple[str, Option]]:
    return zip(LETTERS, options, strict=False)


def declare(item: Element, question: Question, name: str, options: tuple[Option, ...]) -> None:
    kind, cardinality = _TYPES[question.shape]
    element = under(item, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
    if question.shape is Shape.ESSAY:
        return
    correct = under(element, "correctResponse")
    for key in _keys(question, options):
        under(correct, "value", key)
    if entries := _worth(question, options):
        mapping = under(element, "mapping", defaultValue="0")
        if question.shape is Shape.SEVERAL:
            mapping.attrib |= {"lowerBound": "0"}
        case = str(Leniency.CASE not in question.said.get("forgive", (Leniency.CASE,))).lower()
        for key, share in entries:
            entry = under(mapping, "mapEntry", mapKey=key, mappedValue=f"{share:.7g}")
            if question.shape is Shape.TYPED:
                entry.attrib["caseSensitive"] = case


def _keys(question: Question, options: tuple[Option, ...]) -> list[str]:
    if question.shape is Shape.ORDER:
        return [f"P{n}" for n in range(1, len(question.parts) + 1)]
    if question.shape is Shape.MATCH:
        return [f"L{n} R{n}" for n in range(1, len(question.pairs) + 1)]
    if question.shape is Shape.TYPED:
        return [option.text for option in options if option.right][:1]
    return [letter for letter, option in named(options) if option.right]


def _worth(question: Question, options: tuple[Option, ...]) -> list[tuple[str, float]]:
    if question.shape is Shape.TYPED:
        return [(option.text, float(option.right)) for option in options]
    if question.shape is Shape.MATCH:
        return [(key, 1 / len(question.pairs)) for key in _keys(question, options)]
    if question.shape is Shape.SEVERAL:
        share = 1 / sum(option.right for option in options)
        return [(letter, share if option.right else -share) for letter, option in named(options)]
    return []
