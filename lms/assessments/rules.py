"""Marking an answer, the level a placement suggests, and when to stop asking.

Pure: no database, no request.

How the level is found. The test has five items at each of pre-A1, A1, A2 and B1, every one with four choices
and “I don’t know”, which counts as not right. The suggestion is the course to learn in:

- A level is known when 4 of its 5 items are right, or when 2 or 3 are and the next level has 4: then the
  misses were slips, because nobody is sure of the harder level without the easier one.
- pre-A1 not known: Literacy, for the person does not read Cyrillic fluently enough for a course book.
  A1 not known: A1. A2 not known: A2. All known, and 3 items of B1 right: above our courses.

Why these numbers. Whoever only guesses has 4 of 5 right once in 64 times, but 3 of 5 once in 10: hence 4.
A pure guesser is suggested Literacy in 97.9 % of cases and A2 in 0.6 %. Being sent away as too good costs a
person the course, while a course somewhat too easy can be left: hence the 3 items of B1 for “above”. Suppose
people answer 95 % right below their course, 45 % in it, 30 % one level above and 25 % beyond: then the rule
suggests their own course to 85 % of those who belong in Literacy, 83 % in A1 and 94 % in A2.
A person decides.
"""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.assessments.states import ItemLevel, Skill
from lms.courses.states import Level

BLOCK = 5
"""Items of a level in the placement."""
SURE = 4
"""Right answers of a block with which its level is known."""
SLIPPED = 2
"""Right answers that are enough when the next block is sure."""
ABOVE = 3
"""Right answers at B1 with which a person is above our courses."""
STEPS = (ItemLevel.PRE_A1, ItemLevel.A1, ItemLevel.A2)
"""The levels that must be known before the next course."""

Counts = Mapping[ItemLevel, int]


class Finding(enum.StrEnum):
    """What the answers of one block say about its level."""

    ENOUGH = "enough"
    CARRIED = "carried"
    TOO_FEW = "too_few"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Given:
    """One answered item, as far as the suggestion is concerned."""

    level: ItemLevel
    skill: Skill
    right: bool
    known: bool = True
    """False for “I don’t know”."""


def is_right(body: Mapping[str, Any], choice: str | None) -> bool:
    """Whether a choice is the key of an item; “I don’t know” (None) is not.

    Raises ValueError for a choice the item does not have.
    """
    if choice is not None and choice not in {option["id"] for option in body["choices"]}:
        raise ValueError("The item has no such choice.")
    return bool(choice == body["key"])


def suggest(right: Counts) -> Level:
    """The course to suggest for so many right answers at each level; more right answers never lower it."""
    if not _known(ItemLevel.PRE_A1, right):
        return Level.LITERACY
    if not _known(ItemLevel.A1, right):
        return Level.A1
    if not _known(ItemLevel.A2, right) or right.get(ItemLevel.B1, 0) < ABOVE:
        return Level.A2
    return Level.B1


def _known(level: ItemLevel, right: Counts) -> bool:
    return right.get(level, 0) >= SURE or _carried(level, right)


def _carried(level: ItemLevel, right: Counts) -> bool:
    harder = list(ItemLevel)[list(ItemLevel).index(level) + 1]
    return SURE > right.get(level, 0) >= SLIPPED and right.get(harder, 0) >= SURE


def is_over(form: Sequence[ItemLevel], rights: Sequence[bool]) -> bool:
    """Whether a placement with these levels ends after these answers.

    It ends after its last item, and at the end of a block as soon as no answer that could follow would change
    the suggestion: nobody is asked fifteen items too hard for them. The suggestion never falls with a right
    answer, so it is enough to look at all of the rest wrong and all of it right.
    """
    asked = len(rights)
    if asked >= len(form):
        return True
    if asked == 0 or form[asked] == form[asked - 1]:
        return False
    right = Counter(level for level, is_right in zip(form, rights, strict=False) if is_right)
    return suggest(right) == suggest(right + Counter(form[asked:]))


def findings(right: Counts, asked: Counts) -> dict[ItemLevel, Finding]:
    """What each block says, for explaining the suggestion."""
    return {level: _finding(level, right, asked) for level in ItemLevel}


def _finding(level: ItemLevel, right: Counts, asked: Counts) -> Finding:
    if not asked.get(level, 0):
        return Finding.NOT_ASKED
    if right.get(level, 0) >= needed(level):
        return Finding.ENOUGH
    if level in STEPS and _carried(level, right):
        return Finding.CARRIED
    return Finding.TOO_FEW


def needed(level: ItemLevel) -> int:
    """Right answers with which a level's block is enough by itself."""
    return SURE if level in STEPS else ABOVE


def tally(given: Sequence[Given]) -> dict[str, Any]:
    """What a suggestion rests on: asked, right and “I don’t know” by level and skill; plain JSON."""
    return {
        "levels": {level: _count([one for one in given if one.level is level]) for level in ItemLevel},
        "skills": {
            skill: _count([one for one in given if one.skill is skill])
            for skill in Skill
            if any(one.skill is skill for one in given)
        },
    }


def _count(given: Sequence[Given]) -> dict[str, int]:
    return {
        "asked": len(given),
        "right": sum(one.right for one in given),
        "unknown": sum(not one.known for one in given),
    }
