"""A quiz of every kind of item a key can mark and two that a teacher marks, given to a cohort of one."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem, QuizSection
from lms.assessments.states import ItemKind, ItemLevel, ItemState, QuizKind, Skill
from lms.centres.models import Centre
from lms.courses.models import Cohort
from lms.learners.models import Learner
from tests.assessments.judging.items import BODIES
from tests.factories import enrol, make_cohort, make_programme, make_staff, save

_numbers = count()
Give = Callable[..., Assignment]
INSTRUCTIONS = {
    ItemKind.GAP_TYPED: "type_gap",
    ItemKind.ORDERING: "order_words",
    ItemKind.SPOKEN: "say_short",
    ItemKind.WRITTEN: "write_short",
}
SKILLS = {ItemKind.SPOKEN: Skill.SPEAKING, ItemKind.WRITTEN: Skill.WRITING}


@pytest.fixture
def teacher(centre: Centre) -> Account:
    return make_staff(Role.TEACHER, centre)


@pytest.fixture
def cohort(centre: Centre, teacher: Account, learner: Learner) -> Cohort:
    found = make_cohort(centre, make_programme(), teacher, ends_on=clock.today() + timedelta(days=60))
    enrol(learner, found)
    return found


def live(number: int, kind: ItemKind) -> ItemVersion:
    """A live item of a kind."""
    body = {"instruction": INSTRUCTIONS.get(kind, "read_answer"), "why": "Така е.", **BODIES[kind]}
    return ItemVersion(
        item=Item(code=f"A1-R-{100 + number}-{next(_numbers)}"),
        state=ItemState.LIVE,
        level=ItemLevel.A1,
        skill=SKILLS.get(kind, Skill.READING),
        kind=kind,
        topic="signs",
        grammar="проба",
        body=body,
    )


@pytest.fixture
def give(cohort: Cohort, teacher: Account) -> Give:
    """Give the cohort a quiz of these kinds of items, in one section each of at most three."""

    def give(*kinds: ItemKind, kind: QuizKind = QuizKind.UNIT, minutes: int | None = None, **given: Any) -> Assignment:
        facts = {"minutes": minutes, "pass_percent": given.pop("pass_percent", None), "shuffled": False}
        quiz = save(Quiz(code=f"{kind}-{next(_numbers)}", kind=kind, title="Тест", **facts))
        section = save(QuizSection(quiz_id=quiz.id, position=1, title="Първа част"))
        for number, one in enumerate(kinds, 1):
            save(QuizItem(quiz_id=quiz.id, position=number, item_version=live(number, one), section_id=section.id))
        now = clock.now()
        usual = {"opens_at": now - timedelta(hours=1), "assigned_by_id": teacher.id, "cohort_id": cohort.id}
        return save(Assignment(quiz=quiz, **usual | given))

    return give


@pytest.fixture
def phone(client_as: Callable[[Account], FlaskClient], learner: Learner) -> FlaskClient:
    return client_as(learner.account)
