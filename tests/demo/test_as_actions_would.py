"""What was written in bulk is what the actions would have left: rolls called anew, a placement taken anew."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import delete, select

from lms import clock
from lms.access.viewer import SYSTEM
from lms.assessments import actions as placement
from lms.assessments.queries import next_question
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import AttemptState
from lms.attendance.actions import AnswerKind, Arrival, call_roll
from lms.attendance.folding import value_in
from lms.attendance.models import Entry, Mark
from lms.courses.models import Lesson
from lms.courses.states import LessonState
from lms.database import db
from lms.learners.actions import add_learner
from lms.learners.rules import Facts

pytestmark = pytest.mark.usefixtures("loaded")


def rows(model: type[Entry] | type[Mark], lesson: Lesson) -> list[dict[str, Any]]:
    """What is written for a lesson, without the marks' own identity."""
    names = [column.name for column in model.__table__.columns if model is Entry or column.name != "id"]
    found = db.session.scalars(select(model).where(model.lesson_id == lesson.id))
    return sorted(({name: getattr(one, name) for name in names} for one in found), key=repr)


def call_anew(lesson: Lesson, entries: Sequence[Entry], monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget a lesson's roll and let its entries arrive once more, each at its time."""
    arrivals = [
        (
            one.received_at,
            Arrival(one.id, one.enrolment_id, value_in(one), one.made_at, one.based_on, one.follows),
        )
        for one in sorted(entries, key=lambda one: (one.received_at, one.version))
    ]
    db.session.execute(delete(Mark).where(Mark.lesson_id == lesson.id))
    db.session.execute(delete(Entry).where(Entry.lesson_id == lesson.id))
    db.session.expunge_all()
    lesson = db.session.get_one(Lesson, lesson.id)
    lesson.state, lesson.held_at = LessonState.PLANNED, None
    db.session.flush()
    for received_at, arrival in arrivals:
        monkeypatch.setattr(clock, "now", lambda moment=received_at: moment)
        (answer,) = call_roll(lesson.teacher.viewer, lesson, [arrival])
        assert answer.kind is AnswerKind.APPLIED


def test_calling_a_sample_of_the_rolls_anew_gives_the_same_entries_and_marks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = db.session.scalars(select(Lesson).where(Lesson.state == LessonState.HELD).order_by(Lesson.id)).all()
    for lesson_id in [lesson.id for lesson in held[::31]]:
        lesson = db.session.get_one(Lesson, lesson_id)
        held_at, entries, marks = lesson.held_at, rows(Entry, lesson), rows(Mark, lesson)
        call_anew(
            lesson,
            db.session.scalars(select(Entry).where(Entry.lesson_id == lesson_id)).all(),
            monkeypatch,
        )
        again = db.session.get_one(Lesson, lesson_id)
        assert (again.held_at, rows(Entry, again), rows(Mark, again)) == (held_at, entries, marks)
    db.session.rollback()


def test_giving_the_same_answers_anew_gives_the_same_suggestion() -> None:
    finished = select(Attempt).where(Attempt.state == AttemptState.FINISHED).order_by(Attempt.id)
    for attempt in db.session.scalars(finished).all()[::30]:
        centre = attempt.learner.centre
        other = add_learner(SYSTEM, centre, Facts(given_latin="Another", family_latin="Person"))
        anew = placement.start(SYSTEM, other, attempt.locale)
        for response in attempt.responses:
            question = next_question(anew)
            assert question and question.position == response.position
            choice = response.answer and response.answer["choice"]
            placement.answer(SYSTEM, anew, question.version.id, choice)
        assert (anew.state, anew.score, anew.suggested_level, anew.detail) == (
            attempt.state,
            attempt.score,
            attempt.suggested_level,
            attempt.detail,
        )
        kept = select(Response.correct).order_by(Response.position)
        assert (
            db.session.scalars(kept.where(Response.attempt_id == anew.id)).all()
            == db.session.scalars(kept.where(Response.attempt_id == attempt.id)).all()
        )
    db.session.rollback()


def test_a_placement_under_way_can_be_gone_on_with() -> None:
    started = db.session.scalars(select(Attempt).where(Attempt.state == AttemptState.STARTED)).all()
    for attempt in started:
        question = next_question(attempt)
        assert question and question.position == len(attempt.responses) + 1
