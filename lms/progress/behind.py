"""What lies behind a number, for those who may see people: its rows, with names."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lms.access.viewer import Viewer
from lms.learners.models import Learner
from lms.progress import frames as source
from lms.progress.definitions import BY_KEY, Statistic
from lms.progress.evidence import rows_of
from lms.progress.report import Question, group_name, narrowed


@dataclass(frozen=True)
class Behind:
    """The rows behind a statistic of a group: dictionaries with `cohort`, `part`, and `person` where it is one.

    `person` is empty for somebody whose record the viewer may not open.
    """

    statistic: Statistic
    group: str | None
    rows: list[dict[str, Any]]

    def sum(self, column: str) -> float:
        """The sum of a column over the rows."""
        return float(sum(row[column] for row in self.rows))


def rows_behind(by: Viewer, question: Question, key: str, group_id: int | None) -> Behind | None:
    """The rows behind one number: of the group, or of everything that was asked for.

    None when there is no such group among what the viewer may see.
    """
    statistic = BY_KEY[key]
    everything = source.load(by, "statistics.people", question.period)
    asked = narrowed(everything, question, group_id)
    if group_id is not None and asked.cohorts.empty:
        return None
    table = rows_of(statistic, asked, question.period)
    table = table.merge(asked.cohorts[["cohort_id", "cohort"]], on="cohort_id")
    ids = [int(one) for one in table["learner_id"]] if "learner_id" in table else []
    known = source.people(by, "learners.view", ids)
    rows = [row | {"person": known.get(row.get("learner_id", 0))} for row in _records(table)]
    rows.sort(key=lambda row: (row["cohort"], _called(row["person"]), str(row.get("day"))))
    return Behind(statistic, group_name(asked, question, group_id), rows)


def _called(person: Learner | None) -> str:
    return person.name_bg if person else ""


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
