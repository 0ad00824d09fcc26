"""The statistics: pure functions from tidy frames to tidy frames. Definitions in words: definitions.py.

Hours are academic hours; a rate is a share between 0 and 1, and empty (NaN) where its denominator is 0.
"""

import pandas as pd

from lms.courses.states import LeavingReason, LessonState
from lms.progress.frames import Frames
from lms.progress.hours import attendance, due_lessons, share
from lms.progress.periods import Period
from lms.progress.stays import enrolled, starters

GROUPS = {"centre": "centre_id", "programme": "programme_id", "cohort": "cohort_id"}
"""What numbers can be told apart by, and the column of its identifier."""
UNSAID = "unsaid"
REASONS = {f"withdrawn_{reason}": reason for reason in (*LeavingReason, UNSAID)}
"""The columns that count who left for which reason; whoever left without one left for an unsaid one."""
COUNTS = [
    "enrolled", "reached", "held_hours", "due_hours", "attended_hours", "unmarked_hours", "uncalled_hours",
    "held_to_date", "planned_hours", "started", "completed", "finished_people", "withdrawn", "running",
    "awaiting", *REASONS,
]  # fmt: skip
RATES = {
    "attendance_rate": ("attended_hours", "due_hours"),
    "progress": ("held_to_date", "planned_hours"),
    "completion_rate": ("completed", "finished_people"),
}
"""What is divided by what."""


def cohorts_in(frames: Frames, period: Period) -> pd.DataFrame:
    """The cohorts with at least one day in the period that is not still to come."""
    cohorts = frames.cohorts
    begun = (cohorts["starts_on"] <= pd.Timestamp(period.end)) & period.begun
    gone = cohorts["ends_on"] < pd.Timestamp(period.since)
    return cohorts[begun & ~gone]


def held_lessons(frames: Frames, period: Period) -> pd.DataFrame:
    """The lessons held in the period: one row each, the columns of the lessons."""
    lessons = frames.lessons
    return lessons[(lessons["state"] == LessonState.HELD) & period.holds(lessons["day"])]


def uncalled_lessons(frames: Frames, period: Period) -> pd.DataFrame:
    """The lessons of past days of the period that were neither called nor cancelled."""
    lessons = frames.lessons
    past = period.holds(lessons["day"]) & (lessons["day"] < pd.Timestamp(period.today))
    return lessons[past & (lessons["state"] == LessonState.PLANNED)]


def held_to_date(frames: Frames, period: Period) -> pd.DataFrame:
    """The lessons held up to the end of the period in the cohorts that ran in it."""
    lessons = frames.lessons
    happened = (lessons["state"] == LessonState.HELD) & (lessons["day"] <= pd.Timestamp(period.end))
    return lessons[happened & lessons["cohort_id"].isin(cohorts_in(frames, period)["cohort_id"])]


def people_reached(frames: Frames, period: Period) -> pd.DataFrame:
    """One row for each lesson of the period that somebody attended for at least a minute (due_lessons)."""
    due = due_lessons(frames)
    return due[period.holds(due["day"]) & (due["attended_hours"] > 0)]


def summary(frames: Frames, period: Period, by: str) -> pd.DataFrame:
    """All statistics of a period, one row a group (`by`: centre, programme or cohort), and none for empty groups.

    Columns: the group's identifier and name, COUNTS, attendance_rate, progress, completion_rate.
    """
    key = GROUPS[by]
    groups = frames.cohorts[["cohort_id"] if by == "cohort" else ["cohort_id", key]]
    sums = per_cohort(frames, period).merge(groups, on="cohort_id").groupby(key)[COUNTS].sum()
    # A person in two cohorts is one person reached.
    reached = people_reached(frames, period).merge(groups, on="cohort_id").groupby(key)["learner_id"]
    sums["reached"] = reached.nunique().reindex(sums.index, fill_value=0)
    sums = sums[(sums[COUNTS] > 0).any(axis="columns")]
    names = frames.cohorts.drop_duplicates(key).set_index(key)[by]
    # Aligned by hand: into a frame without rows, pandas would bring rows along.
    return rates(sums.assign(name=names.reindex(sums.index))).reset_index()


def total(frames: Frames, period: Period) -> pd.Series:
    """The statistics of all groups together, under the columns of `summary`."""
    counts = per_cohort(frames, period)[COUNTS].sum()
    counts["reached"] = people_reached(frames, period)["learner_id"].nunique()
    return rates(counts.to_frame().T).iloc[0]


def rates(counts: pd.DataFrame) -> pd.DataFrame:
    """The frame of counts with the rates that follow from them."""
    return counts.assign(**{name: share(counts[part], counts[whole]) for name, (part, whole) in RATES.items()})


def per_cohort(frames: Frames, period: Period) -> pd.DataFrame:
    """The COUNTS of every cohort, one row each; people reached are left to whoever counts them once."""
    due = attendance(frames, period).groupby("cohort_id")[["held_hours", "attended_hours", "unmarked_hours"]]
    hours = due.sum()
    columns = {
        "held_hours": held_lessons(frames, period).groupby("cohort_id")["hours"].sum(),
        "due_hours": hours["held_hours"],
        "attended_hours": hours["attended_hours"],
        "unmarked_hours": hours["unmarked_hours"],
        "uncalled_hours": uncalled_lessons(frames, period).groupby("cohort_id")["hours"].sum(),
        "held_to_date": held_to_date(frames, period).groupby("cohort_id")["hours"].sum(),
        "planned_hours": cohorts_in(frames, period).set_index("cohort_id")["programme_hours"],
        **{name: rows.groupby("cohort_id").size() for name, rows in people_counted(frames, period).items()},
    }
    index = pd.Index(frames.cohorts["cohort_id"], name="cohort_id")
    return pd.DataFrame(columns, index=index).fillna(0).assign(reached=0)[COUNTS].astype(float).reset_index()


def people_counted(frames: Frames, period: Period) -> dict[str, pd.DataFrame]:
    """The enrolments behind each count of people, by its column: as many rows as the number says."""
    begun = starters(frames, period)
    left = begun[begun["withdrawn"]]
    reasons = left["leaving_reason"].fillna(UNSAID)
    return {
        "enrolled": enrolled(frames, period),
        "started": begun,
        "completed": begun[begun["finished"] & begun["completed"]],
        "finished_people": begun[begun["finished"]],
        "withdrawn": left,
        "running": begun[~begun["finished"]],
        "awaiting": begun[begun["awaiting"]],
        **{column: left[reasons == reason] for column, reason in REASONS.items()},
    }
