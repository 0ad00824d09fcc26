"""Reading who checks in: a learner's own lessons where they can, and a lesson's list for whoever calls its roll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.checkin_models import CheckIn, CheckInSession, CheckInState
from lms.attendance.checkin_rules import is_running, value_for
from lms.attendance.queries import day_of
from lms.attendance.roll import Roll, RollLine, roll_of
from lms.attendance.rules import Value, enrolled_on, length_of
from lms.courses.models import Enrolment, Lesson
from lms.courses.states import EnrolmentState, LessonState
from lms.database import db
from lms.learners.queries import own_record

REMEMBERED = timedelta(hours=12)
"""For how long a learner is shown what became of checking in."""


def sessions_of_own_lessons(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over CheckInSession: those of the cohorts the signed-in learner is in."""
    own = select(Enrolment.cohort_id).join(Enrolment.learner)
    own = own.where(own_record(viewer), Enrolment.state == EnrolmentState.ACTIVE)
    return CheckInSession.lesson_id.in_(select(Lesson.id).where(Lesson.cohort_id.in_(own)))


def session_of(lesson: Lesson) -> CheckInSession | None:
    """The checking in of a lesson whose roll the viewer calls, whether it is open or not, if there was one."""
    return db.session.scalars(select(CheckInSession).where(CheckInSession.lesson_id == lesson.id)).one_or_none()


def is_open(session: CheckInSession) -> bool:
    """Whether one can check in now."""
    lesson = session.lesson
    running = is_running(lesson.starts_at, lesson.ends_at, clock.now())
    return session.closed_at is None and lesson.state is not LessonState.CANCELLED and running


@dataclass(frozen=True)
class OwnCheckIn:
    """A lesson of the signed-in learner at which they can check in, and whether they did."""

    session: CheckInSession
    enrolment: Enrolment
    done: CheckIn | None


def own_check_ins(by: Viewer) -> list[OwnCheckIn]:
    """The lessons of the signed-in learner at which one can check in now, the one that began first on top."""
    statement = (
        scoped(select(CheckInSession), "check_in.own", by)
        .join(CheckInSession.lesson)
        .options(contains_eager(CheckInSession.lesson).joinedload(Lesson.cohort))
        .where(CheckInSession.closed_at.is_(None), Lesson.ends_at > clock.now())
        .order_by(Lesson.starts_at, CheckInSession.id)
    )
    found = []
    for session in db.session.scalars(statement):
        enrolment = _own_enrolment(by, session.lesson)
        if enrolment and is_open(session):
            found.append(OwnCheckIn(session, enrolment, check_in_of(session, enrolment)))
    return found


def _own_enrolment(by: Viewer, lesson: Lesson) -> Enrolment | None:
    statement = select(Enrolment).join(Enrolment.learner).where(own_record(by), Enrolment.cohort_id == lesson.cohort_id)
    active = db.session.scalars(statement.where(Enrolment.state == EnrolmentState.ACTIVE).order_by(Enrolment.id))
    day = day_of(lesson)
    return next((one for one in active if enrolled_on(day, one.starts_on, one.ends_on)), None)


def check_in_of(session: CheckInSession, enrolment: Enrolment) -> CheckIn | None:
    """With which somebody checked in, if they did."""
    statement = select(CheckIn).where(CheckIn.session_id == session.id, CheckIn.enrolment_id == enrolment.id)
    return db.session.scalars(statement).one_or_none()


def own_said(by: Viewer) -> Sequence[CheckIn]:
    """Where the signed-in learner has checked in during the last hours, the latest on top: also once it is closed."""
    statement = (
        select(CheckIn)
        .join(CheckIn.enrolment)
        .join(Enrolment.learner)
        .options(joinedload(CheckIn.session).joinedload(CheckInSession.lesson))
        .where(own_record(by), CheckIn.at > clock.now() - REMEMBERED)
        .order_by(CheckIn.at.desc())
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class CheckedIn:
    """Somebody who checked in, what would be marked, and their line of the roll."""

    check_in: CheckIn
    value: Value
    line: RollLine

    @property
    def agrees(self) -> bool:
        """Whether the roll says already what would be marked."""
        mark = self.line.mark
        return mark is not None and not mark.in_conflict and self.value.agrees_with(Value(mark.kind, mark.minutes))

    @property
    def marked_otherwise(self) -> bool:
        """Whether the roll says something else, which accepting leaves as it is."""
        return self.line.version > 0 and not self.agrees

    @property
    def waits(self) -> bool:
        """Whether accepting would do something: neither accepted already nor marked otherwise."""
        return self.check_in.state is not CheckInState.ACCEPTED and not self.marked_otherwise


@dataclass(frozen=True)
class CheckInList:
    """Who checked in at a lesson, as they came, and how many there are to come."""

    people: Sequence[CheckedIn]
    roll: Roll

    @property
    def pending(self) -> int:
        """How many wait for the teacher to accept them."""
        return sum(one.check_in.state is CheckInState.PENDING and one.waits for one in self.people)


def check_ins_at(lesson: Lesson, by: Viewer) -> CheckInList:
    """Who checked in at a lesson whose roll the viewer calls, with what each would be marked."""
    return check_ins_in(roll_of(lesson, by))


def check_ins_in(roll: Roll) -> CheckInList:
    """The same, for a roll that was read already."""
    lesson = roll.lesson
    statement = (
        select(CheckIn)
        .join(CheckIn.session)
        .options(joinedload(CheckIn.enrolment).joinedload(Enrolment.learner))
        .where(CheckInSession.lesson_id == lesson.id)
        .order_by(CheckIn.at, CheckIn.id)
        .execution_options(populate_existing=True)
    )
    grace, length = current_app.config["SETTINGS"].check_in_grace, length_of(lesson.starts_at, lesson.ends_at)
    people = [
        CheckedIn(one, value_for(one.at, lesson.starts_at, length, grace), line)
        for one in db.session.scalars(statement)
        # Whoever left the cohort since, or is not there for the viewer, is on no list.
        if (line := roll.of(one.enrolment_id))
    ]
    return CheckInList(people, roll)
