"""What can be answered in a question, as the fields that each kind of item has for it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange import guessing
from lms.assessments.exchange.question import VERDICTS, Option, Question
from lms.assessments.items.flaws import GAP
from lms.assessments.states import ItemKind

Item = dict[str, Any]
LONGEST_NOTE, LONGEST_WHY = 200, 400
"""Characters of a note on one answer, and on the whole item."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def fill(item: Item, question: Question) -> None:
    """Put the answers of a question, and why they are right, into an item; what is left out is noted."""
    _FILL[ItemKind(item["kind"])](item, question)
    if why := _why(question):
        item["why"] = why


def _note(question: Question, text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    short = text[:40].rstrip()
    question.lost.append(_l("The note “%(text)s…” is longer than %(count)s letters.", text=short, count=longest))
    return ""


def _why(question: Question) -> str:
    """What is said to everybody, and where nothing is, to whoever answers rightly."""
    answers = (*question.options, *(option for gap in question.gaps for option in gap))
    told = dict.fromkeys(option.why for option in answers if option.right and option.why)
    if question.why:
        question.lost.extend(_l("The note “%(text)s” on a right answer.", text=text[:40]) for text in told)
        return _note(question, question.why, LONGEST_WHY)
    return _note(question, "\n".join(told), LONGEST_WHY)


def _offered(question: Question, options: tuple[Option, ...], name: str = "text") -> list[Item]:
    choices = []
    for letter, option in zip(LETTERS, options, strict=False):
        choice: Item = {"id": letter, name: option.text}
        if not option.right and (why := _note(question, option.why, LONGEST_NOTE)):
            choice["tempts"] = why
        choices.append(choice)
    return choices


def _keys(options: tuple[Option, ...]) -> list[str]:
    return [letter for letter, option in zip(LETTERS, options, strict=False) if option.right]


def _one_key(item: Item, options: tuple[Option, ...]) -> None:
    if keys := _keys(options):
        item["key"] = keys[0]


def _choice(item: Item, question: Question) -> None:
    name = "picture" if item["kind"] == ItemKind.PICTURE_CHOICE else "text"
    item["choices"] = _offered(question, question.options, name)
    _one_key(item, question.options)


def _several(item: Item, question: Question) -> None:
    item["choices"] = _offered(question, question.options)
    item["keys"] = _keys(question.options)


def _verdict(item: Item, question: Question) -> None:
    verdicts = {guessing.verdict_of(option.text): option for option in question.options}
    item["tempts"] = {}
    for verdict, option in ((one, verdicts.get(one, Option(""))) for one in VERDICTS):
        if option.right:
            item["key"] = verdict
        elif why := _note(question, option.why, LONGEST_NOTE):
            item["tempts"][verdict] = why


def _typed(item: Item, question: Question) -> None:
    item["gaps"] = [_typed_gap(question, gap) for gap in question.gaps]
    _gaps_in_stem(item)


def _typed_gap(question: Question, gap: tuple[Option, ...]) -> Item:
    made: Item = {"accept": [option.text for option in gap if option.right]}
    wrong = [replace(option, why=_note(question, option.why, LONGEST_NOTE)) for option in gap if not option.right]
    for option in wrong:
        if not option.why:
            question.lost.append(_l("“%(text)s” is a wrong answer without a note on it.", text=option.text))
    if told := [{"text": option.text, "why": option.why} for option in wrong if option.why]:
        made["tempts"] = told
    return made


def _listed(item: Item, question: Question) -> None:
    gaps = question.gaps or (question.options,)
    item["gaps"] = [{"choices": _offered(question, gap)} for gap in gaps]
    for made, gap in zip(item["gaps"], gaps, strict=True):
        _one_key(made, gap)
    _gaps_in_stem(item)


def _gaps_in_stem(item: Item) -> None:
    """Elsewhere the one gap can stand beneath the question."""
    stem = item.get("stem", "")
    if GAP not in stem and len(item["gaps"]) == 1:
        item["stem"] = f"{stem}\n{GAP}".strip()


def _ordering(item: Item, question: Question) -> None:
    item["parts"] = list(question.parts)
    if "tempts" in question.said:
        item["tempts"] = question.said["tempts"]


def _matching(item: Item, question: Question) -> None:
    pictures, tempts = (_mapping(question.said.get(name)) for name in ("pictures", "tempts"))
    lefts, rights = (_texts(pictures.get(name)) for name in ("left", "right"))
    item["pairs"] = [{"left": _side(left, lefts), "right": _side(right, rights)} for left, right in question.pairs]
    extra = []
    for text in question.extra:
        one: Item = {"side": _side(text, rights)}
        if text in tempts:
            one["tempts"] = tempts[text]
        extra.append(one)
    if extra:
        item["extra"] = extra


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> set[str]:
    return set(map(str, value)) if isinstance(value, list) else set()


def _side(text: str, pictures: set[str]) -> Item:
    return {"picture" if text in pictures else "text": text}


def _essay(item: Item, question: Question) -> None:
    if question.model:
        item["model"] = question.model


_FILL: dict[ItemKind, Callable[[Item, Question], None]] = {
    ItemKind.SINGLE_CHOICE: _choice,
    ItemKind.DIALOGUE: _choice,
    ItemKind.PICTURE_CHOICE: _choice,
    ItemKind.SEVERAL_CHOICES: _several,
    ItemKind.TRUE_FALSE: _verdict,
    ItemKind.GAP_TYPED: _typed,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _ordering,
    ItemKind.MATCHING: _matching,
    ItemKind.SPOKEN: _essay,
    ItemKind.WRITTEN: _essay,
}
