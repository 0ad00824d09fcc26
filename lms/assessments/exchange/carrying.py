"""What is said of an item beside its parts, divided: code words are short tags, all else is notes.

Programs cut tags after fifty letters, but list and search them; notes can be long.
"""

from collections.abc import Iterable
from typing import Any

from lms.assessments.exchange.question import Question

TAGGED = ("kind", "level", "within", "skill", "topic", "instruction")
_MARK = "azbuka:"


def tags_of(question: Question) -> list[str]:
    """The tags of a question: “azbuka:level=A1”."""
    return [f"{_MARK}{name}={question.said[name]}" for name in TAGGED if name in question.said]


def notes_of(question: Question) -> dict[str, Any]:
    """What is said and is no tag."""
    return {name: value for name, value in question.said.items() if name not in TAGGED}


def said_in(tags: Iterable[str]) -> dict[str, Any]:
    """What tags say of an item; tags of others say nothing."""
    pairs = (tag.removeprefix(_MARK).partition("=") for tag in tags if tag.startswith(_MARK))
    return {name: value for name, _, value in pairs if name in TAGGED}
