"""What a calibration reads: the answers of finished placements in all centres, as numbers and for nobody's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import func, select

from lms.assessments.calibration.curves import NOT_ASKED, WRONG, Answers
from lms.assessments.calibration.guessing import places
from lms.assessments.calibration.improving import Priors
from lms.assessments.calibration.queries import numbers_in_use
from lms.assessments.calibration.renewing import InUse, Task
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import scale
from lms.assessments.placement.scale import Floats
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState, QuizKind, Within
from lms.database import db

COUNTED = (
    Attempt.quiz_id.in_(select(Quiz.id).where(Quiz.kind == QuizKind.PLACEMENT)),
    Attempt.state == AttemptState.FINISHED,
    Response.scale.is_not(None),
)
"""Answers to items that the engine chose, of placements that came to an end: practice and lessons make items easier."""
DISCRIMINATION_SD = 0.3
"""How far discriminations really lie from what is expected: the standard deviation of their logarithms."""


@dataclass(frozen=True)
class Reading:
    """The versions that were answered, and what a calibration of them starts from."""

    versions: Sequence[ItemVersion]
    task: Task


def answers_so_far() -> int:
    """How many answers there are for a calibration."""
    asked = select(func.count(Response.id)).join(Attempt, Attempt.id == Response.attempt_id)
    return db.session.scalar(asked.where(*COUNTED)) or 0


def read() -> Reading:
    """Everything a calibration needs. People stand in the order in which they finished."""
    unknown = Response.answer.is_(None).label("unknown")
    asked = select(Response.attempt_id, Response.item_version_id, Response.correct, unknown, Attempt.can_do)
    asked = asked.join(Attempt, Attempt.id == Response.attempt_id).where(*COUNTED)
    rows = db.session.execute(asked.order_by(Attempt.finished_at, Attempt.id)).all()
    answered = select(ItemVersion).where(ItemVersion.id.in_({row.item_version_id for row in rows}))
    versions = list(db.session.scalars(answered.order_by(ItemVersion.id)))
    guesses = np.array([scale.guessing(version.kind, version.body) for version in versions])
    priors = _priors(versions)
    return Reading(versions, Task(_answers(rows, versions, guesses), guesses, priors, _in_use(versions, priors)))


def _answers(rows: Sequence[Any], versions: Sequence[ItemVersion], chances: Floats) -> Answers:
    people = {attempt_id: place for place, attempt_id in enumerate(dict.fromkeys(row.attempt_id for row in rows))}
    items = {version.id: place for place, version in enumerate(versions)}
    table = np.full((len(people), len(items)), NOT_ASKED, dtype=np.int8)
    said, unknown = np.zeros(len(people)), np.zeros(len(people))
    for row in rows:
        person = people[row.attempt_id]
        table[person, items[row.item_version_id]] = row.correct
        said[person] = len(row.can_do or ())
        unknown[person] += row.unknown
    silent = table == WRONG
    wrong = silent.sum(axis=1) - unknown
    chance = silent @ chances / np.maximum(silent.sum(axis=1), 1)
    return Answers(table, said, places(unknown, wrong, chance))


def _priors(versions: Sequence[ItemVersion]) -> Priors:
    """What is believed of items before anybody answers them: what their writers expect."""
    expected = [
        scale.expected_difficulty(version.level, Within(version.body.get("within", Within.MIDDLE)))
        for version in versions
    ]
    steep = np.full(len(versions), np.log(scale.DISCRIMINATION))
    return Priors(np.array(expected), steep, scale.DIFFICULTY_SD, DISCRIMINATION_SD)


def _in_use(versions: Sequence[ItemVersion], priors: Priors) -> InUse:
    known = numbers_in_use()
    a, b = np.exp(priors.log_a), priors.b.copy()
    error, answers = np.full(len(versions), priors.b_sd), np.zeros(len(versions), dtype=np.int64)
    for place, version in enumerate(versions):
        if numbers := known.get(version.id):
            a[place], b[place], error[place], answers[place] = numbers
    return InUse(a, b, error, answers)
