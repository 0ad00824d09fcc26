"""Reading attendance: who is in the room on a lesson's day, and the roll with the history of its marks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms import clock
from lms.attendance.models import Entry, Mark
from lms.attendance.rules import ATTENDING, Window
from lms.courses.models import Enrolment, Lesson
from lms.database import db
from lms.learners.models import Learner


def day_of(lesson: Lesson) -> date:
    """The day of a lesson by the calendar of its centre."""
    return clock.to_local(lesson.starts_at, lesson.cohort.centre.time_zone).date()


def window_of(lesson: Lesson) -> Window:
    """When the lesson's roll may be called and corrected, by the settings of this Azbuka."""
    days = current_app.config["SETTINGS"].correction_days
    return Window(lesson.state, lesson.starts_at, lesson.ends_at, days)


def enrolments_at(lesson: Lesson) -> Sequence[Enrolment]:
    """The enrolments that are called in a lesson, by the names people are called by."""
    day = day_of(lesson)
    statement = (
        select(Enrolment)
        .join(Enrolment.learner)
        .options(contains_eager(Enrolment.learner))
        .where(
            Enrolment.cohort_id == lesson.cohort_id,
            Enrolment.state.in_(ATTENDING),
            Enrolment.starts_on <= day,
            or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= day),
        )
        .order_by(Learner.given_cyrillic, Learner.family_cyrillic, Enrolment.id)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class RollLine:
    """One person of a roll: the mark, if called, and all entries it is made of, as they arrived."""

    enrolment: Enrolment
    mark: Mark | None
    entries: tuple[Entry, ...]

    @property
    def learner(self) -> Learner:
        """The person."""
        return self.enrolment.learner


def roll(lesson: Lesson) -> list[RollLine]:
    """The roll of a lesson, called or not."""
    marks = {m.enrolment_id: m for m in db.session.scalars(select(Mark).where(Mark.lesson_id == lesson.id))}
    entries: dict[int, list[Entry]] = defaultdict(list)
    statement = select(Entry).where(Entry.lesson_id == lesson.id).options(joinedload(Entry.made_by))
    for entry in db.session.scalars(statement.order_by(Entry.version)):
        entries[entry.enrolment_id].append(entry)
    return [
        RollLine(enrolment, marks.get(enrolment.id), tuple(entries[enrolment.id]))
        for enrolment in enrolments_at(lesson)
    ]
