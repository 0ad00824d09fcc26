"""The way through a placement: letters first, then what the person says of themselves, then items that adapt.

The letters check has eight tasks with four choices, four of letters and four of words, each heard and read. Whoever
only guesses has six or more right once in 240 times; whoever reads and slips in one task of twenty has fewer than six
once in 170. So six are enough for “reads”, and three or fewer for “not yet”; between them the items decide. When none
of the four letters is right the words are not asked: nobody is shown eight things they cannot read.
"""

import enum
from collections.abc import Sequence

LETTERS = 8
"""Tasks of the letters check."""
LETTERS_FIRST = 4
"""Tasks of single letters, which come first."""
READS, NOT_YET = 6, 3
"""At least so many right: the person reads Cyrillic; at most so many: not yet."""
RESUME_DAYS = 3
"""Days after the last answer in which a person may go on."""


class Reading(enum.StrEnum):
    """What the letters check found."""

    READS = "reads"
    UNSURE = "unsure"
    NOT_YET = "not_yet"


class Stage(enum.StrEnum):
    """Where a person stands in a placement."""

    READY = "ready"
    LETTERS = "letters"
    CAN_DO = "can_do"
    ITEMS = "items"
    OVER = "over"


def letters_over(rights: Sequence[bool], tasks: int = LETTERS) -> bool:
    """Whether the letters check is over after these answers."""
    return len(rights) >= tasks or (len(rights) == LETTERS_FIRST and not any(rights))


def reading(rights: Sequence[bool]) -> Reading:
    """What a letters check that is over found."""
    right = sum(rights)
    if right >= READS:
        return Reading.READS
    return Reading.NOT_YET if right <= NOT_YET else Reading.UNSURE
