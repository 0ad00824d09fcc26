"""The statistics as a viewer gets them: the answer to a question, in lines.

Small groups are hidden from those who may not see people.
"""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lms.access.viewer import Viewer
from lms.progress import frames as source
from lms.progress.frames import Frames
from lms.progress.periods import Period, year_of
from lms.progress.protection import Protection, protection_of
from lms.progress.statistics import COUNTS, GROUPS, RATES, summary, total

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
    """One group's statistics: identifier (none for the total), name, values, and which of them are hidden."""

    group_id: int | None
    name: str
    values: dict[str, Any]
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Report:
    """The answer: one line a group, and the total of all that was asked for."""

    question: Question
    lines: list[Line]
    total: Line
    sees_people: bool = True

    @property
    def any_hidden(self) -> bool:
        """Whether something had to be hidden of what stands in every line."""
        return any(line.hidden & {"enrolled", "completed", "running"} for line in [*self.lines, self.total])


def make_report(by: Viewer, question: Question, sees_people: bool) -> Report:
    """Ask a question of what the viewer may see; small groups are hidden unless the viewer sees people anyway."""
    # What is hidden must not depend on which part of a year, or of the centres, is asked for.
    everything = source.load(by, "statistics.view", question.period if sees_people else year_of(question.period))
    asked = narrowed(everything, question)
    key = GROUPS[question.by]
    table = summary(asked, question.period, question.by)
    lines = [_line(int(row[key]), str(row["name"]), row) for _, row in table.iterrows()]
    lines.sort(key=lambda line: line.name)
    report = Report(question, lines, _line(None, "", total(asked, question.period)), sees_people)
    return report if sees_people else _protected(report, everything)


def narrowed(frames: Frames, question: Question, group_id: int | None = None) -> Frames:
    """The frames without the cohorts that were not asked for."""
    cohorts = frames.cohorts
    wanted = [("centre_id", question.centre_id), ("programme_id", question.programme_id)]
    for column, value in [*wanted, (GROUPS[question.by], group_id)]:
        if value is not None:
            cohorts = cohorts[cohorts[column] == value]
    kept = cohorts["cohort_id"]
    return replace(
        frames,
        cohorts=cohorts,
        enrolments=frames.enrolments[frames.enrolments["cohort_id"].isin(kept)],
        lessons=frames.lessons[frames.lessons["cohort_id"].isin(kept)],
    )


def group_name(asked: Frames, question: Question, group_id: int | None) -> str | None:
    """What a group of the question is called; none for everything together."""
    return None if group_id is None else str(asked.cohorts[question.by].iloc[0])


def _line(group_id: int | None, name: str, row: "pd.Series[Any]") -> Line:
    return Line(group_id, name, {key: _plain(row[key]) for key in (*COUNTS, *RATES)})


def _plain(value: Any) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _protected(report: Report, everything: Frames) -> Report:
    protection = protection_of(everything, report.question.period)
    places = everything.cohorts
    lines = [_veiled(line, report.question, protection, places) for line in report.lines]
    return replace(report, lines=lines, total=_veiled(report.total, report.question, protection, places))


def _veiled(line: Line, question: Question, protection: Protection, places: pd.DataFrame) -> Line:
    centres, programmes = set(places["centre_id"]), set(places["programme_id"])
    chosen = {"centre": question.centre_id, "programme": question.programme_id}
    if line.group_id is not None:
        chosen |= {question.by: line.group_id}
    hidden = protection.hides(
        question.period,
        centres if chosen["centre"] is None else {chosen["centre"]},
        programmes if chosen["programme"] is None else {chosen["programme"]},
    )
    values = {key: None if key in hidden else value for key, value in line.values.items()}
    return replace(line, values=values, hidden=hidden)
