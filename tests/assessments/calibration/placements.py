"""Finished placements, written straight into the database: people of all abilities, items harder than expected."""

from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import insert

from lms.assessments.items.models import ItemVersion
from lms.assessments.placement.shelf import scale_of
from lms.assessments.quizzes.models import Attempt, Quiz, Response
from lms.assessments.states import AttemptState
from lms.database import db
from lms.learners.models import Learner

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
EACH = 12
SHIFT = 1.0
"""The even ones of the items are so much harder than their writers expect, the others so much easier."""


def write_placements(quiz: Quiz, learner: Learner, versions: list[ItemVersion], people: int, since: int = 0) -> None:
    """So many finished placements, one after the other; `since` counts days."""
    rng = np.random.default_rng(since + people)
    expected = np.array([scale_of(version)["b"] for version in versions])
    shift = np.resize([SHIFT, -SHIFT], len(versions))
    attempts = [_attempt(quiz, learner, BEGAN + timedelta(days=since, minutes=person)) for person in range(people)]
    db.session.add_all(attempts)
    db.session.flush()
    rows = []
    for attempt in attempts:
        ability = rng.normal(-0.4, 1.6)
        near = np.argsort(np.abs(expected - ability) + rng.random(len(expected)))[:EACH]
        knows = 1 / (1 + np.exp(-1.2 * (ability - expected[near] - shift[near])))
        right = rng.random(EACH) < 0.25 + 0.75 * knows
        rows += [_row(attempt, place, versions[item], right[place]) for place, item in enumerate(near)]
    db.session.execute(insert(Response), rows)
    db.session.commit()


def _attempt(quiz: Quiz, learner: Learner, at: datetime) -> Attempt:
    return Attempt(
        quiz=quiz,
        learner=learner,
        state=AttemptState.FINISHED,
        locale="en",
        can_do=["name"],
        started_at=at,
        finished_at=at + timedelta(minutes=10),
    )


def _row(attempt: Attempt, place: int, version: ItemVersion, right: np.bool_) -> dict[str, object]:
    key = str(version.body["key"])
    choices = [one["id"] for one in version.body["choices"]]
    return {
        "attempt_id": attempt.id,
        "position": place + 1,
        "item_version_id": version.id,
        "answer": {"choice": key if right else next(one for one in choices if one != key)},
        "correct": bool(right),
        "share": float(right),
        "parts": None,
        "scale": scale_of(version),
        "asked_at": attempt.started_at + timedelta(seconds=30 * place),
        "answered_at": attempt.started_at + timedelta(seconds=30 * place + 20),
    }
