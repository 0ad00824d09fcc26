"""Makers of items in the bank, for tests of its pages and acts."""

import itertools
from typing import Any

from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill
from tests.factories import save

_numbers = itertools.count(501)
CHOICES = [
    {"id": "a", "text": "съм"},
    {"id": "b", "text": "си", "tempts": "Второ лице."},
    {"id": "c", "text": "е", "tempts": "Трето лице."},
]
BODY = {
    "instruction": "fill_gap",
    "stem": "Аз ___ Марта.",
    "choices": CHOICES,
    "key": "a",
    "why": "Първо лице.",
}


def make_version(item: Item | None = None, **given: Any) -> ItemVersion:
    """A draft of an item that is whole; what is given replaces it."""
    facts = {
        "item": item or Item(code=f"A1-U-{next(_numbers)}"),
        "version": item.latest.version + 1 if item else 1,
        "state": ItemState.DRAFT,
        "level": ItemLevel.A1,
        "skill": Skill.USE_OF_LANGUAGE,
        "kind": ItemKind.SINGLE_CHOICE,
        "topic": "people",
        "grammar": "съм",
        "body": BODY,
    }
    return save(ItemVersion(**facts | given))
