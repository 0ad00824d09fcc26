"""Why somebody is not taken down as a guest, and which guests are the same person as far as anybody knows.

Pure: no database, no request.
"""

import enum

from lms.learners.names import clean_name, fold

LONGEST_NAME = 200
ASKED_FROM = 3
"""Letters of a name from which a teacher is shown who waits: the list cannot be read out by its first letters."""
SHOWN = 5
"""People who are shown to a teacher at once; of more, the name is to be written further."""


class GuestRefusal(enum.StrEnum):
    """Why a guest was not taken, besides the reasons for which no mark is."""

    NAME_MISSING = "name_missing"
    NOT_WAITING = "not_waiting"
    HERE_ALREADY = "here_already"


def name_said(text: str | None) -> str | None:
    """A guest's name as it is kept; None when there is no letter in it."""
    return clean_name(text or "")[:LONGEST_NAME].strip() or None


def worth_asking(text: str) -> bool:
    """Whether so much of a name was written that people are looked for."""
    return sum(map(str.isalpha, text)) >= ASKED_FROM


def sameness(picked_id: int | None, name: str | None) -> tuple[str, object]:
    """What two guests have in common who are shown as one: the person, or the name in whichever letter case."""
    return ("person", picked_id) if picked_id else ("name", fold(name or ""))
