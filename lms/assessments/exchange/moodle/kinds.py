"""The kinds of questions that Moodle XML has, each read into the shape it has here."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.found import NotCarried
from lms.assessments.exchange.moodle import cloze
from lms.assessments.exchange.moodle.texts import MoodleTexts, typed
from lms.assessments.exchange.question import VERDICTS, Option, Question, Shape
from lms.assessments.exchange.safe_xml import text_of
from lms.assessments.exchange.weights import Weighed, chosen_from, number
from lms.assessments.exchange.weights import typed as foreseen
from lms.assessments.items.flaws import GAP
from lms.assessments.judging.typed import USUAL, Leniency

_WORDS = re.compile(r"[1-9][0-9]{0,4}")
_MARKER = re.compile(r"\[\[(\d{1,4})\]\]")


def _share(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0")) / 100
    except ValueError:
        return 0.0


def _choice(element: Element, texts: MoodleTexts) -> Question:
    lost: list[Any] = []
    several = text_of(element, "single").strip().lower() in ("false", "0")
    answers = [
        Weighed(texts.text(answer), _share(answer), texts.text(answer.find("feedback")))
        for answer in element.iterfind("answer")
    ]
    options = chosen_from(answers, lost, several)
    shape = Shape.SEVERAL if several else Shape.CHOICE
    return Question(shape, prompt=texts.prompt(element.find("questiontext")), options=options, lost=lost)


def _all_or_nothing(element: Element, texts: MoodleTexts) -> Question:
    question = _choice(element, texts)
    question.shape = Shape.SEVERAL
    return question


def _truth(element: Element, texts: MoodleTexts) -> Question:
    options = tuple(
        Option(
            VERDICTS["true" if typed(answer).lower() == "true" else "false"],
            _share(answer) > 0,
            texts.text(answer.find("feedback")),
        )
        for answer in element.iterfind("answer")
    )
    return Question(Shape.CHOICE, prompt=texts.prompt(element.find("questiontext")), options=options)


def _short(element: Element, texts: MoodleTexts) -> Question:
    lost: list[Any] = []
    answers = [
        Weighed(typed(answer), _share(answer), texts.text(answer.find("feedback")))
        for answer in element.iterfind("answer")
    ]
    question = Question(Shape.TYPED, gaps=(foreseen(answers, lost),), lost=lost)
    question.prompt = texts.prompt(element.find("questiontext"))
    if text_of(element, "usecase").strip() in ("1", "true"):
        question.said["forgive"] = [one.value for one in Leniency if one in USUAL and one is not Leniency.CASE]
    return question


def _number(element: Element, texts: MoodleTexts) -> Question:
    lost: list[Any] = []
    answers = [
        Weighed(
            number(typed(answer), text_of(answer, "tolerance"), lost),
            _share(answer),
            texts.text(answer.find("feedback")),
        )
        for answer in element.iterfind("answer")
    ]
    if element.find("units/unit") is not None:
        lost.append(_l("Units of numbers are not kept."))
    prompt = texts.prompt(element.find("questiontext"))
    return Question(Shape.TYPED, prompt=prompt, gaps=(foreseen(answers, lost),), lost=lost)


def _pairs(element: Element, texts: MoodleTexts) -> Question:
    found = [(texts.text(one), typed(one.find("answer"))) for one in element.iterfind("subquestion")]
    return Question(
        Shape.MATCH,
        prompt=texts.prompt(element.find("questiontext")),
        pairs=tuple((left, right) for left, right in found if left),
        extra=tuple(right for left, right in found if not left),
    )


def _order(element: Element, texts: MoodleTexts) -> Question:
    parts = tuple(texts.text(answer) for answer in element.iterfind("answer"))
    return Question(Shape.ORDER, prompt=texts.prompt(element.find("questiontext")), parts=parts)


def _essay(element: Element, texts: MoodleTexts) -> Question:
    question = Question(Shape.ESSAY, prompt=texts.prompt(element.find("questiontext")))
    question.model = texts.text(element.find("graderinfo"))
    least, most = (text_of(element, f"{which}wordlimit").strip() for which in ("min", "max"))
    if _WORDS.fullmatch(least) and _WORDS.fullmatch(most):
        question.said["words"] = {"least": int(least), "most": int(most)}
    if text_of(element, "responsetemplate/text").strip():
        question.lost.append(_l("The beginning of an answer that is given is not kept."))
    if text_of(element, "attachments").strip() not in ("", "0"):
        question.lost.append(_l("Files cannot be handed in with an answer."))
    return question


def _embedded(element: Element, texts: MoodleTexts) -> Question:
    around = element.find("questiontext")
    gaps = cloze.parse(text_of(around, "text"), texts)
    prompt = texts.prompt(around, gaps.text)
    lost = gaps.lost
    question = Question(gaps.shape, prompt=prompt, gaps=gaps.gaps, lost=lost)
    if gaps.case_counts:
        question.said["forgive"] = [one.value for one in Leniency if one in USUAL and one is not Leniency.CASE]
    return question


def _select(element: Element, texts: MoodleTexts) -> Question:
    """Words chosen for, or dragged into, places that are marked [[1]], [[2]] …"""
    around = element.find("questiontext")
    words = [
        (texts.text(one), text_of(one, "group").strip() or "1")
        for one in (*element.iterfind("selectoption"), *element.iterfind("dragbox"))
    ]
    text = text_of(around, "text")
    gaps = tuple(_gap(words, int(number)) for number in _MARKER.findall(text))
    question = Question(Shape.LISTED, prompt=texts.prompt(around, _MARKER.sub(GAP, text)), gaps=gaps)
    if element.find("dragbox") is not None:
        question.lost.append(_l("Words are chosen from a list and not dragged."))
    return question


def _gap(words: list[tuple[str, str]], number: int) -> tuple[Option, ...]:
    if not 0 < number <= len(words):
        raise NotCarried(_l("There is no word for the place %(number)s.", number=number))
    _, wanted = words[number - 1]
    return tuple(Option(text, at == number) for at, (text, group) in enumerate(words, 1) if group == wanted)


def _description(_element: Element, _texts: MoodleTexts) -> Question:
    raise NotCarried(_l("There is nothing to answer."))


READERS: dict[str, Callable[[Element, MoodleTexts], Question]] = {
    "multichoice": _choice,
    "multichoiceset": _all_or_nothing,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _pairs,
    "ddmatch": _pairs,
    "ordering": _order,
    "essay": _essay,
    "cloze": _embedded,
    "multianswer": _embedded,
    "gapselect": _select,
    "ddwtos": _select,
    "description": _description,
}
