"""A question as the formats of other programs see it: what is asked, what can be answered, what is said of the answers.

Every format has these parts in one way or another. What only an item has (its level, the grammar point …) is `said`
beside them, in whatever place a format leaves for such things.
"""

import enum
from dataclasses import dataclass, field
from typing import Any

from lms.assessments.states import ItemKind


class Shape(enum.StrEnum):
    """What a person does to answer a question."""

    CHOICE = "choice"
    SEVERAL = "several"
    TYPED = "typed"
    LISTED = "listed"
    ORDER = "order"
    MATCH = "match"
    ESSAY = "essay"


SHAPES = {
    ItemKind.SINGLE_CHOICE: Shape.CHOICE,
    ItemKind.TRUE_FALSE: Shape.CHOICE,
    ItemKind.DIALOGUE: Shape.CHOICE,
    ItemKind.PICTURE_CHOICE: Shape.CHOICE,
    ItemKind.SEVERAL_CHOICES: Shape.SEVERAL,
    ItemKind.GAP_TYPED: Shape.TYPED,
    ItemKind.GAP_LIST: Shape.LISTED,
    ItemKind.ORDERING: Shape.ORDER,
    ItemKind.MATCHING: Shape.MATCH,
    ItemKind.SPOKEN: Shape.ESSAY,
    ItemKind.WRITTEN: Shape.ESSAY,
}
"""The shape in which an item of each kind is asked elsewhere."""
VERDICTS = {"true": "Вярно", "false": "Невярно", "not_said": "Не се казва"}
"""What can be said about a statement, as choices that a file holds: what is taught is always Bulgarian."""


@dataclass(frozen=True)
class Option:
    """Something that can be answered: its text, whether it is right, and what is said to whoever answers it."""

    text: str
    right: bool = False
    why: str = ""


@dataclass(frozen=True)
class Line:
    """What one person says in a talk."""

    who: str
    say: str


@dataclass
class Prompt:
    """What is read before answering; a gap is three underscores."""

    picture: str = ""
    text: str = ""
    lines: tuple[Line, ...] = ()
    stem: str = ""


@dataclass
class Question:
    """One question of a file."""

    shape: Shape
    code: str = ""
    prompt: Prompt = field(default_factory=Prompt)
    options: tuple[Option, ...] = ()
    """What is chosen from, in CHOICE and SEVERAL."""
    gaps: tuple[tuple[Option, ...], ...] = ()
    """For each gap in TYPED what is foreseen, and in LISTED what is chosen from."""
    parts: tuple[str, ...] = ()
    """In ORDER: the parts in the right order."""
    pairs: tuple[tuple[str, str], ...] = ()
    """In MATCH: what belongs together."""
    extra: tuple[str, ...] = ()
    """In MATCH: right sides that belong to nothing."""
    why: str = ""
    """What is said to everybody after the answer."""
    model: str = ""
    """In ESSAY: what a good answer is like, for whoever marks it."""
    said: dict[str, Any] = field(default_factory=dict)
    """Fields of an item that no format has a part for."""
    lost: list[Any] = field(default_factory=list)
    """What of the question was left out, in sentences."""
