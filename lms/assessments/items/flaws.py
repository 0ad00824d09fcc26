"""Whether one item is whole: what its kind asks of it and a schema cannot say.

Pure: an item is the mapping that the schema in content/schemas describes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.states import ItemKind, Skill

Body = Mapping[str, Any]
GAP = "___"
CHOICE_KINDS = frozenset({ItemKind.SINGLE_CHOICE, ItemKind.DIALOGUE, ItemKind.PICTURE_CHOICE})
"""Kinds with one key among choices of their own."""
GAP_KINDS = frozenset({ItemKind.GAP_TYPED, ItemKind.GAP_LIST})
MARKED_BY_TEACHER = {ItemKind.SPOKEN: Skill.SPEAKING, ItemKind.WRITTEN: Skill.WRITING}
"""Kinds that a teacher marks with a rubric, and the skill each asks for."""
_OTHER_GAPS = frozenset({"fill_gap", "missing_letter"})


def flaws_of(item: Body) -> Iterator[Any]:
    """What is wrong with an item whose shape is right, in sentences; nothing for one that is whole."""
    kind = ItemKind(item["kind"])
    if kind in CHOICE_KINDS:
        yield from _choices(item["choices"], {item["key"]})
    elif kind is ItemKind.SEVERAL_CHOICES:
        yield from _several(item)
    elif kind is ItemKind.TRUE_FALSE and item["key"] in item["tempts"]:
        yield _l("The verdict that is right does not say why it tempts.")
    elif kind is ItemKind.GAP_LIST:
        for gap in item["gaps"]:
            yield from _choices(gap["choices"], {gap["key"]})
    elif kind is ItemKind.GAP_TYPED:
        yield from _typed(item)
    elif kind is ItemKind.ORDERING:
        yield from _orders(item)
    elif kind is ItemKind.MATCHING:
        yield from _pairs(item)
    yield from _common(item, kind)


def _common(item: Body, kind: ItemKind) -> Iterator[Any]:
    skill = Skill(item["skill"])
    if MARKED_BY_TEACHER.get(kind, skill) is not skill or (kind not in MARKED_BY_TEACHER and skill.is_marked):
        yield _l("Speaking is asked by a spoken item and writing by a written one.")
    if skill is Skill.LISTENING and "audio" not in item:
        yield _l("An item of listening has audio.")
    gaps, wanted = _gaps_of(item), _gaps_wanted(item, kind)
    if gaps != wanted:
        yield _l("There are %(gaps)s gaps, and %(wanted)s are wanted.", gaps=gaps, wanted=wanted)


def _gaps_of(item: Body) -> int:
    said = [line["say"] for line in item.get("lines", ())]
    return sum(text.count(GAP) for text in (item.get("stem", ""), *said))


def _gaps_wanted(item: Body, kind: ItemKind) -> int:
    if kind in GAP_KINDS:
        return len(item["gaps"])
    return int(item["instruction"] in _OTHER_GAPS or "lines" in item)


def _choices(choices: Sequence[Body], keys: set[str]) -> Iterator[Any]:
    ids = [choice["id"] for choice in choices]
    if ids != list("abcdef"[: len(ids)]):
        yield _l("The choices are not in the order a, b, c, d.")
    if not keys <= set(ids):
        yield _l("The key is none of the choices.")
    for choice in choices:
        if (choice["id"] in keys) == ("tempts" in choice):
            letter = choice["id"]
            yield _l("Choice %(letter)s: every wrong choice says why it tempts, and the key does not.", letter=letter)
    yield from _repeated(_text(choice) for choice in choices)


def _several(item: Body) -> Iterator[Any]:
    yield from _choices(item["choices"], set(item["keys"]))
    if len(item["choices"]) - len(item["keys"]) < 2:
        yield _l("At least two choices are wrong.")


def _typed(item: Body) -> Iterator[Any]:
    for gap in item["gaps"]:
        yield from _repeated([*gap["accept"], *(wrong["text"] for wrong in gap.get("tempts", ()))])


def _orders(item: Body) -> Iterator[Any]:
    numbers = list(range(1, len(item["parts"]) + 1))
    others = [*item.get("also", ()), *(wrong["order"] for wrong in item.get("tempts", ()))]
    if any(sorted(order) != numbers for order in others):
        yield _l("An order names every part once.")
    if numbers in others or len({tuple(order) for order in others}) < len(others):
        yield _l("An order stands there twice.")


def _pairs(item: Body) -> Iterator[Any]:
    yield from _repeated(_text(pair["left"]) for pair in item["pairs"])
    extra = [one["side"] for one in item.get("extra", ())]
    yield from _repeated(_text(side) for side in (*(pair["right"] for pair in item["pairs"]), *extra))


def _text(side: Body) -> str:
    return str(side.get("text") or side.get("picture"))


def _repeated(texts: Iterable[str]) -> Iterator[Any]:
    for text, times in Counter(text.casefold() for text in texts).items():
        if times > 1:
            yield _l("“%(text)s” stands there twice.", text=text)
