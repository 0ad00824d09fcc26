"""An answer as staff read it: what was chosen, typed or put in order, in the words of the item."""

from collections.abc import Mapping
from typing import Any

from lms.assessments.items.instructions import VERDICT_NAMES
from lms.assessments.items.keys import in_order, side
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]
LEFT_OPEN = "…"
"""What stands for a gap or a pair that was left open."""


def in_words(kind: ItemKind, body: Body, answer: Mapping[str, Any]) -> str:
    """What was answered to an item."""
    if kind is ItemKind.TRUE_FALSE:
        return str(VERDICT_NAMES[answer["choice"]])
    if "order" in answer:
        return in_order(body, answer["order"])
    if "pairs" in answer:
        return _pairs(body, answer["pairs"])
    if "gaps" in answer:
        return " · ".join(_gap(gap, given) for gap, given in zip(body["gaps"], answer["gaps"], strict=True))
    if "text" in answer:
        return str(answer["text"])
    chosen = answer.get("choices") or [answer.get("choice")]
    return ", ".join(side(one) for one in body.get("choices", ()) if one["id"] in chosen)


def _gap(gap: Body, given: str | None) -> str:
    if given is None:
        return LEFT_OPEN
    return next((side(one) for one in gap.get("choices", ()) if one["id"] == given), given)


def _pairs(body: Body, pairs: Mapping[str, str | None]) -> str:
    lefts = {str(number): side(pair["left"]) for number, pair in enumerate(body["pairs"], 1)}
    rights = {str(number): side(pair["right"]) for number, pair in enumerate(body["pairs"], 1)}
    rights |= {f"x{number}": side(one["side"]) for number, one in enumerate(body.get("extra", ()), 1)}
    return ", ".join(f"{lefts[left]} – {rights[right] if right else LEFT_OPEN}" for left, right in pairs.items())
