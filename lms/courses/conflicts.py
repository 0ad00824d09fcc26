"""Who and what is taken when lessons are planned: the cohort itself, rooms, teachers and the people in it.

A refusal says what is taken, when and by whom, and what is free instead.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import aliased

from lms.access.errors import DomainError
from lms.access.scope import scoped
from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.accounts.queries import staff_of_centre
from lms.centres.models import Centre, Room
from lms.clock import to_local
from lms.courses.cohort_rules import Busy, Span, clashes
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.replanning import Meeting
from lms.courses.states import EnrolmentState, LessonState
from lms.database import db
from lms.learners.models import Learner

HERE = (EnrolmentState.ACTIVE, EnrolmentState.OFFERED)


class RoomTaken(DomainError):
    """The room is taken during one of the lessons."""


class TeacherTaken(DomainError):
    """The teacher teaches elsewhere during one of the lessons."""


class CohortTaken(DomainError):
    """The cohort has another lesson at the time."""


class LearnerTaken(DomainError):
    """Somebody of the cohort has a lesson elsewhere at the time."""


@dataclass(frozen=True)
class Wanted:
    """Meetings that are to be planned at a centre, and what they are for.

    `cohort` is None while it does not exist; the lessons in `ignoring` are being changed and take nothing.
    """

    centre: Centre
    meetings: Sequence[Meeting]
    seats: int
    cohort: Cohort | None = None
    ignoring: Collection[int] = field(default=())

    def between(self) -> tuple[datetime, datetime]:
        """From the beginning of the first meeting to the end of the last."""
        return min(one.starts_at for one in self.meetings), max(one.ends_at for one in self.meetings)


def refuse_conflicts(by: Viewer, wanted: Wanted) -> None:
    """Raise CohortTaken, RoomTaken, TeacherTaken or LearnerTaken unless everything is free for all meetings."""
    if not wanted.meetings:
        return
    busy = busy_between(by, wanted, *wanted.between())
    if wanted.cohort and (
        found := clashes(wanted.meetings, [one for one in busy if one.cohort_id == wanted.cohort.id])
    ):
        raise CohortTaken(_words(wanted.cohort.code, found, wanted.centre))
    for room in _rooms(wanted):
        meetings = [one for one in wanted.meetings if one.room_id == room.id]
        if found := clashes(meetings, [one for one in busy if one.room_id == room.id]):
            raise RoomTaken(f"{_words(room.name, found, wanted.centre)} {_free_rooms(wanted, meetings, busy)}")
    for teacher in _teachers(wanted):
        meetings = [one for one in wanted.meetings if one.teacher_id == teacher.id]
        if found := clashes(meetings, [one for one in busy if one.teacher_id == teacher.id]):
            raise TeacherTaken(f"{_words(teacher.name, found, wanted.centre)} {_free_teachers(wanted, meetings, busy)}")
    if wanted.cohort and (elsewhere := people_elsewhere(by, wanted.cohort, wanted.meetings)):
        who, taken = elsewhere[0]
        raise LearnerTaken(_words(who, [taken, *(busy for _who, busy in elsewhere[1:])], wanted.centre))


def busy_between(by: Viewer, wanted: Wanted, first: datetime, last: datetime) -> list[Busy]:
    """The lessons between two moments that take a room or a teacher of the centre, or the cohort itself.

    A cohort of a centre the viewer does not work for is not named.
    """
    teachers = {one.id for one in staff_of_centre(wanted.centre, Role.TEACHER)}
    whose = or_(
        Lesson.room_id.in_(select(Room.id).where(Room.centre_id == wanted.centre.id)),
        Lesson.teacher_id.in_(teachers | {one.teacher_id for one in wanted.meetings}),
        Lesson.cohort_id == (wanted.cohort.id if wanted.cohort else None),
    )
    statement = _lessons(first, last).where(whose, Lesson.id.not_in(wanted.ignoring))
    # Only the columns: a full centre has thousands of lessons in the time of one course.
    own = case((Cohort.centre_id.in_(by.centre_ids), Cohort.code))
    facts = (Lesson.starts_at, Lesson.ends_at, own, Cohort.id, Lesson.room_id, Lesson.teacher_id)
    return [Busy(*row) for row in db.session.execute(statement.with_only_columns(*facts))]


def people_elsewhere(by: Viewer, cohort: Cohort, meetings: Sequence[Meeting]) -> list[tuple[str, Busy]]:
    """Who of a cohort has a lesson of another one during these meetings, in the order of time.

    Named are only those whom the viewer may see.
    """
    here, there = aliased(Enrolment), aliased(Enrolment)
    first, last = min(one.starts_at for one in meetings), max(one.ends_at for one in meetings)
    statement = (
        _lessons(first, last)
        .join(there, and_(there.cohort_id == Lesson.cohort_id, there.state.in_(HERE)))
        .join(here, and_(here.learner_id == there.learner_id, here.state.in_(HERE)))
        .where(here.cohort_id == cohort.id, there.cohort_id != cohort.id)
        .add_columns(here, there)
    )
    found = []
    for lesson, other, mine, theirs in db.session.execute(statement):
        busy = Busy(lesson.starts_at, lesson.ends_at, _code(by, other), other.id)
        met = [one for one in clashes(meetings, [busy]) if _covers(theirs, one, other.centre)]
        if met and any(_covers(mine, one, cohort.centre) and clashes([one], [busy]) for one in meetings):
            found.append((mine.learner_id, busy))
    names = _names(by, [learner_id for learner_id, _busy in found])
    return sorted(((names.get(one, _("Somebody of this cohort")), busy) for one, busy in found), key=_in_time)


def _in_time(found: tuple[str, Busy]) -> tuple[datetime, str]:
    return found[1].starts_at, found[0]


def _covers(enrolment: Enrolment, span: Span, centre: Centre) -> bool:
    day = to_local(span.starts_at, centre.time_zone).date()
    return enrolment.starts_on <= day and (enrolment.ends_on is None or day <= enrolment.ends_on)


def _names(by: Viewer, learner_ids: Sequence[int]) -> dict[int, str]:
    statement = scoped(select(Learner), "learners.view", by).where(Learner.id.in_(learner_ids))
    return {learner.id: learner.name for learner in db.session.scalars(statement)}


def _lessons(first: datetime, last: datetime) -> Select[Lesson, Cohort]:
    return (
        select(Lesson, Cohort)
        .join(Cohort, Cohort.id == Lesson.cohort_id)
        .where(Lesson.state != LessonState.CANCELLED, Lesson.starts_at < last, Lesson.ends_at > first)
    )


def _code(by: Viewer, cohort: Cohort) -> str | None:
    return cohort.code if cohort.centre_id in by.centre_ids else None


def _rooms(wanted: Wanted) -> list[Room]:
    taken = {one.room_id for one in wanted.meetings if one.room_id is not None}
    return list(db.session.scalars(select(Room).where(Room.id.in_(taken)).order_by(Room.id)))


def _teachers(wanted: Wanted) -> list[Account]:
    taken = {one.teacher_id for one in wanted.meetings}
    return list(db.session.scalars(select(Account).where(Account.id.in_(taken)).order_by(Account.id)))


def _free_rooms(wanted: Wanted, meetings: Sequence[Meeting], busy: Sequence[Busy]) -> str:
    free = [
        room.name
        for room in wanted.centre.rooms
        if room.seats >= wanted.seats and not clashes(meetings, [one for one in busy if one.room_id == room.id])
    ]
    return _instead(free) or str(_("No other room of this size is free then."))


def _free_teachers(wanted: Wanted, meetings: Sequence[Meeting], busy: Sequence[Busy]) -> str:
    free = [
        one.name
        for one in staff_of_centre(wanted.centre, Role.TEACHER)
        if not clashes(meetings, [taken for taken in busy if taken.teacher_id == one.id])
    ]
    return _instead(free) or str(_("No other teacher is free then."))


def _instead(free: Sequence[str]) -> str:
    return str(_("Free then: %(names)s.", names=", ".join(free))) if free else ""


def _words(who: str, found: Sequence[Busy], centre: Centre) -> str:
    first = found[0]
    starts, ends = (to_local(moment, centre.time_zone) for moment in (first.starts_at, first.ends_at))
    said = _(
        "%(who)s is taken on %(day)s, %(start)s–%(end)s, by %(cohort)s.",
        who=who,
        day=format_date(starts.date(), "full", rebase=False),
        start=f"{starts:%H:%M}",
        end=f"{ends:%H:%M}",
        cohort=first.cohort_code or _("a cohort of another centre"),
    )
    if more := len(found) - 1:
        said += " " + ngettext("And in %(num)d more lesson.", "And in %(num)d more lessons.", more)
    return str(said)
