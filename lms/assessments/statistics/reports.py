"""What the page of an item and of a quiz shows of its answers; nothing of fewer people than SMALLEST."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd
from flask_babel import lazy_gettext as _l

from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.statistics import classical, differential, frames, verdicts
from lms.assessments.statistics.classical import SMALLEST
from lms.assessments.statistics.differential import Difference
from lms.assessments.statistics.verdicts import Verdict
from lms.learners.words import language


@dataclass(frozen=True)
class Choice:
    """An answer that people gave."""

    text: str
    right: bool
    chosen: int
    level: float | None
    """How well they do in the rest, in standard deviations."""
    verdict: Verdict | None
    """None for a right answer."""


@dataclass(frozen=True)
class Group:
    """A group of people beside the others."""

    name: Any
    found: Difference
    verdict: Verdict


@dataclass(frozen=True)
class ItemReport:
    """What answers say of one wording of an item."""

    people: int
    answers: int
    unknown: float
    facility: Verdict
    discrimination: Verdict
    seconds: Verdict
    choices: Sequence[Choice]
    groups: Sequence[Group]


def of_item(version: ItemVersion, by: Viewer) -> ItemReport | None:
    """What the answers the viewer may count say of an item; None when they are of fewer than SMALLEST people."""
    answers = frames.answers_to(version, by)
    if classical.people(answers) < SMALLEST:
        return None
    count, chosen = len(answers), frames.is_chosen(answers)
    return ItemReport(
        people=classical.people(answers),
        answers=count,
        unknown=classical.unknown(answers),
        facility=verdicts.of_facility(classical.facility(answers), count),
        discrimination=verdicts.of_discrimination(classical.discrimination(answers), count, chosen),
        seconds=verdicts.of_seconds(classical.median_seconds(answers), count),
        choices=_choices(answers),
        groups=_groups(answers),
    )


def _choices(answers: pd.DataFrame) -> list[Choice]:
    table = classical.choices(answers)
    best, count = float(table.loc[table["right"], "rest"].mean()), len(answers)
    return [_choice(row, best, count) for row in table.to_dict("records")]


def _choice(row: Mapping[Hashable, Any], best: float, answers: int) -> Choice:
    level = None if isnan(row["rest"]) else float(row["rest"])
    verdict = None if row["right"] else verdicts.of_choice(row["share"], row["rest"], best, answers)
    return Choice(row["answer"], bool(row["right"]), int(row["chosen"]), level, verdict)


def _groups(answers: pd.DataFrame) -> list[Group]:
    found: list[tuple[Any, Difference]] = [(language(code), one) for code, one in differential.by_tongue(answers)]
    if cyrillic := differential.by_cyrillic(answers):
        found.insert(0, (_l("People who read Cyrillic"), cyrillic))
    return [Group(name, one, verdicts.of_difference(one)) for name, one in found]


@dataclass(frozen=True)
class Line:
    """One item of a quiz."""

    version: ItemVersion
    facility: Verdict
    discrimination: Verdict


@dataclass(frozen=True)
class QuizReport:
    """What finished attempts say of a quiz."""

    people: int
    attempts: int
    alpha: Verdict
    lines: Sequence[Line]


def of_quiz(quiz: Quiz, by: Viewer) -> QuizReport | None:
    """What the attempts the viewer may count say of a quiz; None when they are of fewer than SMALLEST people."""
    table = frames.table_of(quiz, by)
    people, attempts = frames.people_of(table), len(table)
    if people < SMALLEST:
        return None
    lines = [_line(table, place, line.item_version) for place, line in enumerate(quiz.items)]
    return QuizReport(people, attempts, verdicts.of_alpha(classical.alpha(table), attempts), lines)


def _line(table: pd.DataFrame, place: int, version: ItemVersion) -> Line:
    right = table.iloc[:, place]
    rest = table.drop(columns=table.columns[place]).sum(axis=1)
    answers = pd.DataFrame({"test": "fixed", "right": right, "rest": rest.astype(float)})
    count = len(answers)
    return Line(
        version,
        verdicts.of_facility(classical.facility(answers), count),
        verdicts.of_discrimination(classical.discrimination(answers), count, chosen=False),
    )
