"""Reading the waiting list: who waits for which level, since when, in which position, and why there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.courses.cohort_queries import places_taken, unfinished
from lms.courses.models import Cohort, Programme, WaitingEntry
from lms.courses.states import Level
from lms.courses.waiting_rules import Standing, standing
from lms.database import db
from lms.learners.models import Learner, Meets, PartOfWeek
from lms.learners.search_queries import search

IN_ORDER: tuple[Any, ...] = (
    WaitingEntry.priority.is_(None),
    WaitingEntry.since,
    WaitingEntry.id,
)
"""waiting_rules.rank_key in the database."""


def numbered(centre_id: int, level: Level | None = None) -> Select[Any]:
    """The open entries of a centre with their position, counted by level: priority, then longest waiting first."""
    of_level = WaitingEntry.level
    first = case((WaitingEntry.priority.is_not(None), 1), else_=0)
    statement = select(
        WaitingEntry.id,
        WaitingEntry.learner_id,
        func.row_number().over(partition_by=of_level, order_by=IN_ORDER).label("position"),
        func.count().over(partition_by=of_level).label("everybody"),
        func.sum(first).over(partition_by=of_level).label("prioritised"),
    ).where(WaitingEntry.centre_id == centre_id, WaitingEntry.closed_on.is_(None))
    return statement if level is None else statement.where(WaitingEntry.level == level)


@dataclass(frozen=True)
class Waiting:
    """A person in the waiting list of a centre for a level, and where they stand."""

    standing: Standing
    entry: WaitingEntry


@dataclass(frozen=True)
class Filter:
    """What a list of waiting people is limited to; nothing limits nothing."""

    level: Level | None = None
    part: PartOfWeek | None = None
    meets: Meets | None = None
    reads_cyrillic: bool | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return self != Filter()

    def fits(self, person: Learner) -> bool:
        """Whether a person can come then and so; who was not asked is not found by it."""
        at_time = self.part is None or (person.available is not None and self.part in person.available)
        so = self.meets is None or person.meets in (self.meets, Meets.EITHER)
        return at_time and so and self.reads_cyrillic in (None, person.reads_cyrillic)


def waiting_list(by: Viewer, centre_id: int, wanted: Filter = Filter()) -> list[Waiting]:
    """Who waits at a centre: by level, priority first, then longest waiting. Filters leave positions as they are."""
    queue = numbered(centre_id, wanted.level).subquery()
    statement = (
        scoped(select(WaitingEntry, queue.c.position, queue.c.everybody, queue.c.prioritised), "waiting.manage", by)
        .join(queue, queue.c.id == WaitingEntry.id)
        .options(joinedload(WaitingEntry.learner))
    )
    if wanted.words:
        found = search(by, wanted.words, centre_id).order_by(None).with_only_columns(Learner.id)
        statement = statement.where(WaitingEntry.learner_id.in_(found))
    people = [Waiting(standing(*numbers), entry) for entry, *numbers in db.session.execute(statement)]
    order = list(Level)
    return sorted(
        (one for one in people if wanted.fits(one.entry.learner)),
        key=lambda one: (order.index(one.entry.level), one.standing.position),
    )


def ahead_of(by: Viewer, entry: WaitingEntry) -> tuple[Waiting | None, list[Waiting]]:
    """Where somebody stands and everybody who stands before them; nowhere once they are off the list."""
    people = waiting_list(by, entry.centre_id, Filter(level=entry.level))
    own = next((one for one in people if one.entry.id == entry.id), None)
    return own, people[: own.standing.position - 1] if own else []


def waiting_of(learner: Learner, by: Viewer) -> Sequence[WaitingEntry]:
    """A person's open entries in the waiting lists the viewer keeps, longest waiting first."""
    statement = scoped(select(WaitingEntry), "waiting.manage", by).where(
        WaitingEntry.learner_id == learner.id, WaitingEntry.closed_on.is_(None)
    )
    return db.session.scalars(statement.order_by(WaitingEntry.since, WaitingEntry.id)).all()


def cohorts_with_places(by: Viewer, entry: WaitingEntry, today: date) -> list[tuple[Cohort, int]]:
    """The unfinished cohorts of an entry's level at its centre with free places, and how many."""
    statement = (
        scoped(select(Cohort), "cohorts.enrol", by)
        .join(Cohort.programme)
        .options(joinedload(Cohort.programme))
        .where(
            Cohort.centre_id == entry.centre_id,
            Programme.level == entry.level,
            unfinished(today),
        )
        .order_by(Cohort.starts_on, Cohort.code)
    )
    found = db.session.scalars(statement).all()
    taken = places_taken([cohort.id for cohort in found])
    free = [(cohort, cohort.capacity - taken[cohort.id]) for cohort in found]
    return [(cohort, places) for cohort, places in free if places > 0]
