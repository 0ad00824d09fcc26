"""What was written in bulk is what the actions would have left: rolls called anew, a placement taken anew."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import delete, select

from lms import clock
from lms.access.viewer import SYSTEM
from lms.assessments.placement import actions, choosing
from lms.assessments.placement.stages import Stage
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

pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.xdist_group("demo"), pytest.mark.same_anywhere]


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


def test_giving_the_same_answers_anew_gives_the_same_suggestion(monkeypatch: pytest.MonkeyPatch) -> None:
    placements = select(Attempt).where(Attempt.assignment_id.is_(None), Attempt.state == AttemptState.FINISHED)
    for attempt in db.session.scalars(placements.order_by(Attempt.id)).all()[::30]:
        # What was asked is what was chosen then, when others had been shown other items.
        chosen = [response.item_version_id for response in attempt.responses if response.scale]
        monkeypatch.setattr(choosing, "next_version", lambda _attempt, given, _shelf, ids=chosen: next_of(ids, given))
        centre = attempt.learner.centre
        other = add_learner(SYSTEM, centre, Facts(given_latin="Another", family_latin="Person"))
        anew = actions.start(SYSTEM, other, attempt.locale)
        for response in attempt.responses:
            if actions.stage_of(anew) is Stage.CAN_DO:
                actions.say_can_do(SYSTEM, anew, attempt.can_do or [])
            actions.answer(SYSTEM, anew, response.item_version_id, response.answer)
        assert (anew.state, anew.score, anew.suggested_level) == (attempt.state, attempt.score, attempt.suggested_level)
        assert untimed(anew) == untimed(attempt)
        kept = select(Response.correct, Response.share, Response.scale).order_by(Response.position)
        assert (
            db.session.execute(kept.where(Response.attempt_id == anew.id)).all()
            == db.session.execute(kept.where(Response.attempt_id == attempt.id)).all()
        )
    db.session.rollback()


def next_of(chosen: Sequence[int], given: Sequence[Response]) -> int | None:
    """What was asked after so many answers."""
    asked = len([response for response in given if response.scale])
    return chosen[asked] if asked < len(chosen) else None


def untimed(attempt: Attempt) -> dict[str, Any]:
    """What a placement rests on, but for how fast the answers came."""
    return {name: value for name, value in (attempt.detail or {}).items() if name not in ("fast", "slow")}


def test_a_placement_under_way_can_be_gone_on_with() -> None:
    started = db.session.scalars(select(Attempt).where(Attempt.state == AttemptState.STARTED)).all()
    assert started
    for attempt in started:
        version = attempt.asked
        assert version is not None
        assert version.id not in {response.item_version_id for response in attempt.responses}
        before = len(attempt.responses)
        actions.answer(SYSTEM, attempt, version.id, None)
        db.session.expire(attempt)
        assert len(attempt.responses) == before + 1
    db.session.rollback()
