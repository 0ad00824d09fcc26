"""What a form says becomes the body of an item; what is empty is left out, so that a draft may lack anything. Pure."""

from collections.abc import Callable, Sequence

from lms.assessments.authoring.orders import read_order
from lms.assessments.authoring.pieces import Body, Said, clean, gaps_in, lines_of, place, rows_in_use, side_of, texts
from lms.assessments.judging.showing import VERDICTS
from lms.assessments.judging.typed import USUAL, Leniency
from lms.assessments.states import ItemKind, Within

LETTERS = "abcdef"


def body_of(kind: ItemKind, said: Said) -> Body:
    """The body of an item, as far as the form says it."""
    body: Body = {"instruction": said["instruction"]}
    if said["within"] != Within.MIDDLE:
        body["within"] = said["within"]
    body |= texts(said, "picture", "text", "stem")
    if heard := rows_in_use(said["heard"], "say"):
        body["audio"] = {"lines": [{"who": line["who"], "say": clean(line["say"])} for line in heard]}
    return body | _BODIES[kind](said) | texts(said, "why", "model")


def _offered(rows: Sequence[Said], right: set[int], name: str = "text") -> tuple[list[Body], list[str]]:
    """The choices, and the letters of those that are right."""
    choices: list[Body] = []
    keys = []
    for number, row in enumerate(rows):
        if not clean(row[name]) and not clean(row["tempts"]):
            continue
        letter = LETTERS[len(choices)]
        choices.append({"id": letter} | texts(row, name) | ({} if number in right else texts(row, "tempts")))
        if number in right:
            keys.append(letter)
    return choices, keys


def _one_key(said: Said, name: str = "text") -> Body:
    marked = place(said["key"])
    choices, keys = _offered(said["choices"], set() if marked is None else {marked}, name)
    body: Body = {"choices": choices} if choices else {}
    return body | {"key": keys[0]} if keys else body


def _pictures(said: Said) -> Body:
    return _one_key(said, "picture")


def _several(said: Said) -> Body:
    choices, keys = _offered(said["choices"], {number for number, row in enumerate(said["choices"]) if row["right"]})
    return {"choices": choices, "keys": keys}


def _verdicts(said: Said) -> Body:
    key = said["key"] or ""
    notes = {verdict: note for verdict in VERDICTS if verdict != key and (note := clean(said[f"tempts_{verdict}"]))}
    return ({"key": key} if key else {}) | {"tempts": notes}


def _dialogue(said: Said) -> Body:
    lines = [texts(line, "who", "say") for line in rows_in_use(said["lines"], "who", "say")]
    return ({"lines": lines} if lines else {}) | _one_key(said)


def _typed(said: Said) -> Body:
    gaps = [_typed_gap(gap) for gap in said["gaps"]]
    forgiven = frozenset(said["forgive"])
    usual = {} if forgiven == USUAL else {"forgive": [one.value for one in Leniency if one in forgiven]}
    return {"gaps": _wanted(gaps, said)} | usual


def _typed_gap(gap: Said) -> Body:
    notes = [texts(row, "text", "why") for row in rows_in_use(gap["tempts"], "text", "why")]
    return {"accept": lines_of(gap["accept"])} | ({"tempts": notes} if notes else {})


def _listed(said: Said) -> Body:
    return {"gaps": _wanted([_one_key(gap) for gap in said["gaps"]], said)}


def _wanted(gaps: list[Body], said: Said) -> list[Body]:
    """As many as the sentence has; more only while something stands in them."""
    while len(gaps) > gaps_in(said["stem"]) and not any(gaps[-1].values()):
        gaps.pop()
    return gaps


def _ordering(said: Said) -> Body:
    parts = lines_of(said["parts"])
    body: Body = {"parts": parts} if parts else {}
    if said["end"]:
        body["end"] = said["end"]
    if also := [order for line in lines_of(said["also"]) if (order := read_order(parts, line))]:
        body["also"] = also
    notes = [
        {"order": order} | texts(row, "why")
        for row in rows_in_use(said["tempts"], "order")
        if (order := read_order(parts, row["order"]))
    ]
    return body | ({"tempts": notes} if notes else {})


def _matching(said: Said) -> Body:
    pairs = [_pair(row) for row in rows_in_use(said["pairs"], "left", "right")]
    extra = [_extra(row) for row in rows_in_use(said["extra"], "side", "tempts")]
    return ({"pairs": pairs} if pairs else {}) | ({"extra": extra} if extra else {})


def _pair(row: Said) -> Body:
    return {name: side_of(text) for name in ("left", "right") if (text := clean(row[name]))}


def _extra(row: Said) -> Body:
    return ({"side": side_of(text)} if (text := clean(row["side"])) else {}) | texts(row, "tempts")


def _spoken(said: Said) -> Body:
    return {name: said[name] for name in ("rubric", "seconds") if said[name]}


def _written(said: Said) -> Body:
    words = {name: said[name] for name in ("least", "most") if said[name] is not None}
    return ({"rubric": said["rubric"]} if said["rubric"] else {}) | ({"words": words} if words else {})


_BODIES: dict[ItemKind, Callable[[Said], Body]] = {
    ItemKind.SINGLE_CHOICE: _one_key,
    ItemKind.SEVERAL_CHOICES: _several,
    ItemKind.TRUE_FALSE: _verdicts,
    ItemKind.DIALOGUE: _dialogue,
    ItemKind.PICTURE_CHOICE: _pictures,
    ItemKind.GAP_TYPED: _typed,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _ordering,
    ItemKind.MATCHING: _matching,
    ItemKind.SPOKEN: _spoken,
    ItemKind.WRITTEN: _written,
}
