"""The placement in the database, a learner with an account, and sittings with chosen answers."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments import actions, queries
from lms.assessments import loading
from lms.assessments.quizzes.models import Attempt, Quiz
from lms.centres.models import Centre
from lms.database import db
from lms.learners.models import Learner
from tests.factories import make_centre, make_learner, make_learner_account, make_staff

Sit = Callable[..., Attempt]


def send(client: FlaskClient, address: str, **data: str) -> str:
    """Send a form and follow to the page it leads to."""
    answer = client.post(address, data=data)
    return client.get(answer.location).text if answer.status_code == 303 else answer.text


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    loading.load_items()
    db.session.commit()
    found = queries.placement_quiz()
    assert found is not None
    return found


@pytest.fixture
def centre(app: Flask) -> Centre:
    return make_centre()


@pytest.fixture
def learner(centre: Centre) -> Learner:
    return make_learner(centre, account=make_learner_account(centre))


@pytest.fixture
def coordinator(centre: Centre) -> Account:
    return make_staff(Role.COORDINATOR, centre)


@pytest.fixture
def sit(quiz: Quiz) -> Sit:
    """Sit the placement with so many right answers in each block; the rest is “I don’t know”."""

    def sit(learner: Learner, *right: int) -> Attempt:
        attempt = actions.start(learner.account.viewer, learner, "en")
        while question := queries.next_question(attempt):
            block, place = divmod(question.position - 1, 5)
            choice = question.version.body["key"] if place < right[block] else None
            actions.answer(learner.account.viewer, attempt, question.version.id, choice)
        db.session.commit()
        return attempt

    return sit
