"""Sittings of a quiz in which so much is right, and a desk at which the teacher looks at them."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms import clock
from lms.accounts.models import Account
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import ItemKind
from lms.assessments.taking import actions
from lms.assessments.taking.actions import GivenAnswer
from lms.assessments.taking.queries import asked_in
from lms.centres.models import Centre
from lms.courses.models import Cohort
from lms.database import db
from lms.demo.answers import right, wrong
from lms.learners.models import Learner
from tests.assessments.taking.conftest import cohort, give, phone, teacher
from tests.factories import enrol, make_learner, make_learner_account

__all__ = ["cohort", "give", "phone", "teacher"]
Sit = Callable[..., Attempt]
Join = Callable[[], Learner]


@pytest.fixture
def desk(client_as: Callable[[Account], FlaskClient], teacher: Account) -> FlaskClient:
    return client_as(teacher)


@pytest.fixture
def join(centre: Centre, cohort: Cohort) -> Join:
    """One more person in the cohort, with a card."""

    def join() -> Learner:
        learner = make_learner(centre, account=make_learner_account(centre))
        enrol(learner, cohort)
        return learner

    return join


def said(kind: ItemKind, body: dict[str, Any], sign: str) -> dict[str, Any] | None:
    """An answer that is right (+) or wrong (-), or none (0)."""
    if sign == "0":
        return None
    if kind is ItemKind.WRITTEN:
        return {"text": "Здравейте!"}
    return right(kind, body) if sign == "+" else wrong(Random(1), kind, body)  # noqa: S311  # no secret


@pytest.fixture
def sit() -> Sit:
    """Sit a quiz: `sit(learner, assignment, "+-0")` answers the items in the order of the quiz and hands in."""

    def sit(learner: Learner, assignment: Assignment, signs: str, handed_in: bool = True) -> Attempt:
        by = learner.account.viewer
        attempt = actions.start(by, learner, assignment, "en")
        asked = {one.position: one for one in asked_in(attempt)}
        given = [
            GivenAnswer(position, asked[position].version, said(asked[position].version.kind, body, sign))
            for position, sign in enumerate(signs, 1)
            for body in [asked[position].version.body]
            if sign != "."
        ]
        actions.keep_answers(attempt, given)
        if handed_in:
            actions.hand_in(by, attempt)
        db.session.commit()
        return attempt

    return sit


def overdue(attempt: Attempt) -> Attempt:
    """A sitting whose time has been over for an hour, begun half an hour before."""
    attempt.started_at, attempt.due_at = clock.now() - timedelta(hours=1.5), clock.now() - timedelta(hours=1)
    db.session.commit()
    return attempt
