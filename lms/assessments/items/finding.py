"""What an item is found by: the words that a learner reads or hears, and its grammar point. Pure."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

NOT_READ = frozenset(
    {"id", "key", "keys", "instruction", "within", "who", "why", "tempts", "forgive", "rubric", "end", "also"}
)
"""The fields of a body that nobody looks for: code words, and notes on wrong answers."""


def words_of(body: Mapping[str, Any], grammar: str) -> str:
    """Everything an item is found by, as `comparable` writes it."""
    return comparable(" ".join((grammar, *_texts(body))))


def comparable(text: str) -> str:
    """A text without differences of case, of spaces and of how a letter is encoded."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, Mapping):
        for name, value in part.items():
            if name not in NOT_READ:
                yield from _texts(value)
