"""A cohort on the day of its lesson: three people, their teacher, and a clock the test sets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.actions import Answer, Arrival, call_roll
from lms.attendance.models import Mark, MarkKind
from lms.attendance.rules import value_of
from lms.centres.models import Centre
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.database import db
from tests.attendance.absences import MONDAY, Slipping, slipping_scene
from tests.factories import (
    at,
    enrol,
    make_centre,
    make_cohort,
    make_learner,
    make_lesson,
    make_programme,
    make_room,
    make_staff,
)

DAY = date(2026, 3, 16)
SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Choose what time it is."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@dataclass
class Scene:
    """A lesson from 18:00 to 19:30 on Monday, 16 March 2026, three people enrolled."""

    centre: Centre
    teacher: Account
    coordinator: Account
    cohort: Cohort
    lesson: Lesson
    people: list[Enrolment]

    def call(
        self, person: int, kind: MarkKind, by: Account | None = None, why: str | None = None, **given: object
    ) -> Answer:
        """One person's mark, arriving as an entry of its own."""
        value = value_of(kind, given.pop("minutes", None), given.pop("reason", None))  # type: ignore[arg-type]
        facts = {"id": str(uuid4()), "enrolment_id": self.people[person].id, "made_at": clock.now()} | given
        arrival = Arrival(value=value, **facts)  # type: ignore[arg-type]
        return call_roll((by or self.teacher).viewer, self.lesson, [arrival], why)[0]

    def mark(self, person: int) -> Mark:
        """The mark of a person as the database has it."""
        statement = select(Mark).where(Mark.enrolment_id == self.people[person].id)
        return db.session.scalars(statement.execution_options(populate_existing=True)).one()


@pytest.fixture
def scene(app: Flask, set_clock: SetClock) -> Scene:
    centre = make_centre()
    teacher = make_staff(Role.TEACHER, centre, name="Мария Учителска")
    coordinator = make_staff(Role.COORDINATOR, centre, name="Петър Координаторов")
    cohort = make_cohort(centre, make_programme(), teacher, room=make_room(centre))
    lesson = make_lesson(cohort, at(DAY, 18))
    names = ["Амир", "Лейла", "Оксана"]
    people = [enrol(make_learner(centre, given_cyrillic=name), cohort) for name in names]
    set_clock(at(DAY, 18, 2))
    return Scene(centre, teacher, coordinator, cohort, lesson, people)


@pytest.fixture
def later(scene: Scene, set_clock: SetClock) -> Callable[[timedelta], None]:
    """Let time pass from the start of the lesson."""
    return lambda passed: set_clock(scene.lesson.starts_at + passed)


@pytest.fixture
def slipping(app: Flask, set_clock: SetClock) -> Slipping:
    """People who miss lessons, on Monday evening after the last one."""
    found = slipping_scene()
    set_clock(at(MONDAY, 20))
    return found
