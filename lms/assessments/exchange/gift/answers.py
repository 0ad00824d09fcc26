"""The answers of a GIFT question: what stands between its braces."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.found import NotCarried
from lms.assessments.exchange.gift.markup import GiftTexts
from lms.assessments.exchange.gift.signs import show
from lms.assessments.exchange.question import VERDICTS, Option, Question, Shape
from lms.assessments.exchange.weights import Weighed, chosen_from, number, typed

_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
_TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def answers_of(hidden: str, texts: GiftTexts) -> Question:
    """The shape of a question and what can be answered. Raises NotCarried."""
    answers, _, why = hidden.rpartition("####") if "####" in hidden else (hidden, "", "")
    question = _of_their_form(answers.strip(), texts)
    if why:
        question.why = texts.text(why)
    return question


def _of_their_form(answers: str, texts: GiftTexts) -> Question:
    if not answers:
        return Question(Shape.ESSAY)
    if answers.startswith("#"):
        return _numbers(answers[1:], texts)
    if "~" in answers:
        return _choices(answers, texts)
    if "=" in answers and "->" in answers:
        return _pairs(answers, texts)
    if answers.split("#")[0].strip() in _TRUTHS:
        return _truth(answers, texts)
    return _typed(answers, texts)


def _choices(answers: str, texts: GiftTexts) -> Question:
    several = "=" not in answers
    lost: list[Any] = []
    found = [_weighed(one, texts) for one in _pieces(answers.replace("=", "~="), "~")]
    return Question(Shape.SEVERAL if several else Shape.CHOICE, options=chosen_from(found, lost, several), lost=lost)


def _weighed(piece: str, texts: GiftTexts) -> Weighed:
    share, text = (1.0, piece[1:]) if piece.startswith("=") else (0.0, piece)
    share, text = _share(share, text)
    answer, _, why = text.partition("#")
    return Weighed(texts.text(answer), share, texts.text(why))


def _share(usual: float, text: str) -> tuple[float, str]:
    """The part of the mark that stands before an answer, and the answer."""
    found = _WEIGHT.match(text.lstrip())
    return (float(found[1]) / 100, text.lstrip()[found.end() :]) if found else (usual, text)


def _pieces(answers: str, sign: str) -> list[str]:
    first, *rest = (piece.strip() for piece in answers.split(sign))
    return [first, *rest] if first else rest


def _pairs(answers: str, texts: GiftTexts) -> Question:
    pairs, extra = [], []
    for piece in _pieces(answers, "="):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise NotCarried(_l("“%(text)s” has no arrow -> between its two sides.", text=show(piece)))
        if left.strip():
            pairs.append((texts.text(left), texts.typed(right)))
        else:
            extra.append(texts.typed(right))
    return Question(Shape.MATCH, pairs=tuple(pairs), extra=tuple(extra))


def _truth(answers: str, texts: GiftTexts) -> Question:
    word, *said = answers.split("#", 2)
    right = _TRUTHS[word.strip()]
    wrong_why, right_why = (texts.text(one) for one in (*said, "", "")[:2])
    options = (
        Option(VERDICTS[verdict], truth is right, right_why if truth is right else wrong_why)
        for verdict, truth in (("true", True), ("false", False))
    )
    return Question(Shape.CHOICE, options=tuple(options))


def _typed(answers: str, texts: GiftTexts) -> Question:
    lost: list[Any] = []
    found = []
    for piece in _pieces(answers, "="):
        share, text = _share(1.0, piece)
        answer, _, why = text.partition("#")
        found.append(Weighed(texts.typed(answer), share, texts.text(why)))
    return Question(Shape.TYPED, gaps=(typed(found, lost),), lost=lost)


def _numbers(answers: str, texts: GiftTexts) -> Question:
    lost: list[Any] = []
    answers, _, otherwise = answers.partition("~")
    if otherwise.strip("# \n"):
        lost.append(_l("What is said to any other number is not kept."))
    found = []
    for piece in _pieces(answers, "="):
        share, text = _share(1.0, piece)
        answer, _, why = text.partition("#")
        if ".." in answer:
            raise NotCarried(_l("Every number of %(range)s is right; that cannot be said here.", range=show(answer)))
        value, _, tolerance = show(answer).partition(":")
        found.append(Weighed(number(value, tolerance, lost), share, texts.text(why)))
    return Question(Shape.TYPED, gaps=(typed(found, lost),), lost=lost)
