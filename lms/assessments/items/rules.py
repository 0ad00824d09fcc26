"""Who may do what with a version of an item, and when: a second person reads it before anybody is asked it. Pure."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from lms.assessments.states import ItemState


class Act(enum.StrEnum):
    """What staff do with a version."""

    REWORD = "reword"
    """Change the draft itself."""
    WORD_ANEW = "word_anew"
    """Write the next version."""
    TAKE_OVER = "take_over"
    DISCARD = "discard"
    REVIEW = "review"
    PUT_LIVE = "put_live"
    RETIRE = "retire"


@dataclass(frozen=True)
class Standing:
    """Where a version stands, for somebody of the staff."""

    state: ItemState
    latest: bool
    """Whether no version follows it."""
    offered: bool
    """Whether its author wants it reviewed."""
    mine: bool
    """Whether the one who looks wrote it."""
    has_author: bool = True
    """Whether anybody here wrote it."""


def acts(version: Standing) -> frozenset[Act]:
    """What can be done with a version now, as far as it is about who wrote it and its state."""
    return frozenset(act for act, possible in _POSSIBLE.items() if possible(version))


def _draft(version: Standing) -> bool:
    return version.state is ItemState.DRAFT


def _own_draft(version: Standing) -> bool:
    return _draft(version) and (version.mine or not version.has_author)


_POSSIBLE: dict[Act, Callable[[Standing], bool]] = {
    Act.REWORD: _own_draft,
    Act.DISCARD: _own_draft,
    Act.TAKE_OVER: lambda version: _draft(version) and not _own_draft(version),
    # What was reviewed or asked once stands as it was.
    Act.WORD_ANEW: lambda version: version.latest and not _draft(version),
    Act.REVIEW: lambda version: _draft(version) and version.offered and not version.mine,
    Act.PUT_LIVE: lambda version: version.state is ItemState.REVIEWED,
    Act.RETIRE: lambda version: version.state in (ItemState.REVIEWED, ItemState.LIVE),
}
