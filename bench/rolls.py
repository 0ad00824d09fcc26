"""The installation that the roll is measured in: a teacher, fifteen people, three weeks of lessons called, one now.

On a real file with the settings of every installation: a write-ahead log, `synchronous=FULL`.
"""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select
from sqlalchemy.orm import configure_mappers

from lms import clock, create_app
from lms.access.declare import ACCOUNT_HEADER
from lms.access.viewer import Role
from lms.attendance.actions import Arrival, call_roll
from lms.attendance.models import MarkKind
from lms.attendance.rules import Value
from lms.courses.models import Cohort, Lesson
from lms.database import db
from lms.settings import Settings
from lms.web import catalogues
from tests.factories import (
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_room,
    make_staff,
    make_unit,
)

PEOPLE = 15
SECRET = "only for measuring"  # noqa: S105
KINDS = [MarkKind.PRESENT] * 12 + [MarkKind.ABSENT] * 3
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass(frozen=True)
class Evening:
    """A teacher's evening: whose, the lesson that has just begun, and who is called in it."""

    account: int
    cookie: str
    """The session of the teacher, as a browser sends it."""
    cohort: int
    lesson: int
    people: tuple[int, ...]

    @property
    def headers(self) -> dict[str, str]:
        """What the page's script sends with each of its requests."""
        return JSON | {"Cookie": self.cookie, ACCOUNT_HEADER: str(self.account)}

    def parcel(self) -> bytes:
        """All of the roll in one parcel, as the page sends it; each time new entries."""
        made_at = clock.now().isoformat()
        entries = [
            {"id": str(uuid4()), "enrolment": person, "kind": kind.value, "minutes": None, "reason": None}
            | {"made_at": made_at, "based_on": 0, "follows": None}
            for person, kind in zip(self.people, KINDS, strict=True)
        ]
        return json.dumps({"entries": entries}).encode()


@contextmanager
def installation() -> Iterator[tuple[Flask, Path]]:
    """An Azbuka with an empty database in a folder that goes away."""
    catalogues.compile_all()
    with TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), secret_key=SECRET))
        # As app.py leaves it to the processes that serve.
        configure_mappers()
        gc.collect()
        gc.freeze()
        with app.app_context():
            upgrade()
            yield app, Path(folder)
            db.session.remove()
            db.engine.dispose()


def make_evening(app: Flask) -> Evening:
    """A teacher with fifteen people, nine lessons called before, one that began two minutes ago, three to come."""
    now = clock.now() - timedelta(minutes=2)
    centre = make_centre()
    teacher = make_staff(Role.TEACHER, centre)
    began = (now - timedelta(days=28)).date()
    programme = make_programme()
    for _ in range(10):
        make_unit(programme)
    cohort = make_cohort(centre, programme, teacher, room=make_room(centre), starts_on=began, ends_on=None)
    people = [enrol(make_learner(centre), cohort) for _ in range(PEOPLE)]
    for week in (-3, -2, -1):
        for day in (0, 2, 4):
            lesson = make_lesson(cohort, now + timedelta(weeks=week, days=day))
            values = zip(people, KINDS, strict=True)
            arrivals = [Arrival(str(uuid4()), one.id, Value(kind), lesson.starts_at) for one, kind in values]
            call_roll(teacher.viewer, lesson, arrivals, "later")
    today = make_lesson(cohort, now)
    for day in (2, 4, 6):
        make_lesson(cohort, now + timedelta(days=day))
    cookie = cookie_of(app, teacher.get_id())
    evening = Evening(teacher.id, cookie, cohort.id, today.id, tuple(person.id for person in people))
    db.session.commit()
    return evening


def more_lessons(evening: Evening, count: int) -> list[int]:
    """So many further lessons of the cohort within the days in which they may be called; gives their identifiers."""
    cohort = db.session.get_one(Cohort, evening.cohort)
    first, facts = len(cohort.lessons) + 1, {"hours": 2, "teacher_id": evening.account, "room_id": cohort.room_id}
    now = clock.now()
    rows = [_lesson(now - timedelta(minutes=2 + 5 * n)) | facts for n in range(count)]
    owner = {"cohort_id": evening.cohort}
    db.session.execute(insert(Lesson), [row | owner | {"number": n} for n, row in enumerate(rows, start=first)])
    wanted = select(Lesson.id).where(Lesson.cohort_id == evening.cohort, Lesson.number >= first)
    made = list(db.session.scalars(wanted))
    db.session.commit()
    return made


def _lesson(starts_at: datetime) -> dict[str, datetime]:
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90)}


def cookie_of(app: Flask, identity: str) -> str:
    """The session of an account as signing in leaves it."""
    with app.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = identity, True
            # What the token of a form is held against; a page that shows a form puts it there otherwise.
            session["csrf_token"] = SECRET
            session.permanent = True
        name = app.config["SESSION_COOKIE_NAME"]
        kept = client.get_cookie(name)
        assert kept
        return f"{name}={kept.value}"
