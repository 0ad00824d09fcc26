"""The rows that numbers are made of: they add up to the statistics, column by column.

Pure functions from tidy frames to tidy frames.
"""

import pandas as pd

from lms.progress.definitions import Statistic
from lms.progress.frames import Frames
from lms.progress.hours import attendance
from lms.progress.periods import Period
from lms.progress.statistics import (
    cohorts_in,
    held_lessons,
    held_to_date,
    people_counted,
    people_reached,
    uncalled_lessons,
)

ONE = "one"


def rows_of(statistic: Statistic, frames: Frames, period: Period) -> pd.DataFrame:
    """The rows behind a statistic, with `part` (and `whole`, where it has a denominator) adding up to it.

    A rate opens to everything it divides by, a count only to what is counted.
    """
    rows = _SOURCES[statistic.behind](frames, period)
    rows = rows.assign(part=rows[statistic.numerator if statistic.behind != "people" else ONE])
    if statistic.is_rate:
        return rows.assign(whole=rows[statistic.denominator])[rows[statistic.denominator] > 0]
    return rows[rows["part"] > 0]


def _enrolments(frames: Frames, period: Period) -> pd.DataFrame:
    """One row an enrolment: its hours in the period, and 1 or 0 for each count of people."""
    hours = attendance(frames, period).drop(columns=["learner_id", "cohort_id", "rate"])
    rows = frames.enrolments.merge(hours, on="enrolment_id").rename(columns={"held_hours": "due_hours"})
    counted = people_counted(frames, period).items()
    flags = {column: rows["enrolment_id"].isin(people["enrolment_id"]).astype(int) for column, people in counted}
    return rows.assign(**flags)


def _people(frames: Frames, period: Period) -> pd.DataFrame:
    """One row a person who was reached: the hours they attended, in whichever cohorts."""
    attended = people_reached(frames, period).groupby("learner_id", as_index=False)
    return attended.agg(
        attended_hours=("attended_hours", "sum"), cohort_id=("cohort_id", "first"), cohorts=("cohort_id", "nunique")
    ).assign(**{ONE: 1})


def _lessons(frames: Frames, period: Period) -> pd.DataFrame:
    """One row a lesson that was held in the period, or should have been: its hours in the column of which it is."""
    held, uncalled = held_lessons(frames, period), uncalled_lessons(frames, period)
    rows = pd.concat([held.assign(held_hours=held["hours"]), uncalled.assign(uncalled_hours=uncalled["hours"])])
    return rows.fillna({"held_hours": 0, "uncalled_hours": 0})


def _cohorts(frames: Frames, period: Period) -> pd.DataFrame:
    """One row a cohort that ran in the period: hours held so far, and those of its programme."""
    held = held_to_date(frames, period).groupby("cohort_id")["hours"].sum()
    ran = cohorts_in(frames, period)[["cohort_id", "programme_hours"]]
    ran = ran.rename(columns={"programme_hours": "planned_hours"})
    return ran.assign(held_to_date=ran["cohort_id"].map(held).fillna(0))


_SOURCES = {"enrolments": _enrolments, "people": _people, "lessons": _lessons, "cohorts": _cohorts}
