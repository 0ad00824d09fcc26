"""Reading programmes and cohorts for their pages, limited to what the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.courses.cohort_rules import Phase
from lms.courses.models import Cohort, Enrolment, Lesson, Programme
from lms.courses.offer_models import Offer, OfferState
from lms.courses.states import HOLDING_A_PLACE, EnrolmentState, LessonState, Level
from lms.database import db
from lms.learners.models import Learner

PER_PAGE = 25


def programmes(by: Viewer) -> Sequence[Programme]:
    """Every programme the viewer may see: offered ones first, by level and code."""
    statement = scoped(select(Programme), "programmes.view", by)
    found = db.session.scalars(statement.order_by(Programme.code)).all()
    order = list(Level)
    return sorted(found, key=lambda programme: (not programme.active, order.index(programme.level)))


def programmes_offered() -> Sequence[Programme]:
    """The programmes a new cohort can run."""
    return db.session.scalars(select(Programme).where(Programme.active).order_by(Programme.code)).all()


def in_phase(phase: Phase, today: date) -> ColumnElement[bool]:
    """The condition on Cohort that phase_of decides for one."""
    if phase is Phase.COMING:
        return and_(unfinished(today), Cohort.starts_on > today)
    if phase is Phase.FINISHED:
        return or_(Cohort.called_off_on.is_not(None), and_(Cohort.ends_on < today, Cohort.starts_on <= today))
    return and_(unfinished(today), Cohort.starts_on <= today)


def unfinished(today: date) -> ColumnElement[bool]:
    """The condition on Cohort that its last day is not over, nor was it called off."""
    return and_(Cohort.called_off_on.is_(None), or_(Cohort.ends_on.is_(None), Cohort.ends_on >= today))


def cohorts(by: Viewer, phases: Sequence[Phase], centre_id: int | None, today: date, number: int) -> Pagination:
    """The page with this number of the cohorts in these phases, of one centre or all: the latest start first."""
    statement = scoped(select(Cohort), "cohorts.view", by)
    statement = statement.where(or_(*(in_phase(phase, today) for phase in phases)))
    if centre_id is not None:
        statement = statement.where(Cohort.centre_id == centre_id)
    statement = statement.options(
        joinedload(Cohort.programme),
        joinedload(Cohort.centre),
        joinedload(Cohort.room),
        selectinload(Cohort.teachers),
    )
    return db.paginate(statement.order_by(Cohort.starts_on.desc(), Cohort.code), page=number, per_page=PER_PAGE)


def phase_counts(by: Viewer, centre_id: int | None, today: date) -> Mapping[Phase, int]:
    """How many cohorts the viewer may see in each phase."""
    found = {}
    for phase in Phase:
        statement = scoped(select(func.count(Cohort.id)), "cohorts.view", by).where(in_phase(phase, today))
        if centre_id is not None:
            statement = statement.where(Cohort.centre_id == centre_id)
        found[phase] = db.session.scalar(statement) or 0
    return found


def overdue_enrolments() -> Select[Any]:
    """The enrolments that hold a place for which nobody answered in time."""
    late = and_(Offer.state == OfferState.OPEN, Offer.reply_by <= clock.now())
    return select(Offer.enrolment_id).where(late, Offer.enrolment_id.is_not(None))


def places_taken(cohort_ids: Sequence[int]) -> Mapping[int, int]:
    """How many places of each cohort are taken; cohorts without anybody are 0."""
    statement = (
        select(Enrolment.cohort_id, func.count())
        .where(
            Enrolment.cohort_id.in_(cohort_ids),
            Enrolment.state.in_(HOLDING_A_PLACE),
            # A place nobody answered for in time is free, also before somebody writes that down.
            Enrolment.id.not_in(overdue_enrolments()),
        )
        .group_by(Enrolment.cohort_id)
    )
    counted: dict[int, int] = dict(iter(db.session.execute(statement)))
    return {cohort_id: counted.get(cohort_id, 0) for cohort_id in cohort_ids}


def centres_of_cohorts(by: Viewer) -> Sequence[Centre]:
    """The centres of the cohorts the viewer may see, for filtering."""
    statement = scoped(select(Cohort.centre_id), "cohorts.view", by)
    return db.session.scalars(select(Centre).where(Centre.id.in_(statement)).order_by(Centre.name_bg)).all()


def free_code(level: Level, centre: Centre) -> str:
    """A code no cohort has yet: level, centre and the number after the highest, like A1-SOF-12."""
    stem = f"{level.value.upper()[:3]}-{centre.code}-"
    taken = db.session.scalars(select(Cohort.code).where(Cohort.code.startswith(stem, autoescape=True)))
    numbers = [int(rest) for code in taken if (rest := code.removeprefix(stem)).isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1}"


@dataclass(frozen=True)
class Course:
    """How far a cohort has come."""

    hours_held: int
    hours_planned: int
    """Academic hours of lessons that are still to come."""
    coming: Sequence[Lesson]
    """The next lessons."""


def course_of(cohort: Cohort, now: datetime) -> Course:
    """How far a cohort has come, and its next three lessons."""
    hours = dict.fromkeys(LessonState, 0)
    for lesson in cohort.lessons:
        hours[lesson.state] += lesson.hours
    return Course(hours[LessonState.HELD], hours[LessonState.PLANNED], _coming(cohort, now)[:3])


def _coming(cohort: Cohort, now: datetime) -> list[Lesson]:
    return [lesson for lesson in cohort.lessons if lesson.state is LessonState.PLANNED and lesson.ends_at > now]


@dataclass(frozen=True)
class OwnCourse:
    """A cohort somebody is in, and the next lesson they can come to, if one is planned."""

    cohort: Cohort
    next_lesson: Lesson | None


def own_courses(by: Viewer, now: datetime) -> list[OwnCourse]:
    """The unfinished cohorts the signed-in learner is in, the one that began first on top."""
    own = scoped(select(Learner.id), "learn.own", by)
    statement = (
        select(Enrolment)
        .options(joinedload(Enrolment.cohort).selectinload(Cohort.lessons))
        .where(Enrolment.learner_id.in_(own), Enrolment.state == EnrolmentState.ACTIVE)
        .order_by(Enrolment.starts_on, Enrolment.id)
    )
    return [
        OwnCourse(one.cohort, next((lesson for lesson in _coming(one.cohort, now) if _joins(one, lesson)), None))
        for one in db.session.scalars(statement)
        if one.cohort.ends_on is None or one.cohort.ends_on >= clock.to_local(now, one.cohort.centre.time_zone).date()
    ]


def _joins(enrolment: Enrolment, lesson: Lesson) -> bool:
    day = clock.to_local(lesson.starts_at, enrolment.cohort.centre.time_zone).date()
    return enrolment.starts_on <= day and (enrolment.ends_on is None or day <= enrolment.ends_on)
