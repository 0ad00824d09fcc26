"""Writing the quizzes of the demonstration: a practice that stays open, a test that is over, and one that is open now.

Quizzes are put together through the room's own actions; answers are written as taking a quiz would have left them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.rules import judge
from lms.assessments.quizzes import blueprint, building_queries
from lms.assessments.quizzes.assigning_actions import assign
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.blueprint import Line
from lms.assessments.quizzes.building_actions import add_items, add_section, make_quiz
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import AttemptState, ItemLevel, Layout, QuizKind, Skill
from lms.assessments.taking.actions import reckon
from lms.courses.models import Cohort, Enrolment
from lms.courses.states import EnrolmentState, Level
from lms.database import db
from lms.demo.answers import right, wrong
from lms.demo.house import at

KNOWS = 0.72
"""How often somebody of a course is right about an item of its level."""
PACE = timedelta(seconds=40)
LEVELS = {Level.A1: ItemLevel.A1, Level.A2: ItemLevel.A2}


@dataclass(frozen=True)
class Plan:
    """A quiz every course of a level gets: its items by skill, and when."""

    code: str
    title: str
    kind: QuizKind
    parts: tuple[tuple[str, Skill, int], ...]
    opens: int
    """Days from today."""
    closes: int | None
    taken: float
    """How many of the cohort have handed it in, from 0 to 1."""


PLANS = (
    Plan(
        "practice",
        "Упражнение: думи и изрази",
        QuizKind.PRACTICE,
        (("Думи и граматика", Skill.USE_OF_LANGUAGE, 6), ("Слушане", Skill.LISTENING, 3)),
        -20,
        None,
        0.4,
    ),
    Plan(
        "first",
        "Тест: първа част",
        QuizKind.UNIT,
        (("Четене", Skill.READING, 4), ("Слушане", Skill.LISTENING, 4), ("Думи и граматика", Skill.USE_OF_LANGUAGE, 5)),
        -10,
        -5,
        0.8,
    ),
    Plan(
        "second",
        "Тест: втора част",
        QuizKind.UNIT,
        (("Четене", Skill.READING, 4), ("Думи и граматика", Skill.USE_OF_LANGUAGE, 5), ("Писане", Skill.WRITING, 1)),
        -1,
        6,
        0.3,
    ),
)


def write_quizzes(rng: Random, cohorts: Iterable[Cohort], today: date) -> int:
    """Write the quizzes of every running course of A1 and A2; returns how many sittings there are."""
    made: dict[tuple[str, Level], Quiz] = {}
    written = 0
    for cohort in cohorts:
        level = cohort.programme.level
        running = cohort.starts_on + timedelta(days=21) <= today <= (cohort.ends_on or today)
        if level not in LEVELS or not running:
            continue
        for plan in PLANS:
            quiz = made.get((plan.code, level)) or _make(rng, cohort, plan)
            made[plan.code, level] = quiz
            written += _take(rng, cohort, plan, quiz, today)
    db.session.flush()
    return written


def _make(rng: Random, cohort: Cohort, plan: Plan) -> Quiz:
    by, level = cohort.teachers[0].viewer, cohort.programme.level
    passing = 60 if plan.kind is QuizKind.UNIT else None
    quiz = make_quiz(by, f"{plan.title} ({level})", plan.kind, Layout.ONE_BY_ONE, True, None, passing)
    quiz.code, quiz.created_at = f"demo-{plan.code}-{level.lower()}", cohort.created_at
    taken: list[int] = []
    for title, skill, number in plan.parts:
        section = add_section(by, quiz, title)
        line = Line(LEVELS[level], skill, None, number)
        (drawn,) = blueprint.draw([line], building_queries.candidates(), taken, f"{rng.random()}")
        add_items(by, quiz, drawn.version_ids, section.id)
        taken += drawn.version_ids
    return quiz


def _take(rng: Random, cohort: Cohort, plan: Plan, quiz: Quiz, today: date) -> int:
    opens = at(today + timedelta(days=plan.opens), 9)
    closes = at(today + timedelta(days=plan.closes), 20) if plan.closes is not None else None
    attempts = None if plan.kind is QuizKind.PRACTICE else 1
    given = assign(cohort.teachers[0].viewer, quiz, cohort, opens, closes, attempts)
    given.assigned_at = opens - timedelta(hours=12)
    if plan.closes is not None and plan.closes < 0:
        given.released_at, given.released_by_id = at(today + timedelta(days=plan.closes + 1), 19), given.assigned_by_id
    there = [one for one in cohort.enrolments if one.state is EnrolmentState.ACTIVE]
    takers = [one for one in sorted(there, key=lambda one: one.id) if rng.random() < plan.taken]
    for place, one in enumerate(takers):
        _sit(rng, given, one, opens + timedelta(hours=9, minutes=7 * place))
    return len(takers)


def _sit(rng: Random, given: Assignment, enrolment: Enrolment, started: datetime) -> None:
    attempt = Attempt(
        quiz=given.quiz,
        assignment=given,
        learner=enrolment.learner,
        locale=enrolment.learner.language or "bg",
        seed=f"{rng.getrandbits(64):016x}",
        started_at=started,
        due_at=given.closes_at,
    )
    lines = given.quiz.items
    attempt.responses = [
        _answer(rng, line.position, line.item_version, started + PACE * place) for place, line in enumerate(lines, 1)
    ]
    attempt.state, attempt.finished_at = AttemptState.FINISHED, started + PACE * (len(lines) + 1)
    db.session.add(attempt)
    db.session.flush()
    reckon(attempt)


def _answer(rng: Random, position: int, version: ItemVersion, moment: datetime) -> Response:
    if version.skill.is_marked:
        answer = {"text": str(version.body["model"])}
    else:
        knows = rng.random() < KNOWS
        answer = right(version.kind, version.body) if knows else wrong(rng, version.kind, version.body)
    judged = judge(version.kind, version.body, answer)
    return Response(
        position=position,
        item_version=version,
        answer=answer,
        correct=judged.right,
        share=judged.share,
        parts=judged.kept(),
        answered_at=moment,
        made_at=moment,
    )
