"""Reading what the rules of absence need, for everybody a viewer follows, in a handful of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, select

from lms import clock
from lms.access.viewer import Viewer
from lms.attendance.absence_narrowing import followed, narrowed
from lms.attendance.absence_rules import Limits, Met, Terms, Watched, watch
from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.rules import enrolled_on
from lms.centres.models import Centre
from lms.courses.models import Cohort, Enrolment, Lesson, Programme
from lms.courses.states import LessonState
from lms.database import db


@dataclass(frozen=True)
class Stay:
    """An enrolment with what its hours are held against."""

    id: int
    learner_id: int
    cohort_id: int
    starts_on: date
    ends_on: date | None
    transferred_from_id: int | None
    zone: str
    hour_minutes: int
    threshold_percent: int
    excused_counts: bool


COLUMNS = (
    Enrolment.id, Enrolment.learner_id, Enrolment.cohort_id, Enrolment.starts_on, Enrolment.ends_on,
    Enrolment.transferred_from_id, Centre.time_zone, Programme.hour_minutes, Programme.threshold_percent,
    Programme.excused_counts,
)  # fmt: skip


@dataclass(frozen=True)
class Dated:
    """A lesson that is held or planned, with its day by the clock of its centre."""

    id: int
    starts_at: datetime
    day: date
    hours: int
    state: LessonState


Said = tuple[MarkKind, int, int, datetime]
"""Of a mark: its kind, the minutes attended, its version, and when it became known."""


def limits() -> Limits:
    """From when absences matter, by the settings of this Azbuka."""
    chosen = current_app.config["SETTINGS"]
    return Limits(chosen.absent_in_a_row, chosen.absent_often, chosen.absent_days, chosen.absent_percent)


def read(by: Viewer, wanted: Sequence[ColumnElement[bool]] = ()) -> Mapping[Stay, Watched]:
    """What the marks say of everybody who may have a signal, among the enrolments the viewer follows.

    `wanted` are further conditions on Enrolment and its Cohort.
    """
    known, mine = limits(), followed(by).where(*wanted)
    stays = _stays(mine.where(Enrolment.id.in_(narrowed(mine, known))))
    earlier = _earlier(stays)
    found = {}
    for stay, met, ahead in _met(stays):
        terms = Terms(stay.threshold_percent, stay.excused_counts, ahead, earlier.get(stay.id, ()))
        found[stay] = watch(met, terms, clock.today(stay.zone), known)
    return found


def _stays(enrolments: Select[Any]) -> Sequence[Stay]:
    statement = enrolments.with_only_columns(*COLUMNS).join(Cohort.centre).join(Cohort.programme)
    return [Stay(*tuple[Any, ...](row)) for row in db.session.execute(statement.order_by(Enrolment.id))]


def _met(stays: Sequence[Stay]) -> Iterator[tuple[Stay, list[Met], int]]:
    """Each enrolment with its held lessons, and the academic hours that are planned."""
    lessons, marks = _lessons({stay.cohort_id for stay in stays}), _marks([stay.id for stay in stays])
    for stay in stays:
        mine = [one for one in lessons[stay.cohort_id] if enrolled_on(one.day, stay.starts_on, stay.ends_on)]
        held = [one for one in mine if one.state is LessonState.HELD]
        ahead = sum(one.hours for one in mine if one.state is LessonState.PLANNED)
        yield stay, [_marked(stay, one, marks.get((stay.id, one.id))) for one in held], ahead


def _marked(stay: Stay, lesson: Dated, said: Said | None) -> Met:
    if said is None:
        return Met(lesson.id, lesson.day, lesson.hours)
    kind, minutes, version, known_at = said
    return Met(lesson.id, lesson.day, lesson.hours, kind, minutes / stay.hour_minutes, version, known_at)


def _lessons(cohort_ids: Collection[int]) -> Mapping[int, list[Dated]]:
    found: dict[int, list[Dated]] = defaultdict(list)
    statement = (
        select(Lesson.cohort_id, Lesson.id, Lesson.starts_at, Lesson.hours, Lesson.state, Centre.time_zone)
        .join(Lesson.cohort)
        .join(Cohort.centre)
        .where(Lesson.cohort_id.in_(cohort_ids), Lesson.state != LessonState.CANCELLED)
        .order_by(Lesson.starts_at, Lesson.id)
    )
    for cohort_id, lesson_id, starts_at, hours, state, zone in db.session.execute(statement):
        day = clock.to_local(starts_at, zone).date()
        found[cohort_id].append(Dated(lesson_id, starts_at, day, hours, state))
    return found


def _marks(enrolment_ids: Collection[int]) -> Mapping[tuple[int, int], Said]:
    statement = (
        select(Mark.enrolment_id, Mark.lesson_id, Mark.kind, Mark.minutes_attended, Mark.version, Entry.received_at)
        .join(Mark.entry)
        .where(Mark.enrolment_id.in_(enrolment_ids))
    )
    return {(row[0], row[1]): (row[2], row[3], row[4], row[5]) for row in db.session.execute(statement)}


def _earlier(stays: Sequence[Stay]) -> Mapping[int, tuple[Met, ...]]:
    """The lessons of the enrolments that people were transferred from, however far back, by their enrolment now."""
    moved = [stay.id for stay in stays if stay.transferred_from_id is not None]
    if not moved:
        return {}
    first = select(Enrolment.id.label("now_id"), Enrolment.transferred_from_id.label("id"))
    chain = first.where(Enrolment.id.in_(moved)).cte("chain", recursive=True)
    further = select(chain.c.now_id, Enrolment.transferred_from_id).join(chain, Enrolment.id == chain.c.id)
    chain = chain.union(further.where(Enrolment.transferred_from_id.is_not(None)))
    now_of: dict[int, int] = {row.id: row.now_id for row in db.session.execute(select(chain.c.now_id, chain.c.id))}
    left = _stays(select(Enrolment.id).join(Enrolment.cohort).where(Enrolment.id.in_(now_of)))
    found: dict[int, tuple[Met, ...]] = defaultdict(tuple)
    for stay, met, _ahead in _met(left):
        found[now_of[stay.id]] += tuple(met)
    return found
