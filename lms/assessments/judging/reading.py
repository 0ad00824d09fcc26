"""What a page sends back becomes an answer in the words of the bank, or is refused.

An answer is plain JSON: {"choice": "b"}, {"choices": ["a", "c"]}, {"gaps": ["съм", null]}, {"order": ["2", "1"]},
{"pairs": {"1": "3"}} or {"text": "…"}; a spoken one is {"recording": 7}, or {"live": true} when the teacher is to hear
it; “I don’t know” is no answer at all (None).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lms.assessments.judging.showing import Option, Shown
from lms.assessments.states import ItemKind

Answer = dict[str, Any]
Fields = Mapping[str, Sequence[str]]
"""What a form sends: the values of each name."""
LONGEST = 200
"""Letters of a typed gap."""
LONGEST_TEXT = 5000
"""Letters of a written answer."""


class Unanswered(ValueError):
    """Nothing was chosen or typed, or not everything that must be."""


class NotOffered(ValueError):
    """Something was sent that the item does not have, or that is too long: no page of ours sends it."""


def read(shown: Shown, fields: Fields) -> Answer:
    """The answer that a form sends: `choice` (several for several choices), `gap-1`…, `place-1`…, `pair-1`…, `text`.

    Raises Unanswered and NotOffered.
    """
    answer = _READERS.get(shown.kind, _one)(shown, fields)
    if _open(answer):
        raise Unanswered
    return answer


def read_partly(shown: Shown, fields: Fields) -> Answer | None:
    """As `read`, for an answer that is kept while it is being given: gaps and pairs may be left open.

    None when nothing is given at all. Raises NotOffered, and Unanswered for an order in which parts are missing.
    """
    names = [name for name, values in fields.items() if any(value.strip() for value in values)]
    return _READERS.get(shown.kind, _one)(shown, fields) if names else None


def _open(answer: Answer) -> bool:
    """Whether a gap or a pair is left open."""
    return None in answer.get("gaps", ()) or None in answer.get("pairs", {}).values()


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "").strip()


def _identifier(options: Sequence[Option], mark: str) -> str:
    for option in options:
        if option.mark == mark:
            return option.identifier
    raise NotOffered(mark)


def _one(shown: Shown, fields: Fields) -> Answer:
    if not (mark := _first(fields, "choice")):
        raise Unanswered
    return {"choice": _identifier(shown.options, mark)}


def _several(shown: Shown, fields: Fields) -> Answer:
    chosen = {_identifier(shown.options, mark) for mark in fields.get("choice", ())}
    if not chosen:
        raise Unanswered
    return {"choices": sorted(chosen)}


def _typed(shown: Shown, fields: Fields) -> Answer:
    typed = [_first(fields, f"gap-{number}") for number, _ in enumerate(shown.gaps, 1)]
    if any(len(text) > LONGEST or "\x00" in text for text in typed):
        raise NotOffered
    return {"gaps": [text or None for text in typed]}


def _listed(shown: Shown, fields: Fields) -> Answer:
    marks = [(_first(fields, f"gap-{number}"), options) for number, options in enumerate(shown.gaps, 1)]
    return {"gaps": [_identifier(options, mark) if mark else None for mark, options in marks]}


def _ordered(shown: Shown, fields: Fields) -> Answer:
    """`place-2` says at which place the part with the mark 2 stands."""
    places = [(_first(fields, f"place-{option.mark}"), option.identifier) for option in shown.options]
    if not all(place for place, _ in places):
        raise Unanswered
    if {place for place, _ in places} - {option.mark for option in shown.options}:
        raise NotOffered
    if len({place for place, _ in places}) < len(places):
        raise Unanswered
    return {"order": [identifier for _, identifier in sorted(places, key=lambda one: int(one[0]))]}


def _paired(shown: Shown, fields: Fields) -> Answer:
    """`pair-2` says which right side belongs to the left side with the mark 2."""
    marks = {left.identifier: _first(fields, f"pair-{left.mark}") for left in shown.lefts}
    chosen = {left: _identifier(shown.options, mark) if mark else None for left, mark in sorted(marks.items())}
    return {"pairs": chosen}


def _text(_shown: Shown, fields: Fields) -> Answer:
    text = _first(fields, "text")
    if not text:
        raise Unanswered
    if len(text) > LONGEST_TEXT or "\x00" in text:
        raise NotOffered
    return {"text": text}


def _live(_shown: Shown, fields: Fields) -> Answer:
    """That a spoken answer is given to the teacher. A recording is no field of a form, and comes by itself."""
    said = _first(fields, "live")
    if not said:
        raise Unanswered
    if said != "1":
        raise NotOffered
    return {"live": True}


_READERS: dict[ItemKind, Callable[[Shown, Fields], Answer]] = {
    ItemKind.SEVERAL_CHOICES: _several,
    ItemKind.GAP_TYPED: _typed,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _ordered,
    ItemKind.MATCHING: _paired,
    ItemKind.WRITTEN: _text,
    ItemKind.SPOKEN: _live,
}
