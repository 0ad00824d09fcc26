"""The key of an item as staff read it: every answer that is foreseen, whether it is right, and why.

Pure. Never shown to whoever has not answered yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.assessments.items.instructions import VERDICT_NAMES
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]


@dataclass(frozen=True)
class KeyLine:
    """One foreseen answer."""

    text: str
    right: bool
    why: str


def key_lines(kind: ItemKind, body: Body) -> list[KeyLine]:
    """The foreseen answers of an item in the order of the bank; a right one says why it is right.

    A draft may lack such notes.
    """
    return list(_LINES.get(kind, _choices)(body))


def right_answer(kind: ItemKind, body: Body) -> str:
    """What is right, in one line; empty for what a teacher marks."""
    right = [line.text for line in key_lines(kind, body) if line.right]
    return (" · " if kind in (ItemKind.GAP_LIST, ItemKind.GAP_TYPED, ItemKind.MATCHING) else " / ").join(right)


def _choices(body: Body) -> Iterator[KeyLine]:
    keys = {body["key"]} if "key" in body else set(body.get("keys", ()))
    for one in body.get("choices", ()):
        right = one["id"] in keys
        yield KeyLine(side(one), right, body.get("why", "") if right else one.get("tempts", ""))


def _verdicts(body: Body) -> Iterator[KeyLine]:
    for verdict, text in VERDICT_NAMES.items():
        right = verdict == body["key"]
        yield KeyLine(str(text), right, body.get("why", "") if right else body["tempts"].get(verdict, ""))


def _typed(body: Body) -> Iterator[KeyLine]:
    for gap in body["gaps"]:
        yield KeyLine(" / ".join(gap["accept"]), True, body.get("why", ""))
        for wrong in gap.get("tempts", ()):
            yield KeyLine(wrong["text"], False, wrong["why"])


def _listed(body: Body) -> Iterator[KeyLine]:
    for gap in body["gaps"]:
        yield from _choices({**gap, "why": body.get("why", "")})


def _orders(body: Body) -> Iterator[KeyLine]:
    parts = body["parts"]
    for order in (range(1, len(parts) + 1), *body.get("also", ())):
        yield KeyLine(in_order(body, order), True, body.get("why", ""))
    for wrong in body.get("tempts", ()):
        yield KeyLine(in_order(body, wrong["order"]), False, wrong["why"])


def in_order(body: Body, order: Any) -> str:
    """The parts of an item in an order of their numbers, as a sentence."""
    return " ".join(body["parts"][int(number) - 1] for number in order) + str(body.get("end", ""))


def _pairs(body: Body) -> Iterator[KeyLine]:
    for pair in body["pairs"]:
        yield KeyLine(f"{side(pair['left'])} – {side(pair['right'])}", True, body.get("why", ""))
    for one in body.get("extra", ()):
        yield KeyLine(side(one["side"]), False, one.get("tempts", ""))


def side(one: Body) -> str:
    """The text of a choice or a side, or its picture."""
    return str(one.get("text") or one.get("picture") or "")


_LINES = {
    ItemKind.TRUE_FALSE: _verdicts,
    ItemKind.GAP_TYPED: _typed,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _orders,
    ItemKind.MATCHING: _pairs,
}
