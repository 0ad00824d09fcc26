"""What an answer is worth: the share of an item that is right, part by part.

A teacher may accept a typed answer that the item did not foresee, and a key that was wrong may be corrected; both
come from outside and leave the item as it was worded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.assessments.judging.typed import USUAL, Leniency, match
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]
BY_TEACHER = frozenset({ItemKind.SPOKEN, ItemKind.WRITTEN})
"""Kinds that no key can mark."""


@dataclass(frozen=True)
class Part:
    """One gap, choice, pair or order of an answer."""

    right: bool
    matched: str | None = None
    """The accepted text that was typed."""
    forgiven: tuple[Leniency, ...] = ()
    by_teacher: bool = False
    """Whether only a teacher's acceptance makes it right."""

    def kept(self) -> dict[str, Any]:
        """What is kept of it with the answer."""
        return {"right": self.right, "forgiven": list(self.forgiven)} | (
            {"by_teacher": True} if self.by_teacher else {}
        )


@dataclass(frozen=True)
class Judgement:
    """What an answer is worth."""

    share: float | None
    """From 0 to 1; None while a teacher has not marked it."""
    parts: tuple[Part, ...] = ()
    void: bool = False
    """Whether the item has no right answer, so that it says nothing about the person."""

    @property
    def right(self) -> bool:
        """Whether all of it is right."""
        return self.share == 1

    def kept(self) -> list[dict[str, Any]] | None:
        """What is kept of its parts with the answer; nothing where there are none."""
        if self.void:
            return [{"right": True, "forgiven": [], "void": True}]
        return [part.kept() for part in self.parts] or None


@dataclass(frozen=True)
class Ruling:
    """What was decided about an item after it was worded."""

    accepted: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Typed texts that a teacher accepted, by the number of the gap from 0."""
    key: Mapping[str, Any] = field(default_factory=dict)
    """The corrected key: the fields of the body that it replaces (`key`, `keys`, `gaps`, `also`, `pairs`)."""
    void: bool = False
    """The item turned out to have no right answer: whoever was asked has the full share."""


NO_RULING = Ruling()


def judge(kind: ItemKind, body: Body, answer: Mapping[str, Any] | None, ruling: Ruling = NO_RULING) -> Judgement:
    """What an answer to an item is worth; “I don’t know” (None) is worth nothing, unless the item is void."""
    if ruling.void:
        return Judgement(1.0, void=True)
    if answer is None:
        return Judgement(0.0)
    if kind in BY_TEACHER:
        return Judgement(None)
    corrected = {**body, **ruling.key}
    if kind is ItemKind.SEVERAL_CHOICES:
        return _several(corrected, answer["choices"])
    parts = _parts(kind, corrected, answer, ruling)
    return Judgement(sum(part.right for part in parts) / len(parts), tuple(parts))


def _parts(kind: ItemKind, body: Body, answer: Mapping[str, Any], ruling: Ruling) -> list[Part]:
    if kind is ItemKind.GAP_TYPED:
        return [
            _typed(text, gap, leniency(body), ruling.accepted.get(number, ()))
            for number, (text, gap) in enumerate(zip(answer["gaps"], body["gaps"], strict=True))
        ]
    if kind is ItemKind.GAP_LIST:
        return [Part(chosen == gap["key"]) for chosen, gap in zip(answer["gaps"], body["gaps"], strict=True)]
    if kind is ItemKind.ORDERING:
        return [Part(_in_order(body, answer["order"]))]
    if kind is ItemKind.MATCHING:
        return [Part(left == right) for left, right in answer["pairs"].items()]
    return [Part(answer["choice"] == body["key"])]


def leniency(body: Body) -> frozenset[Leniency]:
    """What an item of typed gaps forgives."""
    return frozenset(map(Leniency, body["forgive"])) if "forgive" in body else USUAL


def _typed(text: str | None, gap: Body, allowed: frozenset[Leniency], accepted: Sequence[str]) -> Part:
    if text is None:
        return Part(False)
    if found := match(text, gap["accept"], allowed):
        return Part(True, found.wanted, found.forgiven)
    if found := match(text, accepted, allowed):
        return Part(True, found.wanted, found.forgiven, by_teacher=True)
    return Part(False)


def _in_order(body: Body, order: Sequence[str]) -> bool:
    """Whether the parts read as one of the right orders does; parts that read alike are alike."""
    parts = body["parts"]
    right = [list(range(1, len(parts) + 1)), *body.get("also", ())]
    read = [parts[int(identifier) - 1] for identifier in order]
    return read in [[parts[number - 1] for number in one] for one in right]


def _several(body: Body, chosen: Sequence[str]) -> Judgement:
    """Each right choice counts for its share and each wrong one against it, so that choosing all gains nothing."""
    keys = set(body["keys"])
    parts = tuple(Part(one in keys) for one in chosen)
    hits = sum(part.right for part in parts)
    wrong = len(parts) - hits
    share = max(0.0, (hits - wrong) / len(keys))
    return Judgement(share, parts)
