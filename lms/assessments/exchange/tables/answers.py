"""What can be answered, in the columns that each kind of item has for it. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.found import NotCarried
from lms.assessments.exchange.tables.cells import WRONG, pictured, plain, unpack
from lms.assessments.exchange.tables.code_words import verdict
from lms.assessments.exchange.tables.columns import GAPS, LETTERS, title_of
from lms.assessments.items.flaws import CHOICE_KINDS, GAP_KINDS
from lms.assessments.items.instructions import VERDICT_NAMES
from lms.assessments.states import ItemKind

Item = dict[str, Any]
Cells = Mapping[str, str]


class BadCell(NotCarried):
    """A cell that cannot be understood; `message` says which, and why."""

    def __init__(self, column: str, why: Any) -> None:
        super().__init__(f"{title_of(column)}: {why}")


def columns_of(kind: ItemKind) -> set[str]:
    """The columns in which an item of a kind has its answers."""
    if kind in CHOICE_KINDS or kind is ItemKind.SEVERAL_CHOICES:
        return {"key"} | {f"{what}_{letter}" for what in ("choice", "tempts") for letter in LETTERS}
    if kind is ItemKind.TRUE_FALSE:
        return {"key"} | {f"tempts_{one}" for one in VERDICT_NAMES}
    if kind in GAP_KINDS:
        return {f"gap_{n}" for n in range(1, GAPS + 1)}
    return {ItemKind.ORDERING: {"parts", "also", "tempting_orders"}, ItemKind.MATCHING: {"pairs", "extra"}}.get(
        kind, set()
    )


def fill(item: Item, kind: ItemKind, cells: Cells, lost: list[Any]) -> None:
    """Put the answers of a row into its item, noting what is left out. Raises BadCell."""
    if kind in _FILL:
        _FILL[kind](item, cells, lost)


def _choices(item: Item, cells: Cells, _lost: list[Any]) -> None:
    name = "picture" if item["kind"] == ItemKind.PICTURE_CHOICE else "text"
    item["choices"] = []
    for letter in (one for one in LETTERS if f"choice_{one}" in cells):
        choice = {"id": letter, name: cells[f"choice_{letter}"]}
        if f"tempts_{letter}" in cells:
            choice["tempts"] = cells[f"tempts_{letter}"]
        item["choices"].append(choice)
    if "key" in cells:
        _put_key(item, name, cells["key"])


def _put_key(item: Item, name: str, key: str) -> None:
    """The key as a letter, or as the text of a choice; several are divided by commas."""
    letters = {choice[name].casefold(): choice["id"] for choice in item["choices"]} | {one: one for one in LETTERS}
    if item["kind"] == ItemKind.SEVERAL_CHOICES:
        item["keys"] = [letters.get(one.casefold(), one) for one in re.split(r"[,;\s]+", key) if one]
    else:
        item["key"] = letters.get(key.casefold(), key)


def _verdict(item: Item, cells: Cells, _lost: list[Any]) -> None:
    if "key" in cells:
        item["key"] = verdict(cells["key"])
    item["tempts"] = {one: cells[f"tempts_{one}"] for one in VERDICT_NAMES if f"tempts_{one}" in cells}


def _gaps(cells: Cells) -> list[list[list[str]]]:
    return [unpack(cells[f"gap_{n}"]) for n in range(1, GAPS + 1) if f"gap_{n}" in cells]


def _typed(item: Item, cells: Cells, lost: list[Any]) -> None:
    item["gaps"] = []
    for lines in _gaps(cells):
        gap: Item = {"accept": [plain(text) for text, *_ in lines if not text.startswith(WRONG)]}
        wrong = [(plain(text.removeprefix(WRONG)), why) for text, *why in lines if text.startswith(WRONG)]
        lost += [_l("“%(text)s” is a wrong answer without a note on it.", text=text) for text, why in wrong if not why]
        if told := [{"text": text, "why": plain(why[0])} for text, why in wrong if why]:
            gap["tempts"] = told
        item["gaps"].append(gap)


def _listed(item: Item, cells: Cells, _lost: list[Any]) -> None:
    item["gaps"] = []
    for lines in _gaps(cells):
        gap: Item = {"choices": []}
        for letter, (text, *why) in zip("abcdefghijkl", lines, strict=False):
            choice = {"id": letter, "text": plain(text.removeprefix(WRONG))}
            if not text.startswith(WRONG):
                gap.setdefault("key", letter)
            elif why and why[0]:
                choice["tempts"] = plain(why[0])
            gap["choices"].append(choice)
        item["gaps"].append(gap)


def _ordering(item: Item, cells: Cells, _lost: list[Any]) -> None:
    item["parts"] = [plain(part) for line in unpack(cells.get("parts", "")) for part in line]
    if "also" in cells:
        item["also"] = [_order("also", line[0]) for line in unpack(cells["also"])]
    if "tempting_orders" in cells:
        found = unpack(cells["tempting_orders"])
        item["tempts"] = [
            {"order": _order("tempting_orders", order), "why": plain(why[0]) if why else ""} for order, *why in found
        ]


def _order(column: str, text: str) -> list[int]:
    numbers = re.split(r"[,;\s]+", text)
    if not all(one.isascii() and one.isdigit() and len(one) < 4 for one in numbers):
        raise BadCell(column, _l("“%(text)s” is no order: write the numbers of the parts, as “2 1 3”.", text=text))
    return [int(one) for one in numbers]


def _matching(item: Item, cells: Cells, _lost: list[Any]) -> None:
    item["pairs"] = []
    for sides in unpack(cells.get("pairs", "")):
        if len(sides) != 2:
            raise BadCell("pairs", _l("“%(text)s” has not two sides: write them as “left | right”.", text=sides[0]))
        item["pairs"].append({"left": _side(sides[0]), "right": _side(sides[1])})
    if "extra" in cells:
        item["extra"] = [_extra(text, *why) for text, *why in unpack(cells["extra"])]


def _extra(text: str, why: str = "", *_more: str) -> Item:
    return {"side": _side(text)} | ({"tempts": plain(why)} if why else {})


def _side(text: str) -> Item:
    picture = pictured(text)
    return {"text": plain(text)} if picture is None else {"picture": picture}


_FILL: dict[ItemKind, Callable[[Item, Cells, list[Any]], None]] = {
    ItemKind.SINGLE_CHOICE: _choices,
    ItemKind.DIALOGUE: _choices,
    ItemKind.PICTURE_CHOICE: _choices,
    ItemKind.SEVERAL_CHOICES: _choices,
    ItemKind.TRUE_FALSE: _verdict,
    ItemKind.GAP_TYPED: _typed,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _ordering,
    ItemKind.MATCHING: _matching,
}
