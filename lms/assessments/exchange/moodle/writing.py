"""Items as Moodle XML: parts as Moodle has them, code words as tags, the rest as a list beneath the general feedback.

Moodle shows that feedback after an answer, and keeps it and the tags when it exports the question again.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.carrying import notes_of, tags_of
from lms.assessments.exchange.found import Written
from lms.assessments.exchange.giving_out import give_out
from lms.assessments.exchange.html_writing import inline, notes_html, prompt_html
from lms.assessments.exchange.moodle import cloze
from lms.assessments.exchange.question import Option, Question, Shape
from lms.assessments.exchange.weights import not_wild
from lms.assessments.items.flaws import GAP
from lms.assessments.judging.typed import Leniency
from lms.assessments.states import ItemKind

Item = dict[str, Any]


def write(items: Iterable[Item]) -> Written:
    """A Moodle XML file with every item."""
    questions, losses = give_out(items, _question, _told)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    return Written(head + b"\n".join(questions) + b"\n</quiz>\n", len(questions), losses)


def _told(question: Question) -> Iterator[Any]:
    if "audio" in question.said:
        yield _l("The recording is not in the file; what is said stands in the general feedback.")
    if "also" in question.said:
        yield _l("Moodle takes only the first order for right; the others stand in the general feedback.")
    if question.said.get("kind") == ItemKind.SPOKEN:
        yield _l("Moodle asks for a typed answer.")


def _question(question: Question) -> bytes:
    type_, fill = _WRITERS[_shape(question)]
    element = Element("question", type=type_)
    _text(element, "name", question.code, format_=None)
    _text(element, "questiontext", prompt_html(question.prompt, _stem(question)))
    why = f"<p>{inline(question.why)}</p>" if question.why else ""
    _text(element, "generalfeedback", why + notes_html(notes_of(question)))
    for name, value in (("defaultgrade", "1"), ("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", question.code)):
        SubElement(element, name).text = value
    fill(element, question)
    tags = SubElement(element, "tags")
    for tag in tags_of(question):
        _text(tags, "tag", tag, format_=None)
    data: bytes = tostring(element, encoding="utf-8")
    return data


def _shape(question: Question) -> Shape:
    """One typed gap is a short answer; more of them, and lists, stand in the text."""
    several_typed = question.shape is Shape.TYPED and len(question.gaps) > 1
    return Shape.LISTED if several_typed else question.shape


def _stem(question: Question) -> str | None:
    if _shape(question) is not Shape.LISTED:
        return None
    # A brace of the text is no beginning of an answer.
    first, *rest = inline(question.prompt.stem).replace("{", "&#123;").split(GAP)
    gaps = (cloze.written(question.shape, gap, _case_counts(question)) for gap in question.gaps)
    return first + "".join(gap + text for gap, text in zip(gaps, rest, strict=True))


def _case_counts(question: Question) -> bool:
    return Leniency.CASE not in question.said.get("forgive", (Leniency.CASE,))


def _text(parent: Element, name: str, text: str, format_: str | None = "html", **attributes: str) -> Element:
    element = SubElement(parent, name, {**({"format": format_} if format_ else {}), **attributes})
    SubElement(element, "text").text = text
    return element


def _answer(parent: Element, text: str, fraction: str, why: str = "", format_: str = "html") -> None:
    answer = _text(parent, "answer", text, format_, fraction=fraction)
    _text(answer, "feedback", inline(why))


def _choice(element: Element, question: Question) -> None:
    _choices(element, question.options, "100", "0", single=True)


def _several(element: Element, question: Question) -> None:
    share = f"{100 / sum(option.right for option in question.options):.7g}"
    _choices(element, question.options, share, f"-{share}", single=False)


def _choices(element: Element, options: tuple[Option, ...], right: str, wrong: str, single: bool) -> None:
    SubElement(element, "single").text = "true" if single else "false"
    SubElement(element, "shuffleanswers").text = "true"
    SubElement(element, "answernumbering").text = "none"
    for option in options:
        _answer(element, inline(option.text), right if option.right else wrong, option.why)


def _short(element: Element, question: Question) -> None:
    SubElement(element, "usecase").text = "1" if _case_counts(question) else "0"
    for option in question.gaps[0]:
        _answer(element, not_wild(option.text), "100" if option.right else "0", option.why, "moodle_auto_format")


def _embedded(_element: Element, _question: Question) -> None:
    """The answers stand in the text."""


def _order(element: Element, question: Question) -> None:
    settings = {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": "0", "gradingtype": "ALL_OR_NOTHING"}
    for name, value in settings.items():
        SubElement(element, name).text = value
    for place, part in enumerate(question.parts, 1):
        _text(element, "answer", inline(part), fraction=str(place))


def _match(element: Element, question: Question) -> None:
    SubElement(element, "shuffleanswers").text = "true"
    for left, right in (*question.pairs, *(("", one) for one in question.extra)):
        _text(_text(element, "subquestion", inline(left)), "answer", right, format_=None)


def _essay(element: Element, question: Question) -> None:
    words = question.said.get("words", {})
    settings = {"responseformat": "editor", "responserequired": "1", "attachments": "0"}
    limits = {"minwordlimit": str(words.get("least", 0)), "maxwordlimit": str(words.get("most", 0))}
    for name, value in (settings | limits).items():
        SubElement(element, name).text = value
    _text(element, "graderinfo", inline(question.model))


_WRITERS: dict[Shape, tuple[str, Callable[[Element, Question], None]]] = {
    Shape.CHOICE: ("multichoice", _choice),
    Shape.SEVERAL: ("multichoice", _several),
    Shape.TYPED: ("shortanswer", _short),
    Shape.LISTED: ("cloze", _embedded),
    Shape.ORDER: ("ordering", _order),
    Shape.MATCH: ("matching", _match),
    Shape.ESSAY: ("essay", _essay),
}
