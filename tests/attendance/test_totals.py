"""Totals per enrolment and per lesson: right after every act, in the same transaction, whoever calls at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.attendance.actions import Arrival, call_roll
from lms.attendance.models import MarkKind
from lms.attendance.recount import findings
from lms.attendance.rules import Value
from lms.attendance.totals_models import COUNTED, EnrolmentTotal, LessonTotal
from lms.courses.enrolment_actions import transfer, withdraw
from lms.courses.models import Cohort, Lesson
from lms.courses.states import LeavingReason
from lms.database import db
from lms.learners.merge_actions import merge
from tests.attendance.conftest import Scene
from tests.factories import at, make_cohort, make_lesson, make_slot

PRESENT, LATE, ABSENT = MarkKind.PRESENT, MarkKind.LATE, MarkKind.ABSENT
Later = Callable[[timedelta], None]


def totals(model: type[EnrolmentTotal] | type[LessonTotal]) -> dict[int, dict[str, int]]:
    """The lines of a table of totals by whom they are of, without what is 0."""
    key = model.enrolment_id if model is EnrolmentTotal else model.lesson_id  # type: ignore[attr-defined]
    columns = [getattr(model, name) for name in COUNTED]
    rows = db.session.execute(select(key, *columns))
    return {of: {name: n for name, n in zip(COUNTED, numbers, strict=True) if n} for of, *numbers in rows}


def clean() -> bool:
    db.session.flush()
    return findings(list(db.session.scalars(select(Cohort.id)))) == []


def test_a_roll_that_was_never_called_has_no_totals(scene: Scene) -> None:
    assert totals(LessonTotal) == totals(EnrolmentTotal) == {} and clean()


def test_the_totals_say_what_the_marks_say(scene: Scene) -> None:
    for person, (kind, minutes) in enumerate(((PRESENT, None), (LATE, 10), (ABSENT, None))):
        scene.call(person, kind, minutes=minutes)
    first, second, third = (person.id for person in scene.people)
    assert totals(LessonTotal) == {scene.lesson.id: {"present": 1, "late": 1, "absent": 1, "minutes_attended": 170}}
    assert totals(EnrolmentTotal) == {
        first: {"present": 1, "minutes_attended": 90},
        second: {"late": 1, "minutes_attended": 80},
        third: {"absent": 1},
    }


def test_a_correction_moves_what_it_counts_for(scene: Scene) -> None:
    scene.call(0, PRESENT)
    scene.call(0, LATE, minutes=30, based_on=1)
    assert totals(EnrolmentTotal)[scene.people[0].id] == {"late": 1, "minutes_attended": 60}
    scene.call(0, ABSENT, based_on=2)
    assert totals(LessonTotal)[scene.lesson.id] == {"absent": 1}


def test_a_conflict_counts_until_it_is_settled(scene: Scene) -> None:
    scene.call(0, PRESENT)
    scene.call(0, ABSENT, by=scene.coordinator)
    assert totals(LessonTotal)[scene.lesson.id]["in_conflict"] == 1
    scene.call(0, ABSENT, based_on=2)
    assert totals(LessonTotal)[scene.lesson.id] == totals(EnrolmentTotal)[scene.people[0].id] == {"absent": 1}


def test_an_enrolment_adds_up_over_its_lessons(scene: Scene) -> None:
    scene.call(0, PRESENT)
    scene.lesson = make_lesson(scene.cohort, at(date(2026, 3, 16), 17, 40), hours=1)
    scene.call(0, LATE, minutes=5)
    assert totals(EnrolmentTotal) == {scene.people[0].id: {"present": 1, "late": 1, "minutes_attended": 130}}
    assert len(totals(LessonTotal)) == 2 and clean()


def test_a_parcel_counts_each_mark_once_however_often_it_touches_it(scene: Scene) -> None:
    one, two = str(uuid4()), str(uuid4())
    first = Arrival(one, scene.people[0].id, Value(ABSENT), clock.now())
    second = Arrival(two, scene.people[0].id, Value(PRESENT), clock.now(), follows=one)
    call_roll(scene.teacher.viewer, scene.lesson, [first, second, first])
    assert totals(LessonTotal) == {scene.lesson.id: {"present": 1, "minutes_attended": 90}}


def test_what_is_rolled_back_was_never_counted(scene: Scene) -> None:
    scene.call(0, PRESENT)
    db.session.rollback()
    assert totals(LessonTotal) == totals(EnrolmentTotal) == {}


def test_leaving_moving_and_becoming_one_record_leave_the_totals_with_the_marks(scene: Scene, later: Later) -> None:
    for person in range(3):
        scene.call(person, PRESENT)
    before = totals(EnrolmentTotal), totals(LessonTotal)
    later(timedelta(days=1))
    by = scene.coordinator.viewer
    other = make_cohort(scene.centre, scene.cohort.programme, scene.teacher)
    make_slot(other, weekday=0, starts_at=at(date(2026, 3, 16), 18).time(), hours=2)
    transfer(by, scene.people[0], other, date(2026, 3, 10))
    withdraw(by, scene.people[1], LeavingReason.WORK, date(2026, 3, 10))
    withdraw(by, scene.people[2], LeavingReason.WORK, date(2026, 3, 16))
    merge(by, scene.people[0].learner, scene.people[1].learner, [])
    assert (totals(EnrolmentTotal), totals(LessonTotal)) == before and clean()


def test_rolls_of_two_lessons_called_at_one_moment_both_count(app: Flask, scene: Scene) -> None:
    lessons = [scene.lesson.id, make_lesson(scene.cohort, at(date(2026, 3, 16), 17, 40)).id]
    viewer, people = scene.teacher.viewer, [person.id for person in scene.people]
    together = Barrier(2)
    db.session.commit()

    def call(lesson_id: int) -> None:
        with app.app_context():
            together.wait()
            arrivals = [Arrival(str(uuid4()), person, Value(PRESENT), clock.now()) for person in people]
            call_roll(viewer, db.session.get_one(Lesson, lesson_id), arrivals)
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(call, lessons))
    assert totals(EnrolmentTotal) == {person: {"present": 2, "minutes_attended": 180} for person in people}
    assert clean()
