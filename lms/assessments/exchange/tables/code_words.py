"""Code words in cells: as they are, or in the words of the page."""

from collections.abc import Mapping
from typing import Any

from lms.assessments.exchange.guessing import verdict_of
from lms.assessments.items import words
from lms.assessments.items.instructions import INSTRUCTIONS, VERDICT_NAMES
from lms.assessments.states import ItemKind
from lms.learners.names import fold

_MEANINGS: dict[str, Mapping[Any, Any]] = {
    "kind": words.KIND_NAMES,
    "level": words.ITEM_LEVELS,
    "within": words.WITHIN_NAMES,
    "skill": words.SKILL_NAMES,
    "topic": words.TOPIC_NAMES,
    "instruction": INSTRUCTIONS,
}


def understood(column: str, text: str) -> str:
    """The code word that a cell means; what means none stays as it is, to be complained about."""
    meanings = _MEANINGS.get(column, {})
    # Thousands of rows say it in code words.
    if text in meanings:
        return text
    return next((str(code) for code, said in meanings.items() if fold(text) in (fold(code), fold(str(said)))), text)


def verdict(text: str) -> str:
    """What a cell says about a statement, in the words of files or of the page."""
    for code, meaning in VERDICT_NAMES.items():
        if fold(text) in (fold(code), fold(str(meaning))):
            return code
    return verdict_of(text) or text


def kind_of(cells: Mapping[str, str]) -> str:
    """The kind that a row names, or that what stands in it can only be; empty when it could be several."""
    if "kind" in cells:
        return understood("kind", cells["kind"])
    if "choice_a" in cells:
        several = "," in cells.get("key", "")
        return (
            ItemKind.SEVERAL_CHOICES if several else ItemKind.DIALOGUE if "lines" in cells else ItemKind.SINGLE_CHOICE
        )
    if verdict(cells.get("key", "")) in VERDICT_NAMES:
        return ItemKind.TRUE_FALSE
    return next((kind for column, kind in _ONLY.items() if column in cells), "")


_ONLY = {"parts": ItemKind.ORDERING, "pairs": ItemKind.MATCHING, "gap_1": ItemKind.GAP_TYPED}
