"""From what a coordinator chose to the timetable of a new cohort."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.accounts.models import Account
from lms.centres.models import Centre, Room
from lms.centres.queries import days_closed
from lms.courses.conflicts import Wanted
from lms.courses.models import Programme
from lms.courses.replanning import Meeting
from lms.courses.states import Route
from lms.courses.timetable import LONGEST, Slot, Timetable, lay_out


@dataclass(frozen=True)
class CohortPlan:
    """A cohort as chosen, before it exists. `room` is None for one that meets online."""

    code: str
    programme: Programme
    centre: Centre
    room: Room | None
    starts_on: date
    capacity: int
    teacher: Account
    """Leads the lessons."""
    others: Sequence[Account] = field(default=())
    """Teach in the cohort too."""
    slots: Sequence[Slot] = field(default=())
    route: Route = Route.MIXED


def timetable_of(plan: CohortPlan) -> Timetable:
    """The lessons of a planned cohort. Raises PatternRefused when the pattern cannot be laid out."""
    closed = days_closed(plan.centre, plan.starts_on, plan.starts_on + LONGEST)
    programme = plan.programme
    zone = plan.centre.time_zone
    return lay_out(plan.slots, plan.starts_on, programme.hours, programme.hour_minutes, zone, closed)


def fingerprint(timetable: Timetable) -> str:
    """A short text that differs when any lesson does: tells whether a preview is still what would be made."""
    said = ",".join(f"{lesson.starts_at:%Y%m%d%H%M}/{lesson.hours}" for lesson in timetable.lessons)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def wanted_by(plan: CohortPlan, timetable: Timetable) -> Wanted:
    """What the lessons of a planned cohort need."""
    room_id = plan.room.id if plan.room else None
    meetings = [Meeting(one.starts_at, one.ends_at, one.hours, plan.teacher.id, room_id) for one in timetable.lessons]
    return Wanted(plan.centre, meetings, plan.capacity)
