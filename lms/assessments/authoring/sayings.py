"""The body of an item as a form says it: the way back from `bodies`. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lms.assessments.authoring.bodies import LETTERS
from lms.assessments.authoring.orders import written
from lms.assessments.items.keys import side
from lms.assessments.judging.showing import VERDICTS
from lms.assessments.judging.typed import USUAL
from lms.assessments.states import ItemKind, Within

Body = Mapping[str, Any]
Said = dict[str, Any]
NEW_CHOICES = 4
"""Empty rows with which a new item begins."""


def said_of(kind: ItemKind, body: Body) -> Said:
    """The data of the form for an item of a kind; for one with no body yet, with rows to be filled in."""
    said: Said = {name: body.get(name, "") for name in ("picture", "text", "stem", "why", "model")}
    said |= {"instruction": body.get("instruction"), "within": body.get("within", Within.MIDDLE)}
    said["heard"] = list(body.get("audio", {}).get("lines", ()))
    return said | _SAID[kind](body)


def _letters(rows: Sequence[Body], key: str | None) -> str:
    """The place of the row with a letter, as a form says it."""
    ids = [row.get("id") for row in rows]
    return str(ids.index(key)) if key in ids else ""


def _one_key(body: Body) -> Said:
    rows = body.get("choices") or [{}] * NEW_CHOICES
    return {"choices": [dict(row) for row in rows], "key": _letters(rows, body.get("key"))}


def _several(body: Body) -> Said:
    rows = body.get("choices") or [{}] * NEW_CHOICES
    keys = body.get("keys", ())
    return {"choices": [{**row, "right": row.get("id", LETTERS) in keys} for row in rows]}


def _verdicts(body: Body) -> Said:
    notes = {f"tempts_{verdict}": body.get("tempts", {}).get(verdict, "") for verdict in VERDICTS}
    return {"key": body.get("key"), **notes}


def _dialogue(body: Body) -> Said:
    return {"lines": list(body.get("lines") or [{}, {}]), **_one_key(body)}


def _typed(body: Body) -> Said:
    gaps = [
        {"accept": "\n".join(gap.get("accept", ())), "tempts": gap.get("tempts", [])} for gap in body.get("gaps", ())
    ]
    return {"gaps": gaps or [{}], "forgive": body.get("forgive", [one.value for one in USUAL])}


def _listed(body: Body) -> Said:
    return {"gaps": [_one_key(gap) for gap in body.get("gaps") or [{}]]}


def _ordering(body: Body) -> Said:
    parts = body.get("parts", ())
    # Parts that are lines are easier to tell apart with a sign between them.
    apart = " / " if body.get("instruction") == "order_lines" else " "
    return {
        "parts": "\n".join(parts),
        "end": body.get("end", ""),
        "also": "\n".join(written(parts, order, apart) for order in body.get("also", ())),
        "tempts": [
            {"order": written(parts, one.get("order", ()), apart), "why": one.get("why", "")}
            for one in body.get("tempts", ())
        ],
    }


def _matching(body: Body) -> Said:
    pairs = body.get("pairs") or [{}] * NEW_CHOICES
    return {
        "pairs": [{name: side(pair.get(name, {})) for name in ("left", "right")} for pair in pairs],
        "extra": [
            {"side": side(one.get("side", {})), "tempts": one.get("tempts", "")} for one in body.get("extra", ())
        ],
    }


def _spoken(body: Body) -> Said:
    return {"rubric": body.get("rubric", ""), "seconds": body.get("seconds", 30)}


def _written(body: Body) -> Said:
    words = body.get("words", {})
    return {"rubric": body.get("rubric", ""), "least": words.get("least"), "most": words.get("most")}


_SAID: dict[ItemKind, Callable[[Body], Said]] = {
    ItemKind.SINGLE_CHOICE: _one_key,
    ItemKind.SEVERAL_CHOICES: _several,
    ItemKind.TRUE_FALSE: _verdicts,
    ItemKind.DIALOGUE: _dialogue,
    ItemKind.PICTURE_CHOICE: _one_key,
    ItemKind.GAP_TYPED: _typed,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _ordering,
    ItemKind.MATCHING: _matching,
    ItemKind.SPOKEN: _spoken,
    ItemKind.WRITTEN: _written,
}
