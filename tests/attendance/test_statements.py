"""Saving a roll asks the database little: each table is read once and written once, however many people there are."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import event

from lms import clock
from lms.attendance.actions import AnswerKind, Arrival, call_roll
from lms.attendance.models import MarkKind
from lms.attendance.rules import Value
from lms.courses.models import Lesson
from lms.database import db
from tests.attendance.conftest import Scene
from tests.factories import enrol, make_learner

PEOPLE = 15
TABLES = re.compile(r"^(SELECT|INSERT|UPDATE).*?(?:FROM|INTO|UPDATE) (\w+)", re.DOTALL)


@contextmanager
def statements() -> Iterator[Counter[tuple[str, str]]]:
    """How often which table is read and written: (“SELECT”, “mark”)."""
    found: Counter[tuple[str, str]] = Counter()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if named := TABLES.match(statement.replace("UPDATE ", "UPDATE UPDATE ", 1)):
            found[named[1], named[2]] += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_fifteen_marks_read_and_write_each_table_once(scene: Scene) -> None:
    while len(scene.people) < PEOPLE:
        scene.people.append(enrol(make_learner(scene.centre), scene.cohort))
    viewer, lesson_id, people = scene.teacher.viewer, scene.lesson.id, [person.id for person in scene.people]
    for seen, kind in enumerate((MarkKind.PRESENT, MarkKind.ABSENT)):
        db.session.commit()
        db.session.remove()  # as at the beginning of a request
        arrivals = [Arrival(str(uuid4()), person, Value(kind), clock.now(), seen) for person in people]
        lesson = db.session.get_one(Lesson, lesson_id)
        with statements() as found:
            answers = call_roll(viewer, lesson, arrivals)
            db.session.commit()
        assert {answer.kind for answer in answers} == {AnswerKind.APPLIED}
        assert set(found.values()) == {1}, found
        written = {table for what, table in found if what != "SELECT"} - {"lesson"}
        assert written == {"entry", "mark", "enrolment_total", "lesson_total", "audit_line"}
