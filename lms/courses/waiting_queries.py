"""Reading the waiting list: who waits for which level, since when, in which position."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.courses.models import WaitingEntry
from lms.courses.states import Level, PartOfDay
from lms.database import db
from lms.learners.models import Learner


def numbered(centre_id: int, level: Level | None = None) -> Select[Any]:
    """The open entries of a centre with their position: longest waiting first, counted by level."""
    position = func.row_number().over(partition_by=WaitingEntry.level, order_by=[WaitingEntry.since, WaitingEntry.id])
    statement = select(WaitingEntry.id, WaitingEntry.learner_id, position.label("position")).where(
        WaitingEntry.centre_id == centre_id, WaitingEntry.closed_on.is_(None)
    )
    return statement if level is None else statement.where(WaitingEntry.level == level)


@dataclass(frozen=True)
class Waiting:
    """A person in the waiting list of a centre for a level."""

    position: int
    entry: WaitingEntry


def waiting_list(by: Viewer, centre_id: int, level: Level | None, part_of_day: PartOfDay | None) -> list[Waiting]:
    """Who waits at a centre: longest waiting first, levels in their order.

    Filters leave positions as they are. Somebody who can come at any time is found by every part of day.
    """
    queue = numbered(centre_id, level).subquery()
    statement = (
        scoped(select(WaitingEntry, queue.c.position), "waiting.manage", by)
        .join(queue, queue.c.id == WaitingEntry.id)
        .options(joinedload(WaitingEntry.learner))
    )
    if part_of_day not in (None, PartOfDay.ANY):
        statement = statement.where(WaitingEntry.part_of_day.in_([part_of_day, PartOfDay.ANY]))
    found = [Waiting(position, entry) for entry, position in db.session.execute(statement)]
    order = list(Level)
    return sorted(found, key=lambda waiting: (order.index(waiting.entry.level), waiting.position))


def waiting_of(learner: Learner, by: Viewer) -> Sequence[WaitingEntry]:
    """A person's open entries in the waiting lists the viewer keeps, longest waiting first."""
    statement = scoped(select(WaitingEntry), "waiting.manage", by).where(
        WaitingEntry.learner_id == learner.id, WaitingEntry.closed_on.is_(None)
    )
    return db.session.scalars(statement.order_by(WaitingEntry.since, WaitingEntry.id)).all()
