"""From what a coordinator wants of a timetable to the change it would be, computed from the lessons as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.accounts.models import Account
from lms.centres.models import Room
from lms.courses import replanning
from lms.courses.conflicts import Wanted
from lms.courses.models import Cohort, Lesson
from lms.courses.replan_queries import course_of, fingerprint, pattern_of, standing_of
from lms.courses.replanning import Meeting, Replan, Standing
from lms.courses.states import Wish
from lms.courses.timetable import Slot


class NoPattern(DomainError):
    """The cohort has no weekly pattern by which hours could be added."""


@dataclass(frozen=True)
class Change:
    """A change as it was chosen: what for, why, from which lessons, and what it does to them.

    `slots` is the new weekly pattern, where there is one; `lasting` says that another teacher takes over for good.
    """

    wish: Wish
    cohort: Cohort
    seen: tuple[Standing, ...]
    replan: Replan
    reason: str | None = None
    slots: Sequence[Slot] = ()
    lasting: bool = False

    def wanted(self) -> Wanted:
        """What the lessons that change need."""
        cohort = self.cohort
        return Wanted(cohort.centre, self.replan.wanted, cohort.capacity, cohort, self.replan.touched)

    def fingerprint(self) -> str:
        """A short text that differs when the lessons or what would become of them do."""
        return fingerprint(self.seen, self.replan)


def cancellation(cohort: Cohort, lesson: Lesson, reason: str, make_up: bool) -> Change:
    """Cancel a lesson; with make_up, its hours follow after the last lesson by the weekly pattern.

    Raises NotPlanned, NoPattern and PatternRefused.
    """
    slots = pattern_of(cohort) if make_up else []
    if make_up and not slots:
        raise NoPattern(_l("The cohort has no weekly pattern, so no lesson can be added at its end."))
    seen = standing_of(cohort)
    replan = replanning.cancelled(course_of(cohort, cohort.starts_on), seen, lesson.id, slots)
    return Change(Wish.CANCEL, cohort, seen, replan, reason)


def calling_off(cohort: Cohort, reason: str) -> Change:
    """Cancel every planned lesson of a cohort that does not take place."""
    seen = standing_of(cohort)
    replan = replanning.called_off(course_of(cohort, cohort.starts_on), seen)
    return Change(Wish.CALL_OFF, cohort, seen, replan, reason)


def meeting_for(cohort: Cohort, day: date, at: time, hours: int, teacher_id: int, room: Room | None) -> Meeting:
    """A meeting of a cohort by its centre's wall clock. Raises WrongTime as meeting_at does."""
    course = course_of(cohort, day)
    return replanning.meeting_at(course, day, at, hours, teacher_id, room.id if room else None)


def move(lesson: Lesson, to: Meeting, reason: str | None) -> Change:
    """Move a lesson. Raises NotPlanned and NothingChanges."""
    cohort, seen = lesson.cohort, standing_of(lesson.cohort)
    replan = replanning.moved(course_of(cohort, cohort.starts_on), seen, lesson.id, to)
    return Change(Wish.MOVE, cohort, seen, replan, reason)


def addition(cohort: Cohort, meeting: Meeting, reason: str | None) -> Change:
    """Add a lesson."""
    seen = standing_of(cohort)
    replan = replanning.added(course_of(cohort, cohort.starts_on), seen, meeting)
    return Change(Wish.ADD, cohort, seen, replan, reason)


def other_teacher(lesson: Lesson, teacher: Account, from_here_on: bool, reason: str | None) -> Change:
    """Let somebody else teach a lesson, or all planned ones from it on. Raises NothingChanges."""
    cohort, seen = lesson.cohort, standing_of(lesson.cohort)
    following = [one.lesson_id for one in seen if one.meeting.starts_at >= lesson.starts_at]
    chosen = following if from_here_on else [lesson.id]
    replan = replanning.retaught(course_of(cohort, cohort.starts_on), seen, chosen, teacher.id)
    return Change(Wish.TEACHER, cohort, seen, replan, reason, lasting=from_here_on)


def new_pattern(cohort: Cohort, slots: Sequence[Slot], first: date, room: Room | None, reason: str) -> Change:
    """Lay out anew what is left of the hours, from a day on. Raises PatternRefused and NothingChanges."""
    seen = standing_of(cohort)
    course, teacher_id = course_of(cohort, first), cohort.teachers[0].id
    replan = replanning.relaid(course, seen, slots, first, teacher_id, room.id if room else None)
    return Change(Wish.PATTERN, cohort, seen, replan, reason, slots)
