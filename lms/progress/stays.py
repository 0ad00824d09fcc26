"""Who was there, who started, and how it ended: frames of enrolments, one row each.

Pure functions from tidy frames to tidy frames.
"""

from datetime import date

import pandas as pd

from lms.courses.states import STARTED, EnrolmentState, Outcome
from lms.progress.frames import Frames
from lms.progress.periods import Period


def stays(frames: Frames) -> pd.DataFrame:
    """The enrolments of people who were there: one row each, the columns of the enrolments, and last_day.

    last_day is the enrolment's own last day or else its cohort's; NaT while neither is known. Whoever left
    before the cohort's first day was never there.
    """
    spans = frames.cohorts[["cohort_id", "starts_on", "ends_on"]]
    spans = spans.rename(columns={"starts_on": "cohort_starts_on", "ends_on": "cohort_ends_on"})
    people = frames.enrolments.merge(spans, on="cohort_id")
    people = people.assign(last_day=people["ends_on"].fillna(people["cohort_ends_on"]))
    # A missing last day compares as False: the person is still there.
    never = people["last_day"] < people["cohort_starts_on"]
    return people[~never].drop(columns="cohort_ends_on")


def enrolled(frames: Frames, period: Period) -> pd.DataFrame:
    """The enrolments with at least one day in the period that is not still to come: one row each."""
    people = stays(frames)
    begun = (people["starts_on"] <= pd.Timestamp(period.end)) & period.begun
    gone = people["last_day"] < pd.Timestamp(period.since)
    return people[begun & ~gone]


def over(frames: Frames, today: date) -> set[int]:
    """The cohorts whose last day has passed."""
    return set(frames.cohorts[frames.cohorts["ends_on"] < pd.Timestamp(today)]["cohort_id"])


def finished_cohorts(frames: Frames, today: date) -> set[int]:
    """The cohorts whose last day has passed and none of whose people still waits for an outcome."""
    active = frames.enrolments[frames.enrolments["state"] == EnrolmentState.ACTIVE]["cohort_id"]
    return over(frames, today) - set(active)


def starters(frames: Frames, period: Period) -> pd.DataFrame:
    """One row for each person who started in a cohort that began in the period; transferred ones are not there.

    Columns of the enrolments, and: finished (the cohort is), completed, withdrawn, awaiting (an outcome, in a
    cohort whose last day has passed).
    """
    people = stays(frames)
    begun = period.holds(people["cohort_starts_on"]) & (people["starts_on"] <= pd.Timestamp(period.today))
    people = people[begun & people["state"].isin(STARTED)]
    active = people["state"] == EnrolmentState.ACTIVE
    return people.assign(
        finished=people["cohort_id"].isin(finished_cohorts(frames, period.today)),
        completed=people["outcome"] == Outcome.COMPLETED,
        withdrawn=people["state"] == EnrolmentState.WITHDRAWN,
        awaiting=active & people["cohort_id"].isin(over(frames, period.today)),
    )
