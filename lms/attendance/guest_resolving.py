"""What becomes of guests: enrolled, put on the waiting list, sent through the intake, or turned away.

Each takes one person's visits together, so that somebody who came twice is decided on once.
"""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.attendance.actions import Answer, Arrival, enter
from lms.attendance.guest_models import Guest, GuestState
from lms.attendance.guest_queries import hold_guest
from lms.attendance.queries import day_of, window_of
from lms.attendance.rules import ATTENDING
from lms.courses.enrolment_actions import enrol
from lms.courses.models import Enrolment, Lesson
from lms.courses.states import EnrolmentState
from lms.courses.waiting_actions import add_waiting, hold_person, open_entry
from lms.courses.words import refusal_words
from lms.database import db
from lms.learners.models import Learner


class AlreadyResolved(DomainError):
    """Somebody else has decided in the meantime."""


def enrol_guests(by: Viewer, guests: Sequence[Guest], learner: Learner, beyond: str | None = None) -> list[Answer]:
    """Enrol a person from the day of the first lesson they came to, and call them in each: one answer for each visit.

    Whoever is in the cohort by now is not enrolled again. `beyond` is the reason for one more than there are places.
    Raises AlreadyResolved, and DomainError when the cohort does not take the person; nothing is done then.
    """
    _hold(guests, learner)
    # A cohort that refuses the person leaves nothing of what another one took.
    with db.session.begin_nested():
        return [_enrol_one(by, guest, learner, beyond) for guest in guests]


def let_wait(by: Viewer, guests: Sequence[Guest], learner: Learner) -> bool:
    """Leave a person on the waiting list for the level of the lesson, or put them on it since that day.

    Returns whether they were put on it now. Raises AlreadyResolved.
    """
    _hold(guests, learner)
    hold_person(learner.id)
    put = False
    for guest in guests:
        level = guest.lesson.cohort.programme.level
        if open_entry(learner.id, level) is None:
            add_waiting(by, learner, level, min(day_of(guest.lesson), clock.today(guest.centre.time_zone)))
            put = True
        _resolve(by, guest, GuestState.WAITING, learner)
    return put


def send_to_intake(by: Viewer, guests: Sequence[Guest]) -> None:
    """Note that the person goes through the intake; with a record they are decided on again. Raises AlreadyResolved."""
    _hold(guests)
    for guest in guests:
        _resolve(by, guest, GuestState.INTAKE)


def turn_away(by: Viewer, guests: Sequence[Guest], reason: str) -> None:
    """Note that nothing comes of a guest, and why. Raises AlreadyResolved."""
    _hold(guests)
    for guest in guests:
        guest.reason = reason
        _resolve(by, guest, GuestState.TURNED_AWAY)


def _hold(guests: Sequence[Guest], learner: Learner | None = None) -> None:
    for guest in sorted(guests, key=lambda one: one.id):
        hold_guest(guest)
    if not all(guest.unfinished for guest in guests):
        raise AlreadyResolved(_l("Somebody has already decided on this guest. Look at the list again."))
    if learner and any(guest.centre_id != learner.centre_id for guest in guests):
        raise DomainError(_l("This person belongs to another centre."))


def _enrolment(lesson: Lesson, learner: Learner) -> Enrolment | None:
    """The enrolment with which the person is in the cohort now, or was on the day of the lesson."""
    day = day_of(lesson)
    on_the_day = and_(
        Enrolment.state.in_(ATTENDING),
        Enrolment.starts_on <= day,
        or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= day),
    )
    statement = select(Enrolment).where(
        Enrolment.cohort_id == lesson.cohort_id,
        Enrolment.learner_id == learner.id,
        or_(on_the_day, Enrolment.state == EnrolmentState.ACTIVE),
    )
    return db.session.scalars(statement.order_by(Enrolment.starts_on)).first()


def _enrol_one(by: Viewer, guest: Guest, learner: Learner, beyond: str | None) -> Answer:
    enrolment = _enrolment(guest.lesson, learner) or _enrol(by, guest.lesson, learner, beyond)
    answer = _call(by, guest, enrolment)
    guest.enrolment_id = enrolment.id
    _resolve(by, guest, GuestState.ENROLLED, learner)
    return answer


def _enrol(by: Viewer, lesson: Lesson, learner: Learner, beyond: str | None) -> Enrolment:
    (answer,) = enrol(by, lesson.cohort, [learner], day_of(lesson), beyond)
    if answer.enrolment is None:
        raise DomainError(refusal_words(answer.refusal) if answer.refusal else "")
    return answer.enrolment


def _call(by: Viewer, guest: Guest, enrolment: Enrolment) -> Answer:
    """The guest's presence as an ordinary entry; it is answered like any other, and may be refused."""
    arrival = Arrival(guest.identifier, enrolment.id, guest.value, guest.made_at)
    late = window_of(guest.lesson).needs_reason(clock.now())
    (answer,) = enter(by, guest.lesson, [arrival], _("Came as a guest.") if late else None)
    return answer


def _resolve(by: Viewer, guest: Guest, state: GuestState, learner: Learner | None = None) -> None:
    guest.state, guest.resolved_at, guest.resolved_by_id = state, clock.now(), by.account_id
    guest.learner_id = learner.id if learner else None
    record(by, f"guest.{state}", "lesson", guest.lesson_id, guest=guest.id, learner=guest.learner_id)
    db.session.flush()
