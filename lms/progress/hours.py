"""Academic hours held and attended: one row a lesson and person, one row an enrolment, with the way by transfer.

Pure functions from tidy frames to tidy frames. A rate is a share between 0 and 1, empty (NaN) over nothing.
"""

import pandas as pd

from lms.attendance.models import MarkKind
from lms.courses.states import LessonState
from lms.progress.frames import Frames
from lms.progress.periods import Period

HOURS = ["held_hours", "attended_hours", "excused_hours", "unmarked_hours"]


def due_lessons(frames: Frames) -> pd.DataFrame:
    """One row for each held lesson and each person enrolled on its day.

    Columns: lesson_id, day, cohort_id, enrolment_id, learner_id, held_hours, attended_hours,
    excused_hours, unmarked_hours. Cancelled and planned lessons are not there.
    """
    held = frames.lessons[frames.lessons["state"] == LessonState.HELD]
    people = frames.enrolments[["enrolment_id", "learner_id", "cohort_id", "starts_on", "ends_on"]]
    due = held.merge(people, on="cohort_id")
    inside = (due["day"] >= due["starts_on"]) & (due["ends_on"].isna() | (due["day"] <= due["ends_on"]))
    due = due[inside].merge(frames.marks, on=["lesson_id", "enrolment_id"], how="left")
    due = due.merge(frames.cohorts[["cohort_id", "hour_minutes"]], on="cohort_id")
    marked = due["kind"].notna()
    hours = due["hours"].astype(float)
    return due.assign(
        held_hours=hours,
        attended_hours=due["minutes_attended"].astype(float).fillna(0) / due["hour_minutes"],
        excused_hours=hours.where(due["kind"] == MarkKind.EXCUSED, 0.0),
        unmarked_hours=hours.where(~marked, 0.0),
    )[["lesson_id", "day", "cohort_id", "enrolment_id", "learner_id", *HOURS]]


def attendance(frames: Frames, period: Period | None = None) -> pd.DataFrame:
    """Hours of every enrolment, in a period or in all: one row an enrolment, zeros where nothing was held.

    Columns: enrolment_id, learner_id, cohort_id, held_hours, attended_hours, excused_hours, unmarked_hours, rate.
    """
    due = due_lessons(frames)
    if period is not None:
        due = due[period.holds(due["day"])]
    sums = due.groupby("enrolment_id")[HOURS].sum()
    told = frames.enrolments[["enrolment_id", "learner_id", "cohort_id"]]
    told = told.join(sums, on="enrolment_id").fillna(dict.fromkeys(HOURS, 0.0))
    return told.assign(rate=share(told["attended_hours"], told["held_hours"]))


def with_earlier_hours(frames: Frames) -> pd.DataFrame:
    """Attendance of every enrolment, with the hours of the enrolments it was transferred from added."""
    own = attendance(frames).set_index("enrolment_id")
    came_from = frames.enrolments.set_index("enrolment_id")["transferred_from_id"].dropna()
    total = own[HOURS]
    step = came_from
    while not step.empty:
        # Each round adds the hours one transfer further back.
        known = step[step.isin(own.index)]
        earlier = own.loc[known, HOURS].set_axis(known.index)
        total = total.add(earlier, fill_value=0.0)
        step = known.map(came_from).dropna()
    told = own.assign(**{name: total[name] for name in HOURS})
    return told.assign(rate=share(told["attended_hours"], told["held_hours"])).reset_index()


def share(part: "pd.Series[float]", whole: "pd.Series[float]") -> "pd.Series[float]":
    """part / whole; empty where the whole is nothing."""
    return part / whole.where(whole > 0)
