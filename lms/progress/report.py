"""The statistics as a viewer gets them: the answer to a question, in lines.

Small groups are hidden from those who may not see people.
"""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lms.access.viewer import Viewer
from lms.progress import frames as source
from lms.progress import statistics
from lms.progress.definitions import STATISTICS
from lms.progress.disclosure import ALL, hidden_cells
from lms.progress.frames import Frames
from lms.progress.statistics import Period

# What somebody who sees no people may choose: a cohort is people.
COARSE = ("centre", "programme")


@dataclass(frozen=True)
class Question:
    """What is asked: the period, what to tell apart, and what to look at only."""

    period: Period
    by: str = "centre"
    centre_id: int | None = None
    programme_id: int | None = None


@dataclass(frozen=True)
class Line:
    """One group's statistics: identifier (none for the total), name, values; nothing in them when hidden."""

    group_id: int | None
    name: str
    values: dict[str, Any]
    hidden: bool = False


@dataclass(frozen=True)
class Report:
    """The answer: one line a group, and the total of all that was asked for."""

    question: Question
    lines: list[Line]
    total: Line

    @property
    def any_hidden(self) -> bool:
        """Whether something had to be hidden."""
        return any(line.hidden for line in [*self.lines, self.total])


def make_report(by: Viewer, question: Question, sees_people: bool) -> Report:
    """Ask a question of what the viewer may see; small groups are hidden unless the viewer sees people anyway."""
    everything = source.load(by, "statistics.view")
    asked = narrowed(everything, question)
    table = statistics.summary(asked, question.period, question.by)
    key = statistics.GROUPS[question.by]
    lines = [_line(row[key], row["name"], row) for _, row in table.iterrows()]
    lines.sort(key=lambda line: line.name)
    report = Report(question, lines, _line(None, "", statistics.total(asked, question.period)))
    return report if sees_people else _protected(report, everything)


def narrowed(frames: Frames, question: Question, group_id: int | None = None) -> Frames:
    """The frames without the cohorts that were not asked for."""
    cohorts = frames.cohorts
    wanted = {"centre_id": question.centre_id, "programme_id": question.programme_id}
    if group_id is not None:
        wanted |= {statistics.GROUPS[question.by]: group_id}
    for column, value in wanted.items():
        if value is not None:
            cohorts = cohorts[cohorts[column] == value]
    kept = set(cohorts["cohort_id"])
    return replace(
        frames,
        cohorts=cohorts,
        enrolments=frames.enrolments[frames.enrolments["cohort_id"].isin(kept)],
        lessons=frames.lessons[frames.lessons["cohort_id"].isin(kept)],
    )


def _line(group_id: Any, name: str, row: "pd.Series[Any]") -> Line:
    values = {key: _plain(row[key]) for key in (*statistics.COUNTS, *_RATES)}
    values["finished_people"] = _plain(row["started"] - row["running"])
    return Line(None if group_id is None else int(group_id), str(name), values)


_RATES = tuple(statistic.key for statistic in STATISTICS if statistic.is_rate)


def _plain(value: Any) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() and not isinstance(value, int) else float(value)


def _protected(report: Report, everything: Frames) -> Report:
    question = report.question
    people = statistics.enrolled(everything, question.period).merge(
        everything.cohorts[["cohort_id", "centre_id", "programme_id"]], on="cohort_id"
    )
    counts = {
        (int(centre), int(programme)): int(count)
        for (centre, programme), count in people.groupby(["centre_id", "programme_id"]).size().items()  # type: ignore[misc]
    }
    hidden = hidden_cells(counts)
    lines = [_veiled(line, question, hidden) for line in report.lines]
    return Report(question, lines, _veiled(report.total, question, hidden))


def _veiled(line: Line, question: Question, hidden: set[tuple[object, object]]) -> Line:
    centre: object = question.centre_id or ALL
    programme: object = question.programme_id or ALL
    if line.group_id is not None:
        centre = line.group_id if question.by == "centre" else centre
        programme = line.group_id if question.by == "programme" else programme
    if (centre, programme) not in hidden:
        return line
    return Line(line.group_id, line.name, dict.fromkeys(line.values), hidden=True)
