"""Answers that somebody of the demonstration gives to an item: the right one, or one that a learner could give."""

from random import Random
from typing import Any

from lms.assessments.states import ItemKind

Body = dict[str, Any]


def right(kind: ItemKind, body: Body) -> dict[str, Any]:
    """The right answer to an item that a key can mark."""
    if kind is ItemKind.SEVERAL_CHOICES:
        return {"choices": sorted(body["keys"])}
    if kind is ItemKind.GAP_TYPED:
        return {"gaps": [gap["accept"][0] for gap in body["gaps"]]}
    if kind is ItemKind.GAP_LIST:
        return {"gaps": [gap["key"] for gap in body["gaps"]]}
    if kind is ItemKind.ORDERING:
        return {"order": [str(number) for number in range(1, len(body["parts"]) + 1)]}
    if kind is ItemKind.MATCHING:
        return {"pairs": {str(number): str(number) for number in range(1, len(body["pairs"]) + 1)}}
    return {"choice": body["key"]}


def wrong(rng: Random, kind: ItemKind, body: Body) -> dict[str, Any]:
    """A wrong answer: one that tempts, where the item names one."""
    if kind is ItemKind.SEVERAL_CHOICES:
        return {"choices": [rng.choice([one["id"] for one in body["choices"] if one["id"] not in body["keys"]])]}
    if kind is ItemKind.GAP_TYPED:
        return {"gaps": [_mistyped(rng, gap) for gap in body["gaps"]]}
    if kind is ItemKind.GAP_LIST:
        return {"gaps": [_other(rng, gap) for gap in body["gaps"]]}
    if kind is ItemKind.ORDERING:
        tempting = [one["order"] for one in body.get("tempts", ())] or [range(len(body["parts"]), 0, -1)]
        return {"order": [str(number) for number in rng.choice(tempting)]}
    if kind is ItemKind.MATCHING:
        numbers = [str(number) for number in range(1, len(body["pairs"]) + 1)]
        return {"pairs": dict(zip(numbers, [*numbers[1:], numbers[0]], strict=True))}
    if kind is ItemKind.TRUE_FALSE:
        return {"choice": rng.choice(sorted(body["tempts"]))}
    return {"choice": _other(rng, body)}


def _other(rng: Random, offered: Body) -> str:
    wrongs: list[str] = [one["id"] for one in offered["choices"] if one["id"] != offered["key"]]
    return rng.choice(wrongs)


def _mistyped(rng: Random, gap: Body) -> str:
    tempting: list[str] = [one["text"] for one in gap.get("tempts", ())]
    return rng.choice(tempting) if tempting else str(gap["accept"][0])[::-1]
