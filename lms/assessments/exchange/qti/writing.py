"""One item as QTI: the interaction its shape has, the key, how it is marked, and what is said to each answer."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from lms.assessments.exchange.html_writing import inline, prompt_html
from lms.assessments.exchange.qti.declaring import answers_of, declare, named
from lms.assessments.exchange.qti.elements import filled, outcome, under
from lms.assessments.exchange.qti.feedback import WHY, outcome_of
from lms.assessments.exchange.qti.marking import feed_back, process
from lms.assessments.exchange.question import Option, Question, Shape
from lms.assessments.items.flaws import GAP


def written(question: Question, identifier: str) -> Element:
    """An item under the names of 2.1, without a namespace."""
    item = Element("assessmentItem", identifier=identifier, title=question.code or identifier)
    item.attrib |= {"xml:lang": "bg", "adaptive": "false", "timeDependent": "false", "toolName": "Azbuka"}
    for name, options in answers_of(question):
        declare(item, question, name, options)
    outcome(item, "SCORE", "float")
    for name, _ in answers_of(question):
        outcome(item, outcome_of(name), "identifier", "multiple" if question.shape is Shape.SEVERAL else "single")
    outcome(item, WHY, "identifier")
    body = filled(under(item, "itemBody"), prompt_html(question.prompt, _stem(question)))
    _interact(body, question)
    process(item, question)
    feed_back(item, question)
    return item


def _stem(question: Question) -> str | None:
    if question.shape not in (Shape.TYPED, Shape.LISTED):
        return None
    first, *rest = inline(question.prompt.stem).split(GAP)
    gaps = (_gap(question.shape, name, gap) for name, gap in answers_of(question))
    return first + "".join(gap + text for gap, text in zip(gaps, rest, strict=True))


def _gap(shape: Shape, name: str, options: tuple[Option, ...]) -> str:
    if shape is Shape.TYPED:
        return f'<textEntryInteraction responseIdentifier="{name}" expectedLength="20"/>'
    choices = "".join(
        f'<inlineChoice identifier="{letter}">{inline(option.text)}</inlineChoice>' for letter, option in named(options)
    )
    return f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">{choices}</inlineChoiceInteraction>'


def _interact(body: Element, question: Question) -> None:
    if question.shape in (Shape.CHOICE, Shape.SEVERAL):
        most = "1" if question.shape is Shape.CHOICE else "0"
        asked = under(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true", maxChoices=most)
        for letter, option in named(question.options):
            filled(under(asked, "simpleChoice", identifier=letter), inline(option.text))
    elif question.shape is Shape.ORDER:
        asked = under(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
        for n, part in _turned(question.parts):
            filled(under(asked, "simpleChoice", identifier=f"P{n}"), inline(part))
    elif question.shape is Shape.MATCH:
        most = str(len(question.pairs))
        asked = under(body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=most)
        lefts, rights = [left for left, _ in question.pairs], [right for _, right in question.pairs]
        _side(asked, "L", list(enumerate(lefts, 1)))
        _side(asked, "R", [*_turned(rights), *enumerate(question.extra, len(rights) + 1)])
    elif question.shape is Shape.ESSAY:
        under(body, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="5")
        if question.model:
            told = under(body, "rubricBlock", view="scorer")
            filled(under(told, "p"), inline(question.model))


def _turned(parts: Sequence[str]) -> list[tuple[int, str]]:
    """The parts with their numbers, not in the order that is wanted: not every program shuffles."""
    numbered = list(enumerate(parts, 1))
    return numbered[1:] + numbered[:1]


def _side(asked: Element, letter: str, parts: Sequence[tuple[int, str]]) -> None:
    side = under(asked, "simpleMatchSet")
    for n, text in parts:
        filled(under(side, "simpleAssociableChoice", identifier=f"{letter}{n}", matchMax="1"), inline(text))
