"""What the list of the item bank is limited by, as its address says it. Pure."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from lms.assessments.items.finding import comparable
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill

E = TypeVar("E", bound=enum.StrEnum)
LONGEST = 100
"""Letters that are looked for."""


@dataclass(frozen=True)
class Filters:
    """What is wanted; None and an empty text want everything."""

    state: ItemState | None = None
    level: ItemLevel | None = None
    skill: Skill | None = None
    kind: ItemKind | None = None
    topic: str = ""
    author: int | None = None
    text: str = ""
    to_review: bool = False
    """Only what waits for the review of whoever looks."""

    @property
    def narrow(self) -> bool:
        """Whether more than words and reviews limits the list."""
        return any((self.state, self.level, self.skill, self.kind, self.topic, self.author))

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Filters":
        """The filters of an address; what no filter has counts as not said."""
        author = args.get("author", "")
        return cls(
            state=_one(ItemState, args.get("state")),
            level=_one(ItemLevel, args.get("level")),
            skill=_one(Skill, args.get("skill")),
            kind=_one(ItemKind, args.get("kind")),
            topic=args.get("topic", ""),
            author=int(author) if author.isascii() and author.isdigit() and len(author) < 10 else None,
            text=comparable(args.get("text", "")[:LONGEST]),
            to_review="to_review" in args,
        )


def _one(members: type[E], value: str | None) -> E | None:
    return members(value) if value in set(members) else None
