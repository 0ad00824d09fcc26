"""A unit test with a spoken and a written item and one that a key marks, given to a cohort of one."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.marking.recording_actions import as_kept, keep_recording
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import ItemKind
from lms.assessments.taking import actions as taking
from lms.assessments.taking.actions import GivenAnswer
from lms.centres.models import Centre
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.marking.sounds import webm
from tests.assessments.taking.conftest import Give, cohort, give, phone, teacher
from tests.factories import make_staff

__all__ = ["cohort", "give", "phone", "teacher"]
KINDS = (ItemKind.SPOKEN, ItemKind.WRITTEN, ItemKind.TRUE_FALSE)
SPOKEN, WRITTEN, KEYED = 1, 2, 3


@pytest.fixture
def given(give: Give) -> Assignment:
    return give(*KINDS)


def begin(phone: FlaskClient, assignment: Assignment) -> Attempt:
    phone.post(f"/quizzes/given/{assignment.id}")
    return db.session.scalars(select(Attempt).order_by(Attempt.id.desc()).limit(1)).one()


def say(phone: FlaskClient, attempt: Attempt, sound: bytes, position: int = SPOKEN, **fields: str) -> Any:
    """Send a recording as the script of the page does."""
    with phone.session_transaction() as session:
        account = session["_user_id"].split(".")[0]
    data = {"recording": (BytesIO(sound), "recording"), **fields}
    address = f"/quizzes/attempts/{attempt.id}/recordings/{position}"
    return phone.post(address, data=data, headers={"X-Azbuka-Account": account})


HandIn = Callable[..., Attempt]


@pytest.fixture
def hand_in(given: Assignment) -> HandIn:
    """Let somebody hand in the quiz with a written and a spoken answer, and the keyed one right."""

    def hand_in(learner: Learner, text: str = "Здравейте!", said: bool = True) -> Attempt:
        by = learner.account.viewer
        attempt = taking.start(by, learner, given, "en")
        versions = {line.position: line.item_version for line in given.quiz.items}
        answers: dict[int, Any] = {WRITTEN: {"text": text} if text else None, KEYED: {"choice": "true"}}
        taking.keep_answers(attempt, [GivenAnswer(place, versions[place], answers[place]) for place in answers])
        if said:
            keep_recording(attempt, SPOKEN, versions[SPOKEN], as_kept(webm(1), 30))
        taking.hand_in(by, attempt)
        db.session.commit()
        return attempt

    return hand_in


@pytest.fixture
def colleague(centre: Centre) -> Account:
    """A teacher of the centre who does not teach the cohort."""
    return make_staff(Role.TEACHER, centre)


@pytest.fixture
def attempt(hand_in: HandIn, learner: Learner) -> Attempt:
    return hand_in(learner)


@pytest.fixture
def written(attempt: Attempt) -> Response:
    found = response_at(attempt, WRITTEN)
    assert found
    return found


def points(given: int) -> dict[str, int]:
    """So many of the twelve points of our rubrics."""
    return {
        code: min(3, max(0, given - 3 * number)) for number, code in enumerate(("task", "range", "grammar", "spelling"))
    }


def response_at(attempt: Attempt, position: int) -> Response | None:
    asked = select(Response).where(Response.attempt_id == attempt.id, Response.position == position)
    return db.session.scalar(asked)
