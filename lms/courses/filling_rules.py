"""Decisions about places that fell free: until when one is filled, and who is the next for it.

Pure: no database, no request. What suits whom is decided as when groups are formed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.courses.forming_terms import Form, LeftOut, Waiter, Why


def still_filled(hours_held: int, hours: int, late_join_percent: int) -> bool:
    """Whether a free place is offered: before the first lesson always, later while less than the share is held.

    Hours are academic hours, held and of the whole programme.
    """
    return hours_held == 0 or hours_held * 100 < hours * late_join_percent


@dataclass(frozen=True)
class Line:
    """Who is next for the free places of a cohort, and who stands before the last of them but is passed over."""

    next: tuple[Waiter, ...]
    passed: tuple[LeftOut, ...]


def line_for(waiters: Iterable[Waiter], form: Form, answered: Mapping[int, Why], most: int) -> Line:
    """The first `most` people of a waiting list whom a cohort of this form suits.

    `answered` says of entries that were offered a place in the cohort before why they are not asked again.
    """
    found: list[Waiter] = []
    passed: list[LeftOut] = []
    for waiter in sorted(waiters, key=lambda one: (one.position, one.entry_id)):
        if len(found) == most:
            break
        why = waiter.obstacle.why if waiter.obstacle else answered.get(waiter.entry_id) or form.why_not(waiter)
        if why is None:
            found.append(waiter)
        else:
            passed.append(LeftOut(waiter, why))
    return Line(tuple(found), tuple(passed))


def passed_over(line: Sequence[Waiter], chosen: Iterable[int]) -> tuple[int, ...]:
    """The entries of a line that stand before the last of the chosen ones and are not chosen.

    Somebody who is not in the line stands behind it, or was not to be asked at all.
    """
    ids, wanted = [waiter.entry_id for waiter in line], set(chosen)
    last = max((ids.index(entry) if entry in ids else len(ids) for entry in wanted), default=-1)
    return tuple(entry for entry in ids[: last + 1] if entry not in wanted)
