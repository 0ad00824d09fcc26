"""Reading guests: whose they are, who waits for a lesson's level, and what is still to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.guest_models import UNFINISHED, Guest, GuestState
from lms.attendance.guest_rules import SHOWN, sameness, worth_asking
from lms.courses.models import Cohort, Lesson, WaitingEntry
from lms.courses.queries import cohorts_taught, lessons_of_own_centres, lessons_taught
from lms.database import db
from lms.learners.models import Learner
from lms.learners.queries import hidden_from
from lms.learners.search_queries import search

LIKELY = 5
"""People who are proposed for the name of a guest; others are found by searching."""


def guests_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Guest: those of the viewer's centres, but for minors they are not named for."""
    return and_(Guest.centre_id.in_(viewer.centre_ids), _known(viewer))


def guests_added(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Guest: those the viewer added, in lessons they still teach."""
    taught = Guest.lesson_id.in_(select(Lesson.id).where(lessons_taught(viewer)))
    return and_(Guest.added_by_id == viewer.account_id, taught)


def guests_added_at_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Guest: those the viewer added at centres that are still theirs."""
    own = Guest.lesson_id.in_(select(Lesson.id).where(lessons_of_own_centres(viewer)))
    return and_(Guest.added_by_id == viewer.account_id, own)


def _known(viewer: Viewer) -> ColumnElement[bool]:
    return or_(Guest.picked_id.is_(None), Guest.picked_id.not_in(hidden_from(viewer)))


def guests_at(lesson: Lesson, by: Viewer) -> Sequence[Guest]:
    """The guests of a lesson whose roll the viewer calls, as they came."""
    taught = Guest.lesson_id.in_(select(Lesson.id).join(Lesson.cohort).where(cohorts_taught(by)))
    statement = select(Guest).where(
        Guest.lesson_id == lesson.id, Guest.state != GuestState.TAKEN_BACK, or_(_known(by), taught)
    )
    statement = statement.options(joinedload(Guest.picked), joinedload(Guest.learner))
    return db.session.scalars(statement.order_by(Guest.received_at, Guest.id)).all()


def people_waiting(by: Viewer, lesson: Lesson, question: str) -> Sequence[Learner]:
    """Who waits for the lesson's level at its centre and answers the question; nobody for less than three letters.

    One more than SHOWN, so that a page can say that there are others.
    """
    if not worth_asking(question):
        return []
    found = search(by, question, lesson.cohort.centre_id, "guests.find")
    return db.session.scalars(found.where(Learner.id.in_(_waiting_for(lesson))).limit(SHOWN + 1)).all()


def person_waiting(by: Viewer, lesson: Lesson, learner_id: int) -> Learner | None:
    """The person, if they are one of those the viewer can find for this lesson."""
    statement = scoped(select(Learner), "guests.find", by)
    statement = statement.where(Learner.id == learner_id, Learner.id.in_(_waiting_for(lesson)))
    return db.session.scalars(statement).one_or_none()


def _waiting_for(lesson: Lesson) -> Select[Any]:
    return select(WaitingEntry.learner_id).where(
        WaitingEntry.centre_id == lesson.cohort.centre_id,
        WaitingEntry.level == lesson.cohort.programme.level,
        WaitingEntry.closed_on.is_(None),
    )


def waiting_guests(by: Viewer) -> int:
    """How many guests wait for the viewer: one indexed count."""
    statement = scoped(select(func.count(Guest.id)), "guests.resolve", by)
    return db.session.scalar(statement.where(Guest.state == GuestState.OPEN)) or 0


@dataclass(frozen=True)
class Visits:
    """A guest as a coordinator sees them: everything unfinished under one name, the first visit on top."""

    guests: Sequence[Guest]

    @property
    def first(self) -> Guest:
        """The first visit."""
        return self.guests[0]

    @property
    def went_to_intake(self) -> bool:
        """Whether the person was already sent through the intake."""
        return all(guest.state is GuestState.INTAKE for guest in self.guests)


def unfinished_guests(by: Viewer) -> list[Visits]:
    """The guests of whom it is not decided what becomes of them: who came first on top, a name's visits together."""
    statement = scoped(select(Guest), "guests.resolve", by).where(Guest.state.in_(UNFINISHED))
    lesson = joinedload(Guest.lesson)
    options = (
        joinedload(Guest.picked),
        joinedload(Guest.centre),
        joinedload(Guest.added_by),
        lesson.joinedload(Lesson.cohort).joinedload(Cohort.programme),
    )
    ordered = statement.join(Guest.lesson).options(*options).order_by(Lesson.starts_at, Guest.received_at, Guest.id)
    visits: dict[object, list[Guest]] = {}
    for guest in db.session.scalars(ordered):
        # A forgotten name is nobody's any more.
        if guest.said:
            visits.setdefault((guest.centre_id, *sameness(guest.picked_id, guest.name)), []).append(guest)
    found = [Visits(guests) for guests in visits.values()]
    return sorted(found, key=lambda one: one.went_to_intake)


def chosen_guests(by: Viewer, guest_ids: Sequence[int]) -> Sequence[Guest]:
    """The guests with these identifiers that the viewer decides on, in the order of their lessons."""
    statement = scoped(select(Guest), "guests.resolve", by).where(Guest.id.in_(guest_ids))
    return db.session.scalars(statement.join(Guest.lesson).order_by(Lesson.starts_at, Guest.id)).all()


def likely_people(by: Viewer, guest: Guest, question: str = "") -> list[Learner]:
    """Who a guest could be: whom the teacher found, then whoever answers the question or else the name."""
    first = [guest.picked] if guest.picked else []
    asked = question or guest.name or ""
    if not asked:
        return first
    found = search(by, asked, guest.centre_id, "learners.enrol").limit(LIKELY)
    return [*first, *(one for one in db.session.scalars(found) if one not in first)]


def hold_guest(guest: Guest) -> None:
    """Read a guest as they are now, and let nobody else decide until this request is done."""
    locked = select(Guest).where(Guest.id == guest.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
