"""The call list: who is slipping away, why, what came of the last call, and when they could come next."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import g, has_request_context
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.viewer import Viewer
from lms.attendance.absence_reading import Stay, read
from lms.attendance.absence_rules import Signal, Watched
from lms.attendance.call_rules import Call, due, order, reasons
from lms.attendance.excuse_queries import by_enrolment, open_excuses
from lms.attendance.rules import enrolled_on
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.states import LessonState
from lms.database import db
from lms.learners.contact_models import Contact
from lms.learners.contact_queries import last_contacts
from lms.learners.models import Learner
from lms.messages.models import Kind, SentMessage
from lms.messages.queries import last_sent

OFFERED_DAYS = 2
"""How many of the next lessons stand ready as “will come on”."""


@dataclass(frozen=True)
class Line:
    """A person of the call list, or one who was called and is not on it until something new is known."""

    enrolment: Enrolment
    watched: Watched
    why: frozenset[Signal]
    due: bool
    last: Contact | None
    written: SentMessage | None
    """The last message about a missed lesson that went."""
    coming: Sequence[Lesson]
    """The next lessons of the person."""

    @property
    def learner(self) -> Learner:
        """The person."""
        return self.enrolment.learner

    @property
    def phone(self) -> str:
        """The telephone as a link dials it."""
        return "".join(sign for sign in self.learner.phone or "" if sign in "+0123456789")

    @property
    def unread(self) -> bool:
        """Whether the person reads no script at all, so that a message is no way to reach them."""
        return (self.learner.reads_cyrillic, self.learner.reads_latin, self.learner.reads_other) == (False,) * 3


def call_list(by: Viewer) -> Sequence[Line]:
    """Everybody with a signal whom the viewer follows, those to be called now and those just called, worst first."""
    return _lines(by, _everybody(by))


def line_of(by: Viewer, enrolment: Enrolment) -> Line | None:
    """The line of one enrolment that the viewer follows; none while nothing about it matters."""
    return next(iter(_lines(by, _signalled(by, read(by, [Enrolment.id == enrolment.id])))), None)


def absences_count(by: Viewer) -> int:
    """How many people the viewer should call now, with those about whose excuses they are to decide."""
    return sum(_is_due(*facts) for facts in _everybody(by).items()) + len(by_enrolment(open_excuses(by)))


Signalled = Mapping[Stay, tuple[Watched, Contact | None]]


def _everybody(by: Viewer) -> Signalled:
    """Everybody with a signal; asked once while a page is made, because the navigation counts what the list shows."""
    if not has_request_context():
        return _signalled(by, read(by))
    if "absences" not in g:
        g.absences = _signalled(by, read(by))
    found: Signalled = g.absences
    return found


def _signalled(by: Viewer, watched: Mapping[Stay, Watched]) -> Signalled:
    contacts = last_contacts(by, {stay.learner_id for stay in watched})
    found = {stay: (seen, contacts.get(stay.learner_id)) for stay, seen in watched.items()}
    return {stay: (seen, last) for stay, (seen, last) in found.items() if reasons(seen, _call(last, stay.zone))}


def _call(last: Contact | None, zone: str) -> Call | None:
    if last is None:
        return None
    return Call(last.at, clock.to_local(last.at, zone).date(), last.answer, last.next_on)


def _is_due(stay: Stay, facts: tuple[Watched, Contact | None]) -> bool:
    watched, last = facts
    return due(watched, _call(last, stay.zone), clock.today(stay.zone))


def _lines(by: Viewer, found: Signalled) -> Sequence[Line]:
    ids = {stay.id: stay for stay in found}
    enrolments = {one.id: one for one in _enrolments(ids)}
    coming = _next_lessons({stay.cohort_id for stay in found})
    written = last_sent(by, [Kind.ABSENCE], ids)
    lines = [
        Line(
            enrolments[stay.id],
            watched,
            reasons(watched, _call(last, stay.zone)),
            _is_due(stay, (watched, last)),
            last,
            written.get(stay.id),
            [one for one in coming[stay.cohort_id] if enrolled_on(_day(one, stay), stay.starts_on, stay.ends_on)],
        )
        for stay, (watched, last) in found.items()
    ]
    return sorted(lines, key=lambda line: order(line.watched, line.learner.called))


def _day(lesson: Lesson, stay: Stay) -> date:
    return clock.to_local(lesson.starts_at, stay.zone).date()


def _enrolments(ids: Collection[int]) -> Sequence[Enrolment]:
    cohort = joinedload(Enrolment.cohort)
    options = (joinedload(Enrolment.learner), cohort.joinedload(Cohort.centre), cohort.joinedload(Cohort.programme))
    return db.session.scalars(select(Enrolment).where(Enrolment.id.in_(ids)).options(*options)).all()


def _next_lessons(cohort_ids: Collection[int]) -> Mapping[int, list[Lesson]]:
    place = func.row_number().over(partition_by=Lesson.cohort_id, order_by=(Lesson.starts_at, Lesson.id))
    ahead = select(Lesson.id, place.label("place")).where(
        Lesson.cohort_id.in_(cohort_ids), Lesson.state == LessonState.PLANNED, Lesson.starts_at > clock.now()
    )
    first = ahead.subquery()
    chosen = select(first.c.id).where(first.c.place <= OFFERED_DAYS)
    statement = select(Lesson).where(Lesson.id.in_(chosen)).options(joinedload(Lesson.room))
    found: dict[int, list[Lesson]] = defaultdict(list)
    for lesson in db.session.scalars(statement.order_by(Lesson.starts_at, Lesson.id)):
        found[lesson.cohort_id].append(lesson)
    return found
