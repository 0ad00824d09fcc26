"""Items as a table, one a row; and the empty table to fill in, with examples and the code words."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from lms.assessments.exchange.found import Loss, Written
from lms.assessments.exchange.giving_out import keepable
from lms.assessments.exchange.tables.cells import WRONG, escaped, pack
from lms.assessments.exchange.tables.columns import HEADERS, titles
from lms.assessments.items import content, words
from lms.assessments.items.instructions import INSTRUCTIONS
from lms.assessments.judging.typed import Leniency
from lms.assessments.states import ItemKind
from lms.spreadsheets import Sheet, write_csv, write_xlsx

Item = dict[str, Any]
_PLAIN = frozenset(
    {"code", "kind", "level", "within", "skill", "topic", "grammar", "instruction", "picture", "text", "stem", "end"}
    | {"rubric", "seconds", "model", "why", "author"}
)
"""Fields that stand in their column as they are."""


def write_workbook(items: Iterable[Item]) -> Written:
    """A workbook with every item."""
    losses = list[Loss]()
    rows = [_row(item) for item in keepable(items, losses)]
    return Written(write_xlsx([Sheet(_("Items"), titles(), rows)]), len(rows), tuple(losses))


def write_text(items: Iterable[Item]) -> Written:
    """The same as .csv."""
    losses = list[Loss]()
    rows = [[_guarded(cell) for cell in _row(item)] for item in keepable(items, losses)]
    return Written(write_csv(titles(), rows), len(rows), tuple(losses))


def template() -> bytes:
    """An empty table, examples from the files of items, and the code words with what they mean."""
    words_header = [_("Column"), _("Word"), _("Meaning")]
    sheets = [
        Sheet(_("Items"), titles(), []),
        Sheet(_("Examples"), titles(), [_row(item) for item in _examples()]),
        Sheet(_("Words"), words_header, list(_code_words())),
    ]
    return write_xlsx(sheets)


def _examples() -> Iterator[Item]:
    """The first item of each kind in the files."""
    seen = set()
    for wording in (one for file in content.read_all() for one in file.items):
        if wording.kind not in seen:
            seen.add(wording.kind)
            yield {name: getattr(wording, name) for name in content.HEAD} | wording.body


def _code_words() -> Iterator[list[str]]:
    named = (
        ("kind", words.KIND_NAMES),
        ("level", words.ITEM_LEVELS),
        ("within", words.WITHIN_NAMES),
        ("skill", words.SKILL_NAMES),
        ("topic", words.TOPIC_NAMES),
        ("instruction", INSTRUCTIONS),
    )
    of = dict(zip(HEADERS, titles(), strict=True))
    for name, meanings in named:
        yield from ([of[name], str(code), str(meaning)] for code, meaning in dict[Any, Any](meanings).items())
    yield from ([of["forgive"], one.value, ""] for one in Leniency)


def _guarded(text: str) -> str:
    # An apostrophe in front is what keeps other cells from being formulas; one that is meant needs its own.
    return f"'{text}" if text.startswith("'") else text


def _row(item: Item) -> list[str]:
    cells = {name: str(item[name]) for name in _PLAIN if name in item}
    cells |= {"audio": _said(item.get("audio", {}).get("lines", ())), "lines": _said(item.get("lines", ()))}
    cells["forgive"] = ", ".join(item.get("forgive", ()))
    if "words" in item:
        cells |= {"words_least": str(item["words"]["least"]), "words_most": str(item["words"]["most"])}
    cells |= _answers(item)
    return [cells.get(name, "") for name in HEADERS]


def _said(lines: Iterable[Item]) -> str:
    return pack((escaped(line["who"]), escaped(line["say"])) for line in lines)


def _answers(item: Item) -> dict[str, str]:
    kind = ItemKind(item["kind"])
    if kind is ItemKind.TRUE_FALSE:
        return {"key": item["key"]} | {f"tempts_{one}": why for one, why in item.get("tempts", {}).items()}
    if kind is ItemKind.ORDERING:
        tempting = ((_numbers(one["order"]), escaped(one["why"])) for one in item.get("tempts", ()))
        orders = pack((_numbers(order),) for order in item.get("also", ()))
        parts = pack((escaped(part),) for part in item["parts"])
        return {"parts": parts, "also": orders, "tempting_orders": pack(tempting)}
    if kind is ItemKind.MATCHING:
        extra = ((_side(one["side"]), escaped(one.get("tempts", ""))) for one in item.get("extra", ()))
        pairs = pack((_side(pair["left"]), _side(pair["right"])) for pair in item["pairs"])
        return {"pairs": pairs, "extra": pack(extra)}
    if "gaps" in item:
        return {f"gap_{n}": pack(_gap(gap)) for n, gap in enumerate(item["gaps"], 1)}
    return _choices(item)


def _choices(item: Item) -> dict[str, str]:
    cells = {"key": ", ".join(item.get("keys", ())) or item.get("key", "")}
    for choice in item.get("choices", ()):
        cells[f"choice_{choice['id']}"] = choice.get("text") or choice["picture"]
        cells[f"tempts_{choice['id']}"] = choice.get("tempts", "")
    return cells


def _gap(gap: Item) -> Iterator[tuple[str, ...]]:
    for text in gap.get("accept", ()):
        yield (escaped(text),)
    for wrong in gap.get("tempts", ()):
        yield WRONG + escaped(wrong["text"]), escaped(wrong["why"])
    for choice in gap.get("choices", ()):
        right = choice["id"] == gap["key"]
        yield (
            (escaped(choice["text"]),)
            if right
            else (WRONG + escaped(choice["text"]), escaped(choice.get("tempts", "")))
        )


def _side(side: Item) -> str:
    return f"[{side['picture']}]" if "picture" in side else escaped(side["text"])


def _numbers(order: Iterable[int]) -> str:
    return " ".join(map(str, order))
