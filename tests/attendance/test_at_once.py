"""Two processes marking the same person at the same moment: both entries are kept, one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Viewer
from lms.attendance.actions import AnswerKind, Arrival, call_roll
from lms.attendance.models import Entry, MarkKind
from lms.attendance.rules import Value
from lms.courses.models import Lesson
from lms.database import db
from tests.attendance.conftest import Scene


def test_two_marks_at_the_same_moment_are_both_kept_and_shown_as_a_conflict(app: Flask, scene: Scene) -> None:
    viewer, lesson_id, enrolment_id = scene.teacher.viewer, scene.lesson.id, scene.people[0].id
    together = Barrier(2)
    db.session.commit()

    def mark(kind: MarkKind) -> AnswerKind:
        with app.app_context():
            return save(viewer, lesson_id, Arrival(str(uuid4()), enrolment_id, Value(kind), clock.now()))

    def save(by: Viewer, lesson_id: int, arrival: Arrival) -> AnswerKind:
        together.wait()
        lesson = db.session.get_one(Lesson, lesson_id)
        answer = call_roll(by, lesson, [arrival])[0]
        db.session.commit()
        return answer.kind

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(mark, (MarkKind.PRESENT, MarkKind.ABSENT)))
    assert sorted(answers) == [AnswerKind.APPLIED, AnswerKind.CONFLICT]
    assert sorted(db.session.scalars(select(Entry.version))) == [1, 2]
    assert scene.mark(0).in_conflict
