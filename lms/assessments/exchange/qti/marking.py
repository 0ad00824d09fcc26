"""How a QTI item is marked and what it says then, for programs that do both by themselves."""

from xml.etree.ElementTree import Element

from lms.assessments.exchange.html_writing import inline
from lms.assessments.exchange.qti.declaring import answers_of, named
from lms.assessments.exchange.qti.elements import filled, settle, under, value, variable, when
from lms.assessments.exchange.qti.feedback import WHY, outcome_of
from lms.assessments.exchange.question import Question, Shape


def process(item: Element, question: Question) -> None:
    """Say how an answer becomes a mark from 0 to 1, and which feedback it calls for."""
    processing = under(item, "responseProcessing")
    names = [name for name, _ in answers_of(question)]
    if question.shape in (Shape.SEVERAL, Shape.TYPED, Shape.MATCH):
        _add_up(processing, names)
    elif question.shape in (Shape.CHOICE, Shape.LISTED):
        for name in names:
            _add_when_right(processing, name, 1 / len(names))
    elif question.shape is Shape.ORDER:
        _score_orders(processing, question)
    _remember(processing, question)
    if question.why:
        value(settle(processing, WHY), "identifier", "why")


def _add_up(processing: Element, names: list[str]) -> None:
    share = under(settle(processing, "SCORE"), "divide")
    total = under(share, "sum")
    for name in names:
        under(total, "mapResponse", identifier=name)
    value(share, "float", str(len(names)))


def _add_when_right(processing: Element, name: str, share: float) -> None:
    right = when(processing)
    asked = under(right, "match")
    variable(asked, name)
    under(asked, "correct", identifier=name)
    total = under(settle(right, "SCORE"), "sum")
    variable(total, "SCORE")
    value(total, "float", f"{share:.7g}")


def _score_orders(processing: Element, question: Question) -> None:
    numbers = list(range(1, len(question.parts) + 1))
    for order in (numbers, *question.said.get("also", ())):
        right = when(processing)
        asked = under(right, "match")
        variable(asked, "RESPONSE")
        wanted = under(asked, "ordered")
        for number in order:
            value(wanted, "identifier", f"P{number}")
        value(settle(right, "SCORE"), "float", "1")


def _remember(processing: Element, question: Question) -> None:
    """What is chosen is itself the name of what is said to it; what is typed must be looked for."""
    for name, options in answers_of(question):
        if question.shape in (Shape.CHOICE, Shape.SEVERAL, Shape.LISTED):
            variable(settle(processing, outcome_of(name)), name)
        elif question.shape is Shape.TYPED:
            for number, option in enumerate((one for one in options if not one.right), 1):
                found = when(processing)
                asked = under(found, "stringMatch", caseSensitive="false")
                variable(asked, name)
                value(asked, "string", option.text)
                value(settle(found, outcome_of(name)), "identifier", f"W{number}")


def feed_back(item: Element, question: Question) -> None:
    """Write what is said to each answer, and to everybody."""
    for name, options in answers_of(question):
        if question.shape is Shape.TYPED:
            said = [(f"W{number}", one) for number, one in enumerate((one for one in options if not one.right), 1)]
        else:
            said = list(named(options))
        for identifier, option in said:
            _say(item, outcome_of(name), identifier, option.why)
    _say(item, WHY, "why", question.why)


def _say(item: Element, outcome: str, identifier: str, text: str) -> None:
    if text:
        said = under(item, "modalFeedback", outcomeIdentifier=outcome, identifier=identifier, showHide="show")
        filled(under(said, "p"), inline(text))
