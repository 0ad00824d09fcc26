"""Whether an item that came from outside can be kept: what is wrong with it, and what is still to be written.

A file of another program rarely says why a wrong answer tempts, or names the grammar point. A draft may lack such notes
for teachers, and nothing else; they must be there before it goes live.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.assessments.exchange import faults
from lms.assessments.exchange.shapes import fits_kind, validator
from lms.assessments.items.flaws import flaws_of
from lms.assessments.items.rubrics import rubrics
from lms.assessments.states import ItemKind

Item = dict[str, Any]
MOST = 5
"""So many faults of one item are told."""
_FILLER = "…"
_HAS_WHY = frozenset(ItemKind) - {ItemKind.SPOKEN, ItemKind.WRITTEN}


@dataclass(frozen=True)
class Checked:
    """What is found about an item."""

    faults: tuple[Any, ...] = ()
    """What keeps it from being kept at all, in sentences."""
    unfinished: tuple[str, ...] = ()
    """The fields that are still to be written before it can go live."""


def checked(item: Mapping[str, Any]) -> Checked:
    """Hold an item against the schema and what its kind asks for."""
    filled: Item = _copied(item)
    # What came without a code is given one when it is written.
    filled.setdefault("code", "A1-U-00")
    unfinished = tuple(dict.fromkeys(_fill(filled)))
    kind = ItemKind(filled["kind"])
    errors = [] if fits_kind(kind)(filled) else validator(kind).iter_errors(filled)
    found: list[Any] = [faults.in_words(error) for error in errors]
    if not found:
        found = [*flaws_of(filled), *_unknown_rubric(filled)]
    return Checked(tuple(dict.fromkeys(map(str, found)))[:MOST], unfinished)


def _copied(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _copied(inner) for name, inner in part.items()}
    return [_copied(inner) for inner in part] if isinstance(part, list) else part


def _unknown_rubric(item: Item) -> Iterator[Any]:
    if "rubric" in item and item["rubric"] not in rubrics():
        yield faults.no_rubric(item["rubric"])


def _fill(item: Item) -> Iterator[str]:
    """Write something in the place of notes that are missing, naming their fields."""
    kind = ItemKind(item["kind"])
    if not item.get("grammar"):
        item["grammar"] = _FILLER
        yield "grammar"
    if kind in _HAS_WHY and "why" not in item:
        item["why"] = _FILLER
        yield "why"
    yield from _FILL.get(kind, _nothing)(item)


def _nothing(_item: Item) -> Iterator[str]:
    yield from ()


def _choices(item: Item) -> Iterator[str]:
    offered = item["gaps"] if item["kind"] == ItemKind.GAP_LIST else [item]
    for one in offered:
        keys = one.get("keys", [one.get("key")])
        for choice in one["choices"]:
            if "tempts" not in choice and choice["id"] not in keys:
                choice["tempts"] = _FILLER
                yield "tempts"


def _verdicts(item: Item) -> Iterator[str]:
    if "text" not in item and "audio" not in item:
        item["text"] = _FILLER
        yield "text"
    tempts = item.setdefault("tempts", {})
    for verdict in {"true", "false", "not_said"} - {item.get("key")} - tempts.keys():
        tempts[verdict] = _FILLER
        yield "tempts"


def _extra(item: Item) -> Iterator[str]:
    for one in item.get("extra", ()):
        if "tempts" not in one:
            one["tempts"] = _FILLER
            yield "tempts"


def _model(item: Item) -> Iterator[str]:
    if "model" not in item:
        item["model"] = _FILLER
        yield "model"


_FILL: dict[ItemKind, Callable[[Item], Iterator[str]]] = {
    ItemKind.SINGLE_CHOICE: _choices,
    ItemKind.DIALOGUE: _choices,
    ItemKind.PICTURE_CHOICE: _choices,
    ItemKind.SEVERAL_CHOICES: _choices,
    ItemKind.GAP_LIST: _choices,
    ItemKind.TRUE_FALSE: _verdicts,
    ItemKind.MATCHING: _extra,
    ItemKind.SPOKEN: _model,
    ItemKind.WRITTEN: _model,
}
