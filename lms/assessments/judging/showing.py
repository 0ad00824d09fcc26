"""How an item is shown to one person: in which order, and under which marks the page knows its parts.

A page must not give the key away, so it never learns the identifiers of the bank: parts stand in an order drawn for
the attempt, and their marks are their places in it. The same seed shows the same order again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from lms.assessments.states import ItemKind

Body = Mapping[str, Any]
VERDICTS = ("true", "false", "not_said")
"""What is said about a statement; these keep their order everywhere."""


@dataclass(frozen=True)
class Option:
    """A part of an item as a page has it."""

    mark: str
    """What the page sends back: its place, from "1"."""
    identifier: str
    """What the bank calls it. Never shown."""
    text: str | None = None
    picture: str | None = None


@dataclass(frozen=True)
class Shown:
    """What can be chosen, put in order or joined in one item."""

    kind: ItemKind
    options: tuple[Option, ...] = ()
    """The choices, the parts to be ordered, or the right sides of pairs."""
    gaps: tuple[tuple[Option, ...], ...] = ()
    """The choices of each gap; empty for a gap that is typed."""
    lefts: tuple[Option, ...] = ()
    """The left sides of pairs."""


def show(kind: ItemKind, body: Body, seed: str) -> Shown:
    """An item as the person with this seed sees it."""
    rng = Random(seed)  # noqa: S311  # an order, not a secret
    if kind is ItemKind.TRUE_FALSE:
        return Shown(kind, _marked(Option("", verdict) for verdict in VERDICTS))
    if kind is ItemKind.ORDERING:
        return Shown(kind, _mixed(rng, _parts(body)))
    if kind is ItemKind.MATCHING:
        rights, lefts = _sides(body)
        return Shown(kind, _mixed(rng, rights), lefts=_mixed(rng, lefts))
    if kind in (ItemKind.GAP_LIST, ItemKind.GAP_TYPED):
        return Shown(kind, gaps=tuple(_mixed(rng, _choices(gap.get("choices", ()))) for gap in body["gaps"]))
    return Shown(kind, _mixed(rng, _choices(body.get("choices", ()))))


def _choices(choices: Sequence[Body]) -> list[Option]:
    return [Option("", one["id"], one.get("text"), one.get("picture")) for one in choices]


def _parts(body: Body) -> list[Option]:
    return [Option("", str(number), text) for number, text in enumerate(body["parts"], 1)]


def _sides(body: Body) -> tuple[list[Option], list[Option]]:
    """The right sides, with those that fit nothing, and the left ones; a pair has one number."""
    pairs = [(str(number), pair) for number, pair in enumerate(body["pairs"], 1)]
    extra = [(f"x{number}", one["side"]) for number, one in enumerate(body.get("extra", ()), 1)]
    rights = [*((number, pair["right"]) for number, pair in pairs), *extra]
    lefts = [(number, pair["left"]) for number, pair in pairs]
    return [_side(*one) for one in rights], [_side(*one) for one in lefts]


def _side(identifier: str, side: Body) -> Option:
    return Option("", identifier, side.get("text"), side.get("picture"))


def _mixed(rng: Random, options: list[Option]) -> tuple[Option, ...]:
    mixed = options.copy()
    rng.shuffle(mixed)
    # What is to be put in order must not lie there in order.
    if mixed == options and len(options) > 1:
        mixed = [*options[1:], options[0]]
    return _marked(mixed)


def _marked(options: Iterable[Option]) -> tuple[Option, ...]:
    return tuple(replace(one, mark=str(place)) for place, one in enumerate(options, 1))
