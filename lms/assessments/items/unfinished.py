"""A draft that lacks something, made whole enough to be shown: “…” stands for what is still to be written. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lms.assessments.items.flaws import GAP
from lms.assessments.judging.showing import VERDICTS
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]
OPEN = "…"
FEWEST = 3
"""Choices, parts or pairs that are shown at least."""


def filled(kind: ItemKind, body: Body) -> dict[str, Any]:
    """The body with something in every place that its kind shows; a whole one as it is."""
    shown = {"why": OPEN, **body}
    for name in ("lines", "audio"):
        if name in shown:
            shown[name] = _FILL_SAID[name](shown[name])
    return shown | _FILL.get(kind, _nothing)(shown)


def _nothing(_body: Body) -> dict[str, Any]:
    return {}


def _lines(lines: Sequence[Body]) -> list[Any]:
    return [{"who": OPEN, "say": OPEN, **line} for line in lines]


_FILL_SAID: dict[str, Callable[[Any], Any]] = {
    "lines": _lines,
    "audio": lambda audio: {"lines": _lines(audio.get("lines", ()))},
}


def _choices(body: Body) -> dict[str, Any]:
    there = body.get("choices") or [{"id": one} for one in "abc"]
    return {"choices": [one if "picture" in one else {"text": OPEN, **one} for one in there]}


def _verdicts(body: Body) -> dict[str, Any]:
    return {"key": "", "stem": OPEN, **body, "tempts": dict.fromkeys(VERDICTS, OPEN) | body.get("tempts", {})}


def _typed(body: Body) -> dict[str, Any]:
    gaps = [{**gap, "accept": gap.get("accept") or [OPEN], "tempts": _notes(gap)} for gap in _gaps(body)]
    return {"stem": body.get("stem", GAP), "gaps": gaps}


def _notes(part: Body) -> list[Any]:
    return [{"text": OPEN, "why": OPEN, **one} for one in part.get("tempts", ())]


def _listed(body: Body) -> dict[str, Any]:
    return {"stem": body.get("stem", GAP), "gaps": [{"key": "", **gap, **_choices(gap)} for gap in _gaps(body)]}


def _gaps(body: Body) -> list[Body]:
    """One for each gap of the sentence."""
    there = list(body.get("gaps", ()))
    wanted = body.get("stem", GAP).count(GAP)
    return [*there, *[{}] * (wanted - len(there))]


def _parts(body: Body) -> dict[str, Any]:
    parts = body.get("parts") or [OPEN] * FEWEST
    # An order of parts that are no longer there says nothing.
    whole = list(range(1, len(parts) + 1))
    also = [order for order in body.get("also", ()) if sorted(order) == whole]
    tempts = [{"why": OPEN, **one} for one in body.get("tempts", ()) if sorted(one.get("order", ())) == whole]
    return {"parts": parts, "also": also, "tempts": tempts}


def _pairs(body: Body) -> dict[str, Any]:
    pairs = [{side: one.get(side) or {"text": OPEN} for side in ("left", "right")} for one in body.get("pairs", ())]
    extra = [{"tempts": OPEN, **one, "side": one.get("side") or {"text": OPEN}} for one in body.get("extra", ())]
    missing = FEWEST - len(pairs)
    return {"pairs": pairs + [{"left": {"text": OPEN}, "right": {"text": OPEN}}] * missing, "extra": extra}


def _spoken(body: Body) -> dict[str, Any]:
    return {"stem": OPEN, "seconds": 30, "model": OPEN, **body}


def _written(body: Body) -> dict[str, Any]:
    return {"stem": OPEN, "model": OPEN, **body, "words": {"least": OPEN, "most": OPEN} | body.get("words", {})}


_FILL: dict[ItemKind, Callable[[Body], dict[str, Any]]] = {
    ItemKind.SINGLE_CHOICE: _choices,
    ItemKind.DIALOGUE: _choices,
    ItemKind.PICTURE_CHOICE: _choices,
    ItemKind.SEVERAL_CHOICES: _choices,
    ItemKind.TRUE_FALSE: _verdicts,
    ItemKind.GAP_TYPED: _typed,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _parts,
    ItemKind.MATCHING: _pairs,
    ItemKind.SPOKEN: _spoken,
    ItemKind.WRITTEN: _written,
}
