"""Tidy frames for the statistics: one row an enrolment, one row a lesson, one row a mark, limited to a scope.

The only place of this room that asks the database; what the numbers mean is decided in statistics.py.
"""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Select, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.models import Mark
from lms.centres.models import Centre
from lms.clock import to_local
from lms.courses.models import Cohort, Enrolment, Lesson, Programme
from lms.courses.states import STARTED, EnrolmentState
from lms.database import db
from lms.learners.models import Learner

COUNTED = (*STARTED, EnrolmentState.TRANSFERRED)
"""The states of enrolments that were ever active; requests and offers are not people in a course."""


@dataclass(frozen=True)
class Frames:
    """What statistics are computed from.

    enrolments: enrolment_id, learner_id, cohort_id, state, starts_on, ends_on (last day that counts, or NaT),
        leaving_reason, outcome, final_score, transferred_from_id.
    lessons: lesson_id, cohort_id, day (by the centre's wall clock), hours (academic), minutes, state.
    marks: lesson_id, enrolment_id, kind, minutes_attended.
    cohorts: cohort_id, cohort, centre_id, centre, programme_id, programme, starts_on, ends_on,
        programme_hours, hour_minutes, threshold_percent, pass_mark, excused_counts.
    """

    enrolments: pd.DataFrame
    lessons: pd.DataFrame
    marks: pd.DataFrame
    cohorts: pd.DataFrame


def load(by: Viewer, permission: str, cohort_id: int | None = None) -> Frames:
    """The frames of the cohorts over which the viewer holds the permission, or of one of them.

    The earlier enrolments of people who came by transfer belong to the frames, wherever they were.
    """
    visible = scoped(select(Cohort.id), permission, by)
    if cohort_id is not None:
        visible = visible.where(Cohort.id == cohort_id)
        came_from = select(Enrolment.transferred_from_id).where(Enrolment.cohort_id == cohort_id)
        earlier = select(Enrolment.cohort_id).where(Enrolment.id.in_(came_from))
        visible = visible.union(scoped(select(Cohort.id), permission, by).where(Cohort.id.in_(earlier)))  # type: ignore[assignment]
    return Frames(_enrolments(visible), _lessons(visible), _marks(visible), _cohorts(visible))


def _days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    # Days, not moments: comparisons must not depend on a time of day.
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in columns})


def _enrolments(visible: Select[tuple[int]]) -> pd.DataFrame:
    rows = db.session.execute(
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.learner_id,
            Enrolment.cohort_id,
            Enrolment.state,
            Enrolment.starts_on,
            Enrolment.ends_on,
            Enrolment.leaving_reason,
            Enrolment.outcome,
            Enrolment.final_score,
            Enrolment.transferred_from_id,
        )
        .where(Enrolment.cohort_id.in_(visible), Enrolment.state.in_(COUNTED))
        .order_by(Enrolment.id)
    )
    frame = pd.DataFrame(rows.all(), columns=list(rows.keys()))
    frame = frame.astype({"final_score": "Int64", "transferred_from_id": "Int64"})
    return _days(frame, "starts_on", "ends_on")


def _lessons(visible: Select[tuple[int]]) -> pd.DataFrame:
    rows = db.session.execute(
        select(
            Lesson.id,
            Lesson.cohort_id,
            Lesson.starts_at,
            Lesson.ends_at,
            Lesson.hours,
            Lesson.state,
            Centre.time_zone,
        )
        .join(Cohort, Lesson.cohort_id == Cohort.id)
        .join(Centre, Cohort.centre_id == Centre.id)
        .where(Lesson.cohort_id.in_(visible))
        .order_by(Lesson.id)
    )
    # The day is the centre's: a lesson at half past midnight belongs to the day its wall clock shows.
    made = [
        (one.id, one.cohort_id, to_local(one.starts_at, one.time_zone).date(), one.hours,
         (one.ends_at - one.starts_at).total_seconds() / 60, one.state)
        for one in rows
    ]  # fmt: skip
    frame = pd.DataFrame(made, columns=["lesson_id", "cohort_id", "day", "hours", "minutes", "state"])
    return _days(frame, "day")


def _marks(visible: Select[tuple[int]]) -> pd.DataFrame:
    rows = db.session.execute(
        select(Mark.lesson_id, Mark.enrolment_id, Mark.kind, Mark.minutes_attended)
        .join(Lesson, Mark.lesson_id == Lesson.id)
        .where(Lesson.cohort_id.in_(visible))
    )
    return pd.DataFrame(rows.all(), columns=list(rows.keys()))


def _cohorts(visible: Select[tuple[int]]) -> pd.DataFrame:
    rows = db.session.execute(
        select(Cohort, Centre, Programme)
        .join(Centre, Cohort.centre_id == Centre.id)
        .join(Programme, Cohort.programme_id == Programme.id)
        .where(Cohort.id.in_(visible))
        .order_by(Cohort.starts_on, Cohort.code)
    )
    made = [
        {
            "cohort_id": cohort.id,
            "cohort": cohort.code,
            "centre_id": centre.id,
            "centre": centre.name,
            "programme_id": programme.id,
            "programme": programme.title,
            "starts_on": cohort.starts_on,
            "ends_on": cohort.ends_on,
            "programme_hours": programme.hours,
            "hour_minutes": programme.hour_minutes,
            "threshold_percent": programme.threshold_percent,
            "pass_mark": programme.pass_mark,
            "excused_counts": programme.excused_counts,
        }
        for cohort, centre, programme in rows
    ]
    return _days(pd.DataFrame(made, columns=COHORT_COLUMNS), "starts_on", "ends_on")


COHORT_COLUMNS = [
    "cohort_id",
    "cohort",
    "centre_id",
    "centre",
    "programme_id",
    "programme",
    "starts_on",
    "ends_on",
    "programme_hours",
    "hour_minutes",
    "threshold_percent",
    "pass_mark",
    "excused_counts",
]


def people(by: Viewer, permission: str, learner_ids: list[int]) -> dict[int, Learner]:
    """The people behind a number, whom the viewer may see, by identifier."""
    statement = scoped(select(Learner), permission, by).where(Learner.id.in_(learner_ids))
    return {learner.id: learner for learner in db.session.scalars(statement)}
