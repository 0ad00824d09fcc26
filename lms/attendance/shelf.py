"""The shelf: entries that cannot be taken now but were honestly made are kept there, each once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import or_, select

from lms import clock
from lms.access.scope import LARGEST_IDENTIFIER
from lms.access.viewer import Viewer
from lms.attendance.arrivals import Arrival
from lms.attendance.rules import OPENS_BEFORE, Refusal, Value
from lms.attendance.set_aside_models import Obstacle, SetAside
from lms.courses.history_models import LessonChange
from lms.courses.models import Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.database import db

LONGEST_WAY = timedelta(days=31)
"""How long an entry may have waited on its device; one that says it is older has a wrong clock."""


class Shelf:
    """What is set aside of the entries that have come for a lesson, and what of them may be."""

    def __init__(self, by: Viewer, lesson: Lesson, arrivals: Collection[Arrival]) -> None:
        self._by, self._lesson = by, lesson
        self._people = {arrival.enrolment_id for arrival in arrivals}
        identifiers = [arrival.id for arrival in arrivals]
        kept = select(SetAside).where(SetAside.entry_id.in_(identifiers))
        self.known = {one.entry_id: one for one in db.session.scalars(kept)}

    def has(self, arrival: Arrival) -> bool:
        """Whether this very entry is set aside: the same identifier for the same person, saying the same."""
        kept = self.known.get(arrival.id)
        return kept is not None and (kept.lesson_id, kept.enrolment_id, said_by(kept)) == (
            self._lesson.id,
            arrival.enrolment_id,
            arrival.value,
        )

    def takes(self, arrival: Arrival, why: Refusal) -> bool:
        """Whether an entry that is refused for this reason is kept.

        Kept is what the person who made it could not know or cannot mend: only for people whom the viewer may
        see and whom the cohort knows, so that an answer tells nobody who is enrolled elsewhere.
        """
        if why.value not in list(Obstacle) or arrival.enrolment_id not in self._known_people:
            return False
        return why is not Refusal.TOO_EARLY or self._was_open_before

    def keep(self, arrival: Arrival, why: Refusal, seen: int, note: str | None) -> None:
        """Set an entry aside; `seen` is the version of the mark its author had seen."""
        kept = SetAside(
            entry_id=arrival.id,
            lesson_id=self._lesson.id,
            enrolment_id=arrival.enrolment_id,
            kind=arrival.value.kind,
            minutes=arrival.value.minutes,
            reason=arrival.value.reason,
            note=note,
            based_on=seen,
            follows=arrival.follows,
            made_at=arrival.made_at,
            received_at=clock.now(),
            made_by_id=self._by.account_id,
            why=Obstacle(why.value),
        )
        db.session.add(kept)
        self.known[arrival.id] = kept

    @cached_property
    def _known_people(self) -> frozenset[int]:
        """The enrolments of the cohort at any time, and of those who moved here from another or on to one."""
        of_cohort = select(Enrolment.id).where(Enrolment.cohort_id == self._lesson.cohort_id)
        came_from = select(Enrolment.transferred_from_id).where(Enrolment.cohort_id == self._lesson.cohort_id)
        statement = select(Enrolment.id).where(
            Enrolment.id.in_([one for one in self._people if 0 < one <= LARGEST_IDENTIFIER]),
            enrolments_shown(self._by),
            or_(
                Enrolment.cohort_id == self._lesson.cohort_id,
                Enrolment.transferred_from_id.in_(of_cohort),
                Enrolment.id.in_(came_from),
            ),
        )
        return frozenset(db.session.scalars(statement))

    @cached_property
    def _was_open_before(self) -> bool:
        """Whether the roll was open by now at a time from which the lesson was moved."""
        times = select(LessonChange.was_starts_at).where(LessonChange.lesson_id == self._lesson.id)
        return any(was and was - OPENS_BEFORE <= clock.now() for was in db.session.scalars(times))


def said_by(kept: SetAside) -> Value:
    """What an entry that was set aside says."""
    return Value(kept.kind, kept.minutes, kept.reason)


def made_about(kept: SetAside) -> datetime:
    """When an entry was made; when it arrived, if the device's clock cannot have been right."""
    believable = kept.received_at - LONGEST_WAY <= kept.made_at <= kept.received_at
    return kept.made_at if believable else kept.received_at
