"""One row of a table as an item. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.shapes import fields_of
from lms.assessments.exchange.tables import answers
from lms.assessments.exchange.tables.answers import BadCell
from lms.assessments.exchange.tables.cells import plain, unpack
from lms.assessments.exchange.tables.code_words import kind_of, understood
from lms.assessments.exchange.tables.columns import title_of
from lms.assessments.states import ItemKind

Item = dict[str, Any]
Cells = Mapping[str, str]
_CODED = frozenset({"level", "within", "skill", "topic", "instruction"})


def item_in(cells: Cells) -> tuple[Item, list[Any]]:
    """What a row says as an item, and what of it says nothing there. Raises BadCell when it is no item."""
    named = kind_of(cells)
    if named not in list(ItemKind):
        raise BadCell("kind", _l("“%(value)s” is not known.", value=named) if named else _l("nothing stands there."))
    kind = ItemKind(named)
    item: Item = {"kind": kind.value}
    for name in cells.keys() & _PLAIN.keys() & fields_of(kind).keys():
        item[name] = _PLAIN[name](name, cells[name])
    if "words" in fields_of(kind) and (words := _words(cells)):
        item["words"] = words
    lost = list[Any]()
    answers.fill(item, kind, cells, lost)
    return item, [*lost, *_said_in_vain(cells, kind)]


def _said_in_vain(cells: Cells, kind: ItemKind) -> Iterator[Any]:
    told = {"kind"} | (_PLAIN.keys() & fields_of(kind).keys()) | answers.columns_of(kind)
    if "words" in fields_of(kind):
        told |= {"words_least", "words_most"}
    for name in cells:
        if name not in told:
            yield _l("%(column)s: an item of this kind has no such thing.", column=title_of(name))


def _as_it_is(name: str, text: str) -> str:
    return understood(name, text) if name in _CODED else text


def _number(_name: str, text: str) -> int | str:
    """A whole number; what is none stays as it is, to be complained about."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _words(cells: Cells) -> Item:
    found = {"least": cells.get("words_least"), "most": cells.get("words_most")}
    return {name: _number(name, text) for name, text in found.items() if text}


def _list(_name: str, text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _said(name: str, text: str) -> list[Item]:
    lines = []
    for parts in unpack(text):
        if len(parts) != 2:
            raise BadCell(name, _l("“%(text)s” does not say who speaks: write it as “who | words”.", text=parts[0]))
        lines.append({"who": plain(parts[0]), "say": plain(parts[1])})
    return lines


def _heard(name: str, text: str) -> Item:
    return {"lines": _said(name, text)}


_PLAIN: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(
        ("code", "level", "within", "skill", "topic", "grammar", "instruction", "picture", "text", "stem", "end",
         "rubric", "model", "why", "author"),
        _as_it_is,
    ),
    "seconds": _number,
    "forgive": _list,
    "audio": _heard,
    "lines": _said,
}  # fmt: skip
"""How each column is read that has one cell for one field."""
