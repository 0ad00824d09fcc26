"""Two tabs of one person at the same moment: one attempt, one answer, no error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from lms.assessments.placement import actions
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz
from lms.database import db
from lms.learners.models import Learner


def at_once(app: Flask, *acts: Callable[[], None]) -> None:
    """Do acts at the same moment, each as a process of its own would."""
    together = Barrier(len(acts))
    db.session.commit()

    def one(act: Callable[[], None]) -> None:
        with app.app_context():
            together.wait()
            act()
            db.session.commit()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(one, acts))
    db.session.expire_all()


def test_beginning_in_two_tabs_at_once_begins_once(app: Flask, quiz: Quiz, learner: Learner) -> None:
    by, learner_id = learner.account.viewer, learner.id

    def begin() -> None:
        actions.start(by, db.session.get_one(Learner, learner_id), "en")

    at_once(app, begin, begin)
    assert db.session.scalar(select(func.count(Attempt.id))) == 1


def test_answering_in_two_tabs_at_once_answers_once(app: Flask, quiz: Quiz, learner: Learner) -> None:
    by = learner.account.viewer
    attempt_id = actions.start(by, learner, "en").id
    version_id = quiz.items[0].item_version_id

    def answer(choice: str) -> None:
        actions.answer(by, db.session.get_one(Attempt, attempt_id), version_id, {"choice": choice})

    at_once(app, lambda: answer("a"), lambda: answer("b"))
    kept = db.session.scalars(select(Response)).one()
    assert kept.position == 1
