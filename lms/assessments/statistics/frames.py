"""Tidy frames of answers to an item or a quiz, limited to the people whose answers the viewer may count.

The only place of this chamber that asks the database; what the numbers mean is decided in the other modules.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Select, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.answers import in_words
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.states import AttemptState
from lms.assessments.statistics import resting
from lms.assessments.statistics.classical import ANSWERS
from lms.database import db
from lms.learners.models import Learner

LATEST = 2000
"""So many answers or attempts are looked at, the latest ones, however many there are."""
NUMBERS = ("a", "b", "c", "spread")
OF_ANSWER = (
    Attempt.learner_id,
    Response.correct,
    Response.answer,
    Response.scale,
    Response.asked_at,
    Response.answered_at,
    Learner.mother_tongue,
    Learner.reads_cyrillic,
)


def answers_to(version: ItemVersion, by: Viewer) -> pd.DataFrame:
    """The answers to one wording of an item in finished attempts; ANSWERS are the columns."""
    asked = select(Attempt.id, Attempt.quiz_id, Attempt.can_do, *OF_ANSWER).join(Response).join(Attempt.learner)
    asked = _finished(asked, by).where(Response.item_version_id == version.id)
    rows = db.session.execute(asked.order_by(Response.id.desc()).limit(LATEST)).all()
    frame = pd.DataFrame([_answer(version, row) for row in rows], columns=list(ANSWERS)).astype(ANSWERS)
    said = pd.Series({row.id: len(row.can_do or ()) for row in rows}, dtype="int64")
    return frame.assign(rest=_rest(frame, _others(version, said.index), said))


def _finished(asked: Select[*tuple[Any, ...]], by: Viewer) -> Select[*tuple[Any, ...]]:
    return scoped(asked, "items.statistics", by).where(Attempt.state == AttemptState.FINISHED)


def _answer(version: ItemVersion, row: Any) -> tuple[Any, ...]:
    seconds = (row.answered_at - row.asked_at).total_seconds() if row.asked_at else None
    return (
        row.id,
        row.learner_id,
        _test(row.quiz_id, row.scale is not None),
        row.correct,
        row.answer is not None,
        in_words(version.kind, version.body, row.answer) if row.answer else "",
        seconds,
        None,
        row.mother_tongue or "",
        row.reads_cyrillic,
    )


def _test(quiz_id: int, chosen: bool) -> str:
    """What answers are compared within: what the engine chose is another test than what everybody is asked."""
    return f"{quiz_id}/{'chosen' if chosen else 'fixed'}"


def is_chosen(answers: pd.DataFrame) -> bool:
    """Whether most of these answers are to an item that was chosen for the person."""
    return bool(answers["test"].str.endswith("/chosen").mean() > 0.5) if len(answers) else False


def _others(version: ItemVersion, attempts: Iterable[int]) -> pd.DataFrame:
    asked = select(Response.attempt_id, Response.correct, Response.scale)
    asked = asked.where(Response.attempt_id.in_(list(attempts)), Response.item_version_id != version.id)
    rows = [
        (attempt_id, right, scale is not None, *((scale or {}).get(name) for name in NUMBERS))
        for attempt_id, right, scale in db.session.execute(asked)
    ]
    return pd.DataFrame(rows, columns=["attempt_id", "right", "chosen", *NUMBERS])


def _rest(frame: pd.DataFrame, others: pd.DataFrame, said: pd.Series) -> pd.Series:
    chosen = others["chosen"].astype(bool)
    able, scored = resting.abilities(others[chosen], said), resting.shares(others[~chosen])
    of_chosen = frame["test"].str.endswith("/chosen")
    rest = frame["attempt_id"].map(able).where(of_chosen, frame["attempt_id"].map(scored))
    return rest.astype("float64")


def table_of(quiz: Quiz, by: Viewer) -> pd.DataFrame:
    """Who was right in what of a quiz: one row a finished attempt, one column a version.

    What was not answered is not right. Only what the quiz asks everybody is in it, not what was chosen for a person.
    """
    attempts = _finished(select(Attempt.id), by).where(Attempt.quiz_id == quiz.id)
    ids = list(db.session.scalars(attempts.order_by(Attempt.id.desc()).limit(LATEST)))
    asked = select(Response.attempt_id, Response.item_version_id, Response.correct)
    rows = db.session.execute(asked.where(Response.attempt_id.in_(ids), Response.scale.is_(None))).all()
    frame = pd.DataFrame(list(rows), columns=["attempt_id", "version_id", "right"])
    wide = frame.pivot(index="attempt_id", columns="version_id", values="right")
    versions = [line.item_version_id for line in quiz.items]
    return wide.reindex(columns=versions).eq(True)


def people_of(table: pd.DataFrame) -> int:
    """How many different people a table of a quiz tells of."""
    asked = select(Attempt.learner_id).where(Attempt.id.in_([int(one) for one in table.index])).distinct()
    return len(db.session.scalars(asked).all())


def quizzes_with(version: ItemVersion) -> Sequence[Quiz]:
    """The quizzes that ask everybody this version."""
    asked = select(Quiz).join(QuizItem, QuizItem.quiz_id == Quiz.id).where(QuizItem.item_version_id == version.id)
    return db.session.scalars(asked.order_by(Quiz.title)).all()
