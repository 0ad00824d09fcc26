"""Reading attendance: a lesson's day, when its roll may be called, and who is called in it."""

from collections.abc import Sequence
from datetime import date

from flask import current_app
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms import clock
from lms.access.viewer import Viewer
from lms.attendance.rules import ATTENDING, Window
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.database import db
from lms.learners.models import Learner

ITS_COHORT = joinedload(Lesson.cohort).joinedload(Cohort.centre)
"""Loads along with a lesson what says on which day it is."""


def day_of(lesson: Lesson) -> date:
    """The day of a lesson by the calendar of its centre."""
    return clock.to_local(lesson.starts_at, lesson.cohort.centre.time_zone).date()


def window_of(lesson: Lesson) -> Window:
    """When the lesson's roll may be called and corrected, by the settings of this Azbuka."""
    days = current_app.config["SETTINGS"].correction_days
    return Window(lesson.state, lesson.starts_at, lesson.ends_at, days)


def enrolments_at(lesson: Lesson, by: Viewer) -> Sequence[Enrolment]:
    """The enrolments that the viewer calls in a lesson, by the names people are called by."""
    statement = (
        select(Enrolment)
        .join(Enrolment.learner)
        .options(contains_eager(Enrolment.learner))
        .where(*_called(lesson, by))
        .order_by(Learner.given_cyrillic, Learner.family_cyrillic, Enrolment.id)
    )
    return db.session.scalars(statement).all()


def called_at(lesson: Lesson, by: Viewer) -> frozenset[int]:
    """The identifiers of the enrolments that the viewer calls in a lesson."""
    return frozenset(db.session.scalars(select(Enrolment.id).where(*_called(lesson, by))))


def _called(lesson: Lesson, by: Viewer) -> tuple[ColumnElement[bool], ...]:
    day = day_of(lesson)
    return (
        Enrolment.cohort_id == lesson.cohort_id,
        enrolments_shown(by),
        Enrolment.state.in_(ATTENDING),
        Enrolment.starts_on <= day,
        or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= day),
    )
