"""Writing the placements of the demonstration: plausible answers, and the suggestion the rules make of them.

What is written is what taking the test through its action would have left; a test takes one anew to see.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from lms.assessments import rules
from lms.assessments.items.models import ItemVersion
from lms.assessments.queries import placement_quiz
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.rules import Given
from lms.assessments.states import AttemptState, ItemLevel
from lms.courses.states import Level
from lms.database import db
from lms.demo import content
from lms.demo.house import House, at
from lms.demo.world import Person, Sitting, SittingState, World
from lms.learners.models import Learner

COURSES = (Level.LITERACY, Level.A1, Level.A2, Level.B1)
BELOW, WITHIN = 0.97, 0.4
BEYOND = (0.28, 0.22, 0.2)
"""How often people are right below the course they belong in, at its level, and one, two and three above."""
GIVES_UP = 0.4
"""How often somebody who is not right says “I don’t know”."""
DECIDED_AFTER = timedelta(days=2)


def choose(rng: Random, body: dict[str, Any], item: ItemLevel, level: Level) -> str | None:
    """What a person who belongs in a course of a level answers to an item; None is “I don’t know”."""
    distance = list(ItemLevel).index(item) - COURSES.index(level)
    likely = BELOW if distance < 0 else (WITHIN, *BEYOND)[distance]
    if rng.random() < likely:
        key: str = body["key"]
        return key
    wrong = [option["id"] for option in body["choices"] if option["id"] != body["key"]]
    return None if rng.random() < GIVES_UP else rng.choice(wrong)


def write_sittings(rng: Random, house: House, world: World, learners: dict[Person, Learner]) -> int:
    """Write everybody's placement; returns how many were begun. The item bank must be there."""
    quiz = placement_quiz()
    if quiz is None:
        return 0
    form = [line.item_version for line in quiz.items]
    attempts = []
    for place, sitting in enumerate(world.sittings):
        learner = learners[sitting.person]
        started_at = at(sitting.on, 10 + place % 6, place * 13 % 60)
        answers = _answers(rng, form, sitting)
        attempt = _attempt(learner, form, answers, sitting, started_at)
        attempt.quiz_id = quiz.id
        if sitting.state is SittingState.DECIDED:
            _decide(house, attempt, sitting)
        attempts.append((attempt, answers))
    db.session.add_all(attempt for attempt, _ in attempts)
    db.session.flush()
    rows = [row for attempt, answers in attempts for row in _responses(attempt, form, answers)]
    db.session.execute(insert(Response), rows)
    return len(attempts)


def _answers(rng: Random, form: Sequence[ItemVersion], sitting: Sitting) -> list[str | None]:
    """The answers until the test is over, or until somebody closed the browser."""
    levels = [version.level for version in form]
    closes = rng.randint(3, 9) if sitting.state is SittingState.STARTED else len(form)
    chosen: list[str | None] = []
    rights: list[bool] = []
    while len(chosen) < closes and not rules.is_over(levels, rights):
        version = form[len(chosen)]
        chosen.append(choose(rng, version.body, version.level, sitting.person.level))
        rights.append(rules.is_right(version.body, chosen[-1]))
    if sitting.state is SittingState.STARTED and rules.is_over(levels, rights):
        chosen.pop()
    return chosen


def _attempt(
    learner: Learner,
    form: Sequence[ItemVersion],
    answers: Sequence[str | None],
    sitting: Sitting,
    started_at: datetime,
) -> Attempt:
    attempt = Attempt(learner_id=learner.id, locale=learner.language or "bg", started_at=started_at)
    if sitting.state is SittingState.STARTED:
        return attempt
    given = [
        Given(version.level, version.skill, rules.is_right(version.body, answer), answer is not None)
        for version, answer in zip(form, answers, strict=False)
    ]
    right = Counter(one.level for one in given if one.right)
    attempt.state, attempt.score = AttemptState.FINISHED, right.total()
    attempt.finished_at = started_at + _pace(learner.id) * len(answers)
    attempt.suggested_level, attempt.detail = rules.suggest(right), rules.tally(given)
    return attempt


def _pace(learner_id: int) -> timedelta:
    """How long a person takes for one question: from a quarter of a minute to over a minute."""
    return timedelta(seconds=15 + learner_id * 7 % 55)


def _decide(house: House, attempt: Attempt, sitting: Sitting) -> None:
    person = sitting.person
    attempt.decided_level = person.level
    attempt.decided_by_id = house.coordinator(person.centre).account_id
    attempt.decided_at = at(sitting.on + DECIDED_AFTER, 15)
    if attempt.suggested_level is not person.level:
        attempt.decision_reason = content.read("words")["decided_otherwise"][person.level]


def _responses(attempt: Attempt, form: Sequence[ItemVersion], answers: Sequence[str | None]) -> list[dict[str, Any]]:
    return [
        {
            "attempt_id": attempt.id,
            "position": position,
            "item_version_id": version.id,
            "answer": None if answer is None else {"choice": answer},
            "correct": rules.is_right(version.body, answer),
            "answered_at": attempt.started_at + _pace(attempt.learner_id) * position,
        }
        for position, (version, answer) in enumerate(zip(form, answers, strict=False), 1)
    ]
