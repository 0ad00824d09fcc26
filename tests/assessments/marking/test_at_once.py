"""Two at the same moment: one recording, one first mark, and no error."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.access.errors import DomainError
from lms.accounts.models import Account
from lms.assessments.marking.actions import rate
from lms.assessments.marking.models import Rating, Recording
from lms.assessments.marking.recording_actions import as_kept, keep_recording
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.taking.actions import start
from lms.assessments.taking.queries import version_at
from lms.database import db
from lms.learners.models import Learner
from tests.assessments.marking.conftest import SPOKEN, points
from tests.assessments.marking.sounds import webm
from tests.assessments.placement.test_at_once import at_once


def test_a_recording_that_is_sent_twice_at_once_is_one(app: Flask, given: Assignment, learner: Learner) -> None:
    attempt_id = start(learner.account.viewer, learner, given, "en").id
    sounds = [as_kept(webm(seconds), 30) for seconds in (1, 2)]

    def send(number: int) -> None:
        attempt = db.session.get_one(Attempt, attempt_id)
        version = version_at(attempt, SPOKEN)
        assert version
        keep_recording(attempt, SPOKEN, version, sounds[number])

    at_once(app, lambda: send(0), lambda: send(1))
    recording, response = db.session.scalars(select(Recording)).one(), db.session.scalars(select(Response)).one()
    assert response.answer == {"recording": recording.id}


def test_of_two_who_mark_at_once_one_is_told_that_it_is_done(
    app: Flask, written: Response, teacher: Account, coordinator: Account
) -> None:
    response_id, markers = written.id, [teacher.viewer, coordinator.viewer]
    refused: list[str] = []

    def mark(number: int) -> None:
        try:
            rate(markers[number], db.session.get_one(Response, response_id), points(6 * number), "")
        except DomainError as refusal:
            refused.append(str(refusal.message))

    at_once(app, lambda: mark(0), lambda: mark(1))
    assert len(refused) == 1 and db.session.scalar(select(func.count(Rating.id))) == 1
    db.session.refresh(written)
    (rating,) = db.session.scalars(select(Rating))
    assert written.share == pytest.approx(sum(rating.points.values()) / 12)
