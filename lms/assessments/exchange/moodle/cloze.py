r"""Answers embedded in a text, as Moodle writes them: {1:SHORTANSWER:=съм#Така е.~%0%си#За „ти“.}.

The signs ~ # } mean letters after a backslash, or written as entities of HTML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.found import NotCarried
from lms.assessments.exchange.moodle.texts import MoodleTexts
from lms.assessments.exchange.question import Option, Shape
from lms.assessments.exchange.weights import Weighed, chosen_from, not_wild, number, typed
from lms.assessments.items.flaws import GAP

_START = re.compile(r"\{(\d*):([A-Z_]+):")
_END = re.compile(r"(?<!\\)\}")
_NEXT = re.compile(r"(?<!\\)~")
_NOTE = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
_WEIGHT = re.compile(r"=|%(-?\d+(?:[.,]\d*)?)%")
_ESCAPED = re.compile(r"\\([}~#/\"\\])")
_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}~#\\&<>\"'"} | {"\n": "<br/>"})
_TYPED = frozenset({"SHORTANSWER", "SA", "MW"})
_TYPED_CASE = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_NUMBERS = frozenset({"NUMERICAL", "NM"})
_LISTED = frozenset({"MULTICHOICE", "MC"}) | {
    f"{name}{way}" for name in ("MULTICHOICE_", "MC") for way in ("V", "H", "S", "VS", "HS")
}


@dataclass
class Embedded:
    """The gaps of a text, and the text with a gap where each stood."""

    text: str = ""
    shape: Shape = Shape.TYPED
    gaps: tuple[tuple[Option, ...], ...] = ()
    case_counts: bool = False
    lost: list[Any] = field(default_factory=list)


def parse(text: str, texts: MoodleTexts) -> Embedded:
    """Find the answers in the HTML of a text. Raises NotCarried when they are of a kind that has no place here."""
    found, at, pieces = Embedded(), 0, list[str]()
    shapes, gaps = set[Shape](), list[tuple[Option, ...]]()
    for start in _START.finditer(text):
        if start.start() < at:
            continue
        end = _END.search(text, start.end())
        if end is None:
            raise NotCarried(_l("A brace is opened and not closed, or closed and not opened."))
        shape, gap = _gap(start[2], text[start.end() : end.start()], texts, found)
        shapes.add(shape)
        gaps.append(gap)
        pieces += (text[at : start.start()], GAP)
        at = end.end()
    if not gaps:
        raise NotCarried(_l("There is nothing to answer."))
    if len(shapes) > 1:
        raise NotCarried(_l("Some gaps are typed in and others chosen for; an item has gaps of one kind."))
    found.text, found.gaps = "".join((*pieces, text[at:])), tuple(gaps)
    (found.shape,) = shapes
    return found


def _gap(kind: str, text: str, texts: MoodleTexts, found: Embedded) -> tuple[Shape, tuple[Option, ...]]:
    if kind in _LISTED:
        return Shape.LISTED, chosen_from([*_answers(text, texts)], found.lost)
    if kind in _NUMBERS:
        answers = [Weighed(_numbers(one.text, found.lost), one.share, one.why) for one in _answers(text, texts)]
        return Shape.TYPED, typed(answers, found.lost)
    if kind in _TYPED | _TYPED_CASE:
        found.case_counts = found.case_counts or kind in _TYPED_CASE
        return Shape.TYPED, typed(_answers(text, texts), found.lost)
    raise NotCarried(_l("Gaps of the type “%(type)s” are not known here.", type=kind[:40]))


def _numbers(text: str, lost: list[Any]) -> str:
    value, _, tolerance = text.partition(":")
    return number(value, tolerance, lost)


def _answers(text: str, texts: MoodleTexts) -> Iterator[Weighed]:
    for piece in _NEXT.split(text):
        weight = _WEIGHT.match(piece)
        share = 0.0 if weight is None else 1.0 if weight[0] == "=" else float(weight[1].replace(",", ".")) / 100
        answer, *why = _NOTE.split(piece[weight.end() if weight else 0 :], maxsplit=1)
        yield Weighed(_text(answer, texts), share, _text(why[0], texts) if why else "")


def _text(text: str, texts: MoodleTexts) -> str:
    return texts.html(_ESCAPED.sub(r"\1", text))


def written(shape: Shape, gap: tuple[Option, ...], case_counts: bool) -> str:
    """One gap with its answers, to stand in the HTML of a text."""
    kind = "MULTICHOICE" if shape is Shape.LISTED else "SHORTANSWER_C" if case_counts else "SHORTANSWER"
    answers = "~".join(_written(option, shape) for option in gap)
    return f"{{1:{kind}:{answers}}}"


def _written(option: Option, shape: Shape) -> str:
    text = option.text if shape is Shape.LISTED else not_wild(option.text)
    why = f"#{_entities(option.why)}" if option.why else ""
    return f"{'=' if option.right else '%0%'}{_entities(text)}{why}"


def _entities(text: str) -> str:
    """A text as HTML in which no sign parts the answers."""
    return text.translate(_ENTITIES)
