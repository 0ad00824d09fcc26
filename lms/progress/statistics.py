"""The statistics: pure functions from tidy frames to tidy frames. Definitions in words: definitions.py.

Hours are academic hours; a rate is a share between 0 and 1, and empty (NaN) where its denominator is 0.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lms.attendance.models import MarkKind
from lms.courses.states import STARTED, EnrolmentState, LessonState, Outcome
from lms.progress.frames import Frames

GROUPS = {"centre": "centre_id", "programme": "programme_id", "cohort": "cohort_id"}
"""What numbers can be told apart by, and the column of its identifier."""
COUNTS = [
    "enrolled", "reached", "held_hours", "due_hours", "attended_hours", "unmarked_hours", "held_to_date",
    "planned_hours", "started", "completed", "withdrawn", "running",
]  # fmt: skip


@dataclass(frozen=True)
class Period:
    """The days from `since` to `until`, both included; `today` is the day as of which it is looked at."""

    since: date
    until: date
    today: date

    def holds(self, days: "pd.Series[pd.Timestamp]") -> "pd.Series[bool]":
        """Which of the days lie in the period."""
        return days.between(pd.Timestamp(self.since), pd.Timestamp(self.until))


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
    )[
        ["lesson_id", "day", "cohort_id", "enrolment_id", "learner_id", "held_hours", "attended_hours",
         "excused_hours", "unmarked_hours"]
    ]  # fmt: skip


def attendance(frames: Frames, period: Period | None = None) -> pd.DataFrame:
    """Hours of every enrolment, in a period or in all: one row an enrolment, zeros where nothing was held.

    Columns: enrolment_id, learner_id, cohort_id, held_hours, attended_hours, excused_hours, unmarked_hours, rate.
    """
    due = due_lessons(frames)
    if period is not None:
        due = due[period.holds(due["day"])]
    hours = ["held_hours", "attended_hours", "excused_hours", "unmarked_hours"]
    sums = due.groupby("enrolment_id")[hours].sum()
    told = frames.enrolments[["enrolment_id", "learner_id", "cohort_id"]]
    told = told.join(sums, on="enrolment_id").fillna(dict.fromkeys(hours, 0.0))
    return told.assign(rate=_share(told["attended_hours"], told["held_hours"]))


def with_earlier_hours(frames: Frames) -> pd.DataFrame:
    """Attendance of every enrolment, with the hours of the enrolments it was transferred from added."""
    own = attendance(frames).set_index("enrolment_id")
    came_from = frames.enrolments.set_index("enrolment_id")["transferred_from_id"].dropna()
    hours = ["held_hours", "attended_hours", "excused_hours", "unmarked_hours"]
    total = own[hours]
    step = came_from
    while not step.empty:
        # Each round adds the hours one transfer further back.
        known = step[step.isin(own.index)]
        earlier = own.loc[known, hours].set_axis(known.index)
        total = total.add(earlier, fill_value=0.0)
        step = known.map(came_from).dropna()
    told = own.assign(**{name: total[name] for name in hours})
    return told.assign(rate=_share(told["attended_hours"], told["held_hours"])).reset_index()


def finished_cohorts(frames: Frames, today: date) -> set[int]:
    """The cohorts whose last day has passed and none of whose people still waits for an outcome."""
    over = frames.cohorts[frames.cohorts["ends_on"] < pd.Timestamp(today)]["cohort_id"]
    active = frames.enrolments[frames.enrolments["state"] == EnrolmentState.ACTIVE]["cohort_id"]
    return set(over) - set(active)


def starters(frames: Frames, period: Period) -> pd.DataFrame:
    """One row for each person who started in a cohort that began in the period; transferred ones are not there.

    Columns of the enrolments, and: finished (the cohort is), completed, withdrawn.
    """
    begun = frames.cohorts[period.holds(frames.cohorts["starts_on"])]["cohort_id"]
    people = frames.enrolments
    people = people[people["cohort_id"].isin(begun) & people["state"].isin(STARTED)]
    return people.assign(
        finished=people["cohort_id"].isin(finished_cohorts(frames, period.today)),
        completed=people["outcome"] == Outcome.COMPLETED,
        withdrawn=people["state"] == EnrolmentState.WITHDRAWN,
    )


def enrolled(frames: Frames, period: Period) -> pd.DataFrame:
    """The enrolments with at least one day in the period: one row each, the columns of the enrolments."""
    people = frames.enrolments
    begun = people["starts_on"] <= pd.Timestamp(period.until)
    return people[begun & (people["ends_on"].isna() | (people["ends_on"] >= pd.Timestamp(period.since)))]


def cohorts_in(frames: Frames, period: Period) -> pd.DataFrame:
    """The cohorts with at least one day in the period."""
    cohorts = frames.cohorts
    begun = cohorts["starts_on"] <= pd.Timestamp(period.until)
    return cohorts[begun & (cohorts["ends_on"].isna() | (cohorts["ends_on"] >= pd.Timestamp(period.since)))]


def held_lessons(frames: Frames, period: Period) -> pd.DataFrame:
    """The lessons held in the period: one row each, the columns of the lessons."""
    lessons = frames.lessons
    return lessons[(lessons["state"] == LessonState.HELD) & period.holds(lessons["day"])]


def summary(frames: Frames, period: Period, by: str) -> pd.DataFrame:
    """All statistics of a period, one row a group (`by`: centre, programme or cohort), and none for empty groups.

    Columns: the group's identifier and name, COUNTS, attendance_rate, progress, completion_rate.
    """
    key = GROUPS[by]
    cohorts = frames.cohorts.set_index("cohort_id")
    told = _per_cohort(frames, period)
    grouped = told.join(cohorts[[key]] if key != "cohort_id" else cohorts[[]]).reset_index()
    sums = grouped.groupby(key)[COUNTS].sum()
    # A person in two cohorts is one person reached.
    sums["reached"] = _reached(frames, period, key).reindex(sums.index, fill_value=0)
    sums = sums[(sums["enrolled"] > 0) | (sums["held_to_date"] > 0) | (sums["started"] > 0)]
    names = frames.cohorts.drop_duplicates(key).set_index(key)[by]
    return rates(sums.assign(name=names)).reset_index()


def rates(counts: pd.DataFrame) -> pd.DataFrame:
    """The frame of counts with the rates that follow from them."""
    finished = counts["started"] - counts["running"]
    return counts.assign(
        attendance_rate=_share(counts["attended_hours"], counts["due_hours"]),
        progress=_share(counts["held_to_date"], counts["planned_hours"]),
        completion_rate=_share(counts["completed"], finished),
    )


def total(frames: Frames, period: Period) -> pd.Series:
    """The statistics of all groups together, under the columns of `summary`."""
    counts = _per_cohort(frames, period)[COUNTS].sum()
    due = due_lessons(frames)
    attended = due[period.holds(due["day"]) & (due["attended_hours"] > 0)]
    counts["reached"] = attended["learner_id"].nunique()
    return rates(counts.to_frame().T).iloc[0]


def _per_cohort(frames: Frames, period: Period) -> pd.DataFrame:
    hours = attendance(frames, period).groupby("cohort_id")[["held_hours", "attended_hours", "unmarked_hours"]].sum()
    begun = starters(frames, period)
    to_date = Period(date.min.replace(year=1900), period.until, period.today)
    present = cohorts_in(frames, period).set_index("cohort_id")
    columns = {
        "enrolled": enrolled(frames, period).groupby("cohort_id").size(),
        "held_hours": held_lessons(frames, period).groupby("cohort_id")["hours"].sum(),
        "due_hours": hours["held_hours"],
        "attended_hours": hours["attended_hours"],
        "unmarked_hours": hours["unmarked_hours"],
        "held_to_date": held_lessons(frames, to_date).groupby("cohort_id")["hours"].sum().reindex(present.index),
        "planned_hours": present["programme_hours"],
        "started": begun.groupby("cohort_id").size(),
        "completed": begun[begun["finished"] & begun["completed"]].groupby("cohort_id").size(),
        "withdrawn": begun[begun["withdrawn"]].groupby("cohort_id").size(),
        "running": begun[~begun["finished"]].groupby("cohort_id").size(),
    }
    told = pd.DataFrame(columns, index=pd.Index(frames.cohorts["cohort_id"], name="cohort_id")).fillna(0)
    return told.assign(reached=0)[COUNTS].astype(float)


def _reached(frames: Frames, period: Period, key: str) -> "pd.Series[int]":
    due = due_lessons(frames)
    attended = due[period.holds(due["day"]) & (due["attended_hours"] > 0)]
    if key != "cohort_id":
        attended = attended.merge(frames.cohorts[["cohort_id", key]], on="cohort_id")
    return attended.groupby(key)["learner_id"].nunique()


def _share(part: "pd.Series[float]", whole: "pd.Series[float]") -> "pd.Series[float]":
    return part / whole.where(whole > 0)
