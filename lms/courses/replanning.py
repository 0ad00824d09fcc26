"""Changing the timetable of a cohort that runs: what each wish would change, lesson by lesson.

Pure: no database, no request. A lesson that was held, and one that was cancelled, is never touched. A lesson
keeps its number and its identity when it moves, so that papers and calendars find it again.
"""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.clock import to_local, to_utc
from lms.courses.states import LessonState
from lms.courses.timetable import EARLIEST_START, Slot, Timetable, lay_out

HALF_HOURS = tuple(time(minute // 60, minute % 60) for minute in range(8 * 60, 21 * 60, 30))
OTHER_DAYS = (1, 2, 3, 4, 5, 6, 7, -1, -2, -3)
PROPOSED = 3
"""Times proposed on the same day, and as many on other days."""


class Act(enum.StrEnum):
    """What happens to one lesson."""

    ADDED = "added"
    MOVED = "moved"
    RETAUGHT = "retaught"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Meeting:
    """When and where a lesson is, for how many academic hours, and who teaches; `room_id` None is online."""

    starts_at: datetime
    ends_at: datetime
    hours: int
    teacher_id: int
    room_id: int | None


@dataclass(frozen=True)
class Standing:
    """A lesson as it stands now."""

    lesson_id: int
    number: int
    state: LessonState
    meeting: Meeting


@dataclass(frozen=True)
class Step:
    """What happens to one lesson: `before` is None for one that is added, `after` for one that is cancelled."""

    act: Act
    number: int
    lesson_id: int | None
    before: Meeting | None
    after: Meeting | None
    replaces_id: int | None = None


@dataclass(frozen=True)
class Course:
    """What a cohort's timetable is bound to: its first day, academic hours, minutes of one, zone, closed days."""

    starts_on: date
    hours: int
    hour_minutes: int
    zone: str
    closed: Mapping[date, str]


@dataclass(frozen=True)
class Replan:
    """What a wish would change, with the sums of the course before and after."""

    steps: tuple[Step, ...]
    hours_before: int
    """Academic hours of held and planned lessons."""
    hours_after: int
    ends_on_before: date | None
    ends_on_after: date | None
    """The day of the last lesson that is not cancelled."""

    @property
    def wanted(self) -> tuple[Meeting, ...]:
        """The meetings that need a room, a teacher and everybody's time, in the order of time."""
        found = (step.after for step in self.steps if step.after is not None)
        return tuple(sorted(found, key=lambda meeting: meeting.starts_at))

    @property
    def touched(self) -> frozenset[int]:
        """The lessons that are changed; what they take now does not stand in the way."""
        return frozenset(step.lesson_id for step in self.steps if step.lesson_id is not None)


class NotPlanned(DomainError):
    """The lesson was held or cancelled, so it stays as it is."""


class WrongTime(DomainError):
    """A lesson cannot be on this day or at this time."""


class NothingChanges(DomainError):
    """What was asked for is how it is already."""


def meeting_at(course: Course, day: date, at: time, hours: int, teacher_id: int, room_id: int | None) -> Meeting:
    """A meeting of so many academic hours by the wall clock of the course's zone.

    Raises WrongTime when the day is closed or before the first day of the cohort, or the hours do not fit the day.
    """
    if day < course.starts_on:
        raise WrongTime(_l("This day is before the first day of the cohort."))
    if day in course.closed:
        raise WrongTime(_l("The centre is closed on this day: %(reason)s.", reason=course.closed[day]))
    if at < EARLIEST_START:
        raise WrongTime(_l("A lesson begins at 06:00 at the earliest."))
    starts = to_utc(day, at, course.zone)
    ends = starts + timedelta(minutes=hours * course.hour_minutes)
    last = to_local(ends, course.zone)
    if last.date() != day and last.time() != time(0):
        raise WrongTime(_l("This lesson would end after midnight. Begin earlier or make it shorter."))
    return Meeting(starts, ends, hours, teacher_id, room_id)


def moved(course: Course, standing: Sequence[Standing], lesson_id: int, to: Meeting) -> Replan:
    """Move one planned lesson. Raises NotPlanned, and NothingChanges when it is there already."""
    lesson = _planned(standing, lesson_id)
    if lesson.meeting == to:
        raise NothingChanges(_l("The lesson is there already. Choose another day, time or place."))
    return _replan(course, standing, [_step(lesson, to)])


def added(course: Course, standing: Sequence[Standing], meeting: Meeting) -> Replan:
    """Add one lesson."""
    return _replan(course, standing, [Step(Act.ADDED, _next_number(standing), None, None, meeting)])


def retaught(course: Course, standing: Sequence[Standing], lesson_ids: Iterable[int], teacher_id: int) -> Replan:
    """Let somebody else teach these lessons; those that are not planned any more are left as they are.

    Raises NothingChanges when nothing is left to change.
    """
    chosen = set(lesson_ids)
    steps = [
        _step(one, replace(one.meeting, teacher_id=teacher_id))
        for one in standing
        if one.lesson_id in chosen and one.state is LessonState.PLANNED and one.meeting.teacher_id != teacher_id
    ]
    if not steps:
        raise NothingChanges(_l("This teacher teaches there already. Choose another one."))
    return _replan(course, standing, steps)


def cancelled(course: Course, standing: Sequence[Standing], lesson_id: int, slots: Sequence[Slot] = ()) -> Replan:
    """Cancel one planned lesson; with the cohort's `slots`, its hours are added after the last lesson.

    Raises NotPlanned, and PatternRefused when the hours cannot be laid out.
    """
    lesson = _planned(standing, lesson_id)
    steps = [Step(Act.CANCELLED, lesson.number, lesson_id, lesson.meeting, None)]
    if slots:
        last = max(_day(course, one.meeting) for one in standing)
        made_up = _laid_out(course, slots, last + timedelta(days=1), lesson.meeting.hours)
        meetings = _meetings(made_up, lesson.meeting.teacher_id, lesson.meeting.room_id)
        steps += _added(standing, meetings, replaces_id=lesson_id)
    return _replan(course, standing, steps)


def called_off(course: Course, standing: Sequence[Standing]) -> Replan:
    """Cancel every lesson that is planned."""
    planned = (one for one in standing if one.state is LessonState.PLANNED)
    return _replan(
        course, standing, [Step(Act.CANCELLED, one.number, one.lesson_id, one.meeting, None) for one in planned]
    )


def relaid(
    course: Course,
    standing: Sequence[Standing],
    slots: Sequence[Slot],
    first: date,
    teacher_id: int,
    room_id: int | None,
) -> Replan:
    """Lay out anew, from `first` on, what is left of the course's hours.

    Planned lessons from that day move to the new days in their order and keep their teachers; when there are too
    few, lessons with `teacher_id` are added, when too many, the last are cancelled. Days with a lesson that stays
    are left out. Raises PatternRefused when the pattern cannot be laid out, NothingChanges when all stays as it is.
    """
    moving = [one for one in standing if one.state is LessonState.PLANNED and _day(course, one.meeting) >= first]
    staying = [one for one in standing if one.state is not LessonState.CANCELLED and one not in moving]
    left = course.hours - sum(one.meeting.hours for one in staying)
    taken = {_day(course, one.meeting): "" for one in staying}
    laid = _laid_out(replace(course, closed={**course.closed, **taken}), slots, first, left) if left > 0 else None
    meetings = _meetings(laid, teacher_id, room_id) if laid else []
    steps = [
        _step(one, replace(meeting, teacher_id=one.meeting.teacher_id))
        for one, meeting in zip(moving, meetings, strict=False)
    ]
    steps += [Step(Act.CANCELLED, one.number, one.lesson_id, one.meeting, None) for one in moving[len(meetings) :]]
    steps += _added(standing, meetings[len(moving) :])
    changing = [step for step in steps if step.before != step.after]
    if not changing:
        raise NothingChanges(_l("The lessons follow this pattern already."))
    return _replan(course, standing, changing)


def free_times(course: Course, wish: Meeting, fits: Callable[[Meeting], bool], today: date) -> list[Meeting]:
    """Other times for a meeting, from `today` on: on its day the nearest to its hour, and at its hour on other days.

    `fits` says whether the room, the teacher and everybody in the cohort are free. At most six, in the order of time.
    """
    local = to_local(wish.starts_at, course.zone)
    nearest = sorted(HALF_HOURS, key=lambda at: abs(_minutes(at) - _minutes(local.time())))
    same_day = [(local.date(), at) for at in nearest]
    other_days = [(local.date() + timedelta(days=step), local.time()) for step in OTHER_DAYS]
    found = []
    for places in (same_day, other_days):
        possible = (_possible(course, wish, day, at) for day, at in places if day >= today)
        found += list(islice((one for one in possible if one and one != wish and fits(one)), PROPOSED))
    return sorted(found, key=lambda meeting: meeting.starts_at)


def _possible(course: Course, wish: Meeting, day: date, at: time) -> Meeting | None:
    try:
        return meeting_at(course, day, at, wish.hours, wish.teacher_id, wish.room_id)
    except WrongTime:
        return None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _planned(standing: Sequence[Standing], lesson_id: int) -> Standing:
    lesson = next(one for one in standing if one.lesson_id == lesson_id)
    if lesson.state is LessonState.HELD:
        raise NotPlanned(_l("The roll of this lesson is called, so it was held and stays as it is."))
    if lesson.state is LessonState.CANCELLED:
        raise NotPlanned(_l("This lesson is already cancelled."))
    return lesson


def _step(lesson: Standing, after: Meeting) -> Step:
    same_time = (after.starts_at, after.hours, after.room_id) == (
        lesson.meeting.starts_at,
        lesson.meeting.hours,
        lesson.meeting.room_id,
    )
    act = Act.RETAUGHT if same_time else Act.MOVED
    return Step(act, lesson.number, lesson.lesson_id, lesson.meeting, after)


def _next_number(standing: Sequence[Standing]) -> int:
    return max((one.number for one in standing), default=0) + 1


def _added(standing: Sequence[Standing], meetings: Sequence[Meeting], replaces_id: int | None = None) -> list[Step]:
    first = _next_number(standing)
    return [Step(Act.ADDED, first + index, None, None, meeting, replaces_id) for index, meeting in enumerate(meetings)]


def _laid_out(course: Course, slots: Sequence[Slot], first: date, hours: int) -> Timetable:
    return lay_out(slots, first, hours, course.hour_minutes, course.zone, course.closed)


def _meetings(timetable: Timetable, teacher_id: int, room_id: int | None) -> list[Meeting]:
    return [Meeting(one.starts_at, one.ends_at, one.hours, teacher_id, room_id) for one in timetable.lessons]


def _day(course: Course, meeting: Meeting) -> date:
    return to_local(meeting.starts_at, course.zone).date()


def _replan(course: Course, standing: Sequence[Standing], steps: Sequence[Step]) -> Replan:
    before = {one.lesson_id: one.meeting for one in standing if one.state is not LessonState.CANCELLED}
    after = {key: meeting for key, meeting in before.items() if key not in {step.lesson_id for step in steps}}
    kept = [*after.values(), *(step.after for step in steps if step.after is not None)]
    return Replan(
        tuple(steps),
        sum(meeting.hours for meeting in before.values()),
        sum(meeting.hours for meeting in kept),
        max((_day(course, meeting) for meeting in before.values()), default=None),
        max((_day(course, meeting) for meeting in kept), default=None),
    )
