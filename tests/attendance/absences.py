"""Lessons that were held, written as one letter for each person, for the tests of the call list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.attendance.models import Entry, EntryAnswer, Mark, MarkKind
from lms.attendance.rules import Value, length_of, minutes_attended
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.states import LessonState
from lms.database import db
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

MONDAY = date(2026, 3, 16)
TUESDAY = MONDAY + timedelta(days=1)
PEOPLE = {"Амир": "++++AA", "Лейла": "+++A++", "Оксана": "AA+A+A"}
"""Amir missed two in a row, Oksana four in two weeks, Leila one."""
KINDS = {"+": MarkKind.PRESENT, "A": MarkKind.ABSENT, "X": MarkKind.EXCUSED}


@dataclass
class Slipping:
    """A cohort that meets every evening, on Monday after the lesson."""

    teacher: Account
    coordinator: Account
    mediator: Account
    cohort: Cohort
    people: dict[str, Enrolment]
    lessons: list[Lesson]
    ahead: list[Lesson]

    def call(self, name: str) -> str:
        """Where the result of a call to somebody goes."""
        return f"/absences/{self.people[name].id}/call"


def slipping_scene() -> Slipping:
    """Write it into the database."""
    centre = make_centre(name_en="Sofia")
    teacher = make_staff(Role.TEACHER, centre)
    mediator = make_staff(Role.MEDIATOR, centre, name="Самира Халил")
    cohort = make_cohort(centre, make_programme(), teacher, room=make_room(centre), code="A1-SOF-1")
    people = {
        name: enrol(
            make_learner(centre, given_cyrillic=name, phone=f"+35988800010{place}", language="uk", mediator=mediator),
            cohort,
        )
        for place, name in enumerate(PEOPLE)
    }
    lessons = taught(cohort, MONDAY, {people[name]: marks for name, marks in PEOPLE.items()})
    ahead = planned(cohort, TUESDAY, 40)
    coordinator = make_staff(Role.COORDINATOR, centre)
    return Slipping(teacher, coordinator, mediator, cohort, people, lessons, ahead)


def taught(cohort: Cohort, last: date, marks: Mapping[Enrolment, str], hour: int = 18) -> list[Lesson]:
    """A lesson a day up to the last, each called at its start; an enrolment has a letter for each lesson."""
    (number,) = {len(letters) for letters in marks.values()}
    days = [last - timedelta(days=number - 1 - place) for place in range(number)]
    lessons = [make_lesson(cohort, at(day, hour), state=LessonState.HELD) for day in days]
    for enrolment, letters in marks.items():
        for lesson, letter in zip(lessons, letters, strict=True):
            if letter in KINDS:
                _mark(enrolment, lesson, KINDS[letter])
    db.session.commit()
    return lessons


def planned(cohort: Cohort, first: date, number: int, hour: int = 18) -> list[Lesson]:
    """So many lessons ahead, a week apart."""
    return [make_lesson(cohort, at(first + timedelta(days=7 * week), hour)) for week in range(number)]


def _mark(enrolment: Enrolment, lesson: Lesson, kind: MarkKind) -> None:
    entry = Entry(
        id=str(uuid4()),
        lesson_id=lesson.id,
        enrolment_id=enrolment.id,
        kind=kind,
        made_at=lesson.starts_at,
        received_at=lesson.starts_at + timedelta(minutes=2),
        answer=EntryAnswer.APPLIED,
    )
    minutes = minutes_attended(Value(kind), length_of(lesson.starts_at, lesson.ends_at))
    db.session.add(entry)
    db.session.add(
        Mark(lesson_id=lesson.id, enrolment_id=enrolment.id, kind=kind, minutes_attended=minutes, entry=entry)
    )
