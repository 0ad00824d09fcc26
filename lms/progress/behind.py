"""What lies behind a number: the people or lessons that make it up, as rows that add up to it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lms.access.viewer import Viewer
from lms.progress import frames as source
from lms.progress import statistics
from lms.progress.definitions import BY_KEY, Statistic
from lms.progress.frames import Frames
from lms.progress.report import Question, narrowed
from lms.progress.statistics import Period


@dataclass(frozen=True)
class Behind:
    """The rows behind a statistic: dictionaries with `person` (where the viewer may see them) or a lesson's facts."""

    statistic: Statistic
    rows: list[dict[str, Any]]

    def sum(self, column: str) -> float:
        """The sum of a column over the rows."""
        return float(sum(row[column] or 0 for row in self.rows))


def rows_behind(by: Viewer, question: Question, key: str, group_id: int | None) -> Behind:
    """The rows behind one number: of the group, or of everything that was asked for."""
    statistic = BY_KEY[key]
    frames = narrowed(source.load(by, "statistics.people"), question, group_id)
    if statistic.behind == "lessons":
        return Behind(statistic, _lessons(frames, question.period, key))
    table = _people(frames, question.period, key).merge(frames.cohorts[["cohort_id", "cohort"]], on="cohort_id")
    known = source.people(by, "learners.view", [int(one) for one in table["learner_id"]])
    rows = [row | {"person": known.get(int(row["learner_id"]))} for row in _records(table)]
    return Behind(statistic, sorted(rows, key=lambda row: (row["cohort"], _sorting(row["person"]))))


def _sorting(person: Any) -> str:
    return person.name_bg if person else ""


def _people(frames: Frames, period: Period, key: str) -> pd.DataFrame:
    hours = statistics.attendance(frames, period)
    state = frames.enrolments[["enrolment_id", "state", "outcome", "leaving_reason", "starts_on", "ends_on"]]
    told = hours.merge(state, on="enrolment_id")
    if key in ("completion_rate", "running", "withdrawn"):
        begun = statistics.starters(frames, period)
        flags = begun[["enrolment_id", "finished", "completed", "withdrawn"]]
        told = told.merge(flags, on="enrolment_id")
        kept = {
            "completion_rate": told["finished"],
            "running": ~told["finished"],
            "withdrawn": told["withdrawn"],
        }
        return told[kept[key]]
    if key == "enrolled":
        return told[told["enrolment_id"].isin(statistics.enrolled(frames, period)["enrolment_id"])]
    kept = {
        "reached": told["attended_hours"] > 0,
        "attendance_rate": told["held_hours"] > 0,
        "unmarked_hours": told["unmarked_hours"] > 0,
    }
    return told[kept[key]]


def _lessons(frames: Frames, period: Period, key: str) -> list[dict[str, Any]]:
    if key == "held_hours":
        held = statistics.held_lessons(frames, period)
    else:
        present = statistics.cohorts_in(frames, period)["cohort_id"]
        to_date = Period(period.since.replace(year=1900, month=1, day=1), period.until, period.today)
        held = statistics.held_lessons(frames, to_date)
        held = held[held["cohort_id"].isin(present)]
    named = held.merge(frames.cohorts[["cohort_id", "cohort", "programme_hours"]], on="cohort_id")
    return _records(named.sort_values(["cohort", "day"]))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    return None if pd.isna(value) else value
