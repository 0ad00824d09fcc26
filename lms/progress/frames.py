"""Tidy frames for the statistics: one row an enrolment, one row a lesson, one row a mark, limited to a scope.

The only place of this room that asks the database; what the numbers mean is decided in statistics.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Select, or_, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.models import Mark
from lms.centres.models import Centre
from lms.clock import to_local
from lms.courses.models import Cohort, Enrolment, Lesson, Programme
from lms.courses.states import STARTED, EnrolmentState
from lms.database import db
from lms.learners.models import Learner
from lms.progress.periods import Period

Ids = Select[Any]
COUNTED = (*STARTED, EnrolmentState.TRANSFERRED)
"""The states of enrolments that were ever active; requests and offers are not people in a course."""


DAY, WHOLE, TEXT, MAYBE = "datetime64[s]", "int64", "str", "Int64"
ENROLMENTS = {
    "enrolment_id": WHOLE, "learner_id": WHOLE, "cohort_id": WHOLE, "state": TEXT, "starts_on": DAY,
    "ends_on": DAY, "leaving_reason": TEXT, "outcome": TEXT, "final_score": MAYBE, "transferred_from_id": MAYBE,
}  # fmt: skip
"""One row an enrolment that was ever active; ends_on is the last day that counts, or NaT."""
LESSONS = {"lesson_id": WHOLE, "cohort_id": WHOLE, "day": DAY, "hours": WHOLE, "state": TEXT}
"""One row a lesson; day is by the centre's wall clock, hours are academic."""
MARKS = {"lesson_id": WHOLE, "enrolment_id": WHOLE, "kind": TEXT, "minutes_attended": WHOLE}
"""One row an enrolment at a lesson, if it was called."""
COHORTS = {
    "cohort_id": WHOLE, "cohort": TEXT, "centre_id": WHOLE, "centre": TEXT, "programme_id": WHOLE,
    "programme": TEXT, "starts_on": DAY, "ends_on": DAY, "programme_hours": WHOLE, "hour_minutes": WHOLE,
}  # fmt: skip
"""One row a cohort: what it is called, where it belongs, and the hours of its programme."""


@dataclass(frozen=True)
class Frames:
    """What statistics are computed from; ENROLMENTS, LESSONS, MARKS and COHORTS are their columns and types."""

    enrolments: pd.DataFrame
    lessons: pd.DataFrame
    marks: pd.DataFrame
    cohorts: pd.DataFrame


def load(by: Viewer, permission: str, period: Period | None = None) -> Frames:
    """The frames of the cohorts over which the viewer holds the permission, or of those a period touches."""
    # A cohort that was called off never ran.
    visible = scoped(select(Cohort.id), permission, by).where(Cohort.called_off_on.is_(None))
    if period is not None:
        visible = visible.where(
            Cohort.starts_on <= period.until, or_(Cohort.ends_on.is_(None), Cohort.ends_on >= period.since)
        )
    people = select(Enrolment.id).where(Enrolment.cohort_id.in_(visible))
    return _frames(visible, people)


def load_course(cohort: Cohort) -> Frames:
    """The frames of one cohort, with the whole way of those who came to it by transfer.

    The viewer must hold a permission over the cohort. Of the cohorts people came from, only these people's own
    enrolments are there, wherever that was, so that everybody who sees the cohort sees the same hours.
    """
    way = select(Enrolment.id, Enrolment.transferred_from_id).where(Enrolment.cohort_id == cohort.id)
    chain = way.cte("chain", recursive=True)
    earlier = select(Enrolment.id, Enrolment.transferred_from_id)
    chain = chain.union(earlier.join(chain, Enrolment.id == chain.c.transferred_from_id))
    people = select(chain.c.id)
    return _frames(select(Enrolment.cohort_id).where(Enrolment.id.in_(people)), people)


def _frames(cohorts: Ids, people: Ids) -> Frames:
    return Frames(_enrolments(people), _lessons(cohorts), _marks(people), _cohorts(cohorts))


def tidy(rows: Iterable[Sequence[object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with these columns and types, also where there are none."""
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype="object")
    return frame.astype(dict(columns))


def _enrolments(people: Ids) -> pd.DataFrame:
    statement = select(
        Enrolment.id,
        Enrolment.learner_id,
        Enrolment.cohort_id,
        Enrolment.state,
        Enrolment.starts_on,
        Enrolment.ends_on,
        Enrolment.leaving_reason,
        Enrolment.outcome,
        Enrolment.final_score,
        Enrolment.transferred_from_id,
    ).where(Enrolment.id.in_(people), Enrolment.state.in_(COUNTED))
    return tidy(map(tuple, db.session.execute(statement.order_by(Enrolment.id))), ENROLMENTS)


def _lessons(visible: Ids) -> pd.DataFrame:
    statement = (
        select(Lesson.id, Lesson.cohort_id, Lesson.starts_at, Centre.time_zone, Lesson.hours, Lesson.state)
        .join(Cohort, Lesson.cohort_id == Cohort.id)
        .join(Centre, Cohort.centre_id == Centre.id)
        .where(Lesson.cohort_id.in_(visible))
        .order_by(Lesson.id)
    )
    # The day is the centre's: a lesson at half past midnight belongs to the day its wall clock shows.
    rows = (
        (lesson_id, cohort_id, to_local(starts_at, zone).date(), hours, state)
        for lesson_id, cohort_id, starts_at, zone, hours, state in db.session.execute(statement)
    )
    return tidy(rows, LESSONS)


def _marks(people: Ids) -> pd.DataFrame:
    statement = select(Mark.lesson_id, Mark.enrolment_id, Mark.kind, Mark.minutes_attended)
    return tidy(map(tuple, db.session.execute(statement.where(Mark.enrolment_id.in_(people)))), MARKS)


def _cohorts(visible: Ids) -> pd.DataFrame:
    statement = (
        select(Cohort, Centre, Programme)
        .join(Centre, Cohort.centre_id == Centre.id)
        .join(Programme, Cohort.programme_id == Programme.id)
        .where(Cohort.id.in_(visible))
        .order_by(Cohort.starts_on, Cohort.code)
    )
    rows = (
        (
            cohort.id,
            cohort.code,
            centre.id,
            centre.name,
            programme.id,
            programme.title,
            cohort.starts_on,
            cohort.ends_on,
            programme.hours,
            programme.hour_minutes,
        )
        for cohort, centre, programme in db.session.execute(statement)
    )
    return tidy(rows, COHORTS)


def people(by: Viewer, permission: str, learner_ids: list[int]) -> dict[int, Learner]:
    """The people behind a number, whom the viewer may see, by identifier."""
    statement = scoped(select(Learner), permission, by).where(Learner.id.in_(learner_ids))
    return {learner.id: learner for learner in db.session.scalars(statement)}
