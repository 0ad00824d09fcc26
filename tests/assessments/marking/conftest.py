"""A unit test with a spoken and a written item and one that a key marks, given to a cohort of one."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import ItemKind
from lms.database import db
from tests.assessments.taking.conftest import Give, cohort, give, phone, teacher

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


def response_at(attempt: Attempt, position: int) -> Response | None:
    asked = select(Response).where(Response.attempt_id == attempt.id, Response.position == position)
    return db.session.scalar(asked)
