"""Who comes to which lesson, how late, and what the teacher marks: the patterns a coordinator looks for.

Evenings are weaker than mornings, Mondays and Fridays weaker than the days between; some are always late;
some come less and less before they leave. Pure: chance comes from the generator that is given.
"""

from datetime import date, timedelta
from random import Random

from lms.attendance.models import MarkKind
from lms.attendance.rules import Value, length_of, minutes_attended
from lms.courses.timetable import PlannedLesson
from lms.demo import content
from lms.demo.world import Group, Said, Stay

EVENING = 16
"""The hour by the wall clock from which a cohort counts as meeting in the evening."""
DRIFT_DAYS = 21
"""How long it takes from coming as always to hardly coming at all."""
LATE_MINUTES = (5, 5, 10, 10, 15, 20, 25)
LEFT_MINUTES = (10, 15, 20, 30)


def ease(group: Group) -> float:
    """How easy it is to come to a cohort: 1 would be nothing in the way."""
    if group.room is None:
        return 0.93
    if min(slot.weekday for slot in group.slots) >= 5:
        return 0.95
    return 0.91 if group.slots[0].starts_at.hour >= EVENING else 0.99


def chance(stay: Stay, day: date) -> float:
    """How likely a person is to come to a lesson on a day."""
    likely = stay.person.habits.comes * ease(stay.group)
    if day.weekday() in (0, 4):
        likely -= 0.06
    if stay.drifts_from and day >= stay.drifts_from:
        likely *= max(0.08, 1 - (day - stay.drifts_from).days / DRIFT_DAYS)
    return likely


def attend(rng: Random, stay: Stay, lesson: PlannedLesson) -> None:
    """Decide what the roll says of a person in a lesson, and keep it with their stay."""
    stay.touches[lesson.number] = _said(rng, stay, lesson)


def _said(rng: Random, stay: Stay, lesson: PlannedLesson) -> tuple[Said, ...]:
    called = timedelta(minutes=rng.randint(2, 6), seconds=rng.randrange(60))
    if rng.random() >= chance(stay, lesson.day):
        drifting = stay.drifts_from is not None and lesson.day >= stay.drifts_from
        if rng.random() < (0.08 if drifting else 0.3):
            reason = rng.choice(content.read("words")["excuses"])
            return (Said(Value(MarkKind.EXCUSED, reason=reason), called),)
        return (Said(Value(MarkKind.ABSENT), called),)
    if rng.random() < stay.person.habits.late:
        return _late(rng, called)
    if rng.random() < 0.025:
        return _left_early(rng, called, length_of(lesson.starts_at, lesson.ends_at))
    return (Said(Value(MarkKind.PRESENT), called),)


def _late(rng: Random, called: timedelta) -> tuple[Said, ...]:
    minutes = rng.choice(LATE_MINUTES)
    late = Value(MarkKind.LATE, minutes)
    came = timedelta(minutes=minutes, seconds=rng.randrange(10, 60))
    if came < called:
        return (Said(late, called),)
    # Absent when the roll was called, corrected when they came in.
    return Said(Value(MarkKind.ABSENT), called), Said(late, came)


def _left_early(rng: Random, called: timedelta, length: int) -> tuple[Said, ...]:
    minutes = rng.choice(LEFT_MINUTES)
    left = Said(Value(MarkKind.LEFT_EARLY, minutes), timedelta(minutes=length - minutes + 1))
    return Said(Value(MarkKind.PRESENT), called), left


def minutes_of(stay: Stay) -> tuple[int, int]:
    """The minutes a person attended, and the minutes of the lessons held while they were enrolled."""
    lengths = {one.number: length_of(one.starts_at, one.ends_at) for one in stay.group.lessons}
    attended = sum(minutes_attended(said[-1].value, lengths[n]) for n, said in stay.touches.items())
    return attended, sum(lengths[number] for number in stay.touches)
