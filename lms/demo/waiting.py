"""Those who wait for a place, those who waited before they got one, and those who have just come.

Pure: chance comes from the generator that is given.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from lms.courses.states import Level, Priority
from lms.demo import content
from lms.demo.people import Inventor, pick
from lms.demo.presence import EVENING
from lms.demo.world import Group, Person, Sitting, SittingState, Stay, Wait
from lms.learners.models import Meets, PartOfWeek

MORNING, AFTERNOON, WORKDAY_EVENING = PartOfWeek.MORNING, PartOfWeek.AFTERNOON, PartOfWeek.EVENING
WEEKEND = (PartOfWeek.WEEKEND_MORNING, PartOfWeek.WEEKEND_AFTERNOON)
TIMES = (
    (6, (WORKDAY_EVENING,)),
    (3, (WORKDAY_EVENING, *WEEKEND)),
    (3, WEEKEND),
    (3, (MORNING,)),
    (2, (MORNING, AFTERNOON)),
    (1, (AFTERNOON, WORKDAY_EVENING)),
    (2, tuple(PartOfWeek)),
)
"""How many of twenty can come when: work, children and shifts decide."""
MODES = {Meets.IN_PERSON: 11, Meets.EITHER: 8, Meets.ONLINE: 1}
PRIORITIES = (Priority.EXPIRING_STATUS, Priority.JOB, Priority.MINOR)
NEXT_LEVEL = {Level.LITERACY: Level.A1, Level.A1: Level.A2}
FRESH = {"decided": 2, "finished": 5, "started": 2, "none": 1}
SETTLED = {"decided": 18, "started": 1, "none": 2}
"""How far those who wait are with their placement, in their first month and after it."""
AT_INTAKE = 7
"""Within so many days of registering people sit down to the placement."""
DECIDED_WITHIN = timedelta(days=3)


def comes_then(group: Group) -> frozenset[PartOfWeek]:
    """When somebody could come who found a place in a group."""
    if group.slots[0].weekday >= 5:
        return frozenset(WEEKEND)
    hour = group.slots[0].starts_at.hour
    if hour >= EVENING:
        return frozenset({WORKDAY_EVENING})
    return frozenset({MORNING if hour < 12 else AFTERNOON})


def enrolled_on(stay: Stay, today: date) -> date:
    """The day on which somebody was given their place: shortly before they came, and not after today."""
    return min(stay.starts_on - timedelta(days=2), today - timedelta(days=1))


def waited_before(rng: Random, stay: Stay, today: date) -> Wait:
    """The time on the waiting list that ended with a place in a cohort."""
    person, placed_on = stay.person, enrolled_on(stay, today)
    since = min(person.registered_on + timedelta(days=rng.randint(0, 3)), placed_on)
    level = Level(stay.group.programme["level"])
    meets = Meets.EITHER if stay.group.room is None else Meets.IN_PERSON
    return Wait(person, level, since, comes_then(stay.group), meets, ended=(placed_on, stay.group.code))


def placement_before(rng: Random, stay: Stay, today: date) -> Sitting:
    """The placement of somebody who was given a place: taken and decided before."""
    person = stay.person
    latest = max(person.registered_on, enrolled_on(stay, today) - DECIDED_WITHIN)
    on = min(person.registered_on + timedelta(days=rng.randrange(AT_INTAKE)), latest)
    return Sitting(person, on, SittingState.DECIDED)


def queue(rng: Random, inventor: Inventor, today: date, completed: Sequence[Stay]) -> tuple[list[Wait], list[Sitting]]:
    """The waiting list: most have taken the placement, a few are still to be decided on or to begin."""
    waits: list[Wait] = []
    sittings: list[Sitting] = []
    notes = content.read("words")["waiting_notes"]
    for line in content.read("cohorts")["waiting"]:
        level, centre = Level(line["level"]), line["centre"]
        below = [
            stay
            for stay in completed
            if stay.group.centre == centre and NEXT_LEVEL.get(Level(stay.group.programme["level"])) is level
        ]
        returning = rng.sample(below, min(line.get("returning", 0), len(below)))
        for stay in returning:
            since = min(stay.group.ends_on + timedelta(days=rng.randint(5, 12)), today)
            waits.append(_wait(rng, stay.person, level, since, notes))
        for _ in range(line["people"] - len(returning)):
            registered = today - timedelta(days=3 + round(rng.betavariate(1.2, 2.5) * 260))
            person = inventor.invent(centre, level, registered)
            waits.append(_wait(rng, person, level, registered + timedelta(days=rng.randint(0, 2)), notes))
            if sitting := _sitting(rng, person, today):
                sittings.append(sitting)
    return waits, sittings


def _wait(rng: Random, person: Person, level: Level, since: date, notes: Sequence[str]) -> Wait:
    note = rng.choice(notes) if rng.random() < 0.35 else None
    times = frozenset(rng.choices([parts for _, parts in TIMES], [weight for weight, _ in TIMES])[0])
    priority = rng.choice(PRIORITIES) if rng.random() < 0.06 else None
    return Wait(person, level, since, times, pick(rng, MODES), note, priority)


def _sitting(rng: Random, person: Person, today: date) -> Sitting | None:
    on = min(person.registered_on + timedelta(days=rng.randrange(AT_INTAKE)), today - timedelta(days=1))
    fresh = person.registered_on > today - timedelta(days=30)
    state = pick(rng, FRESH if fresh else SETTLED)
    return None if state == "none" else Sitting(person, on, SittingState[state.upper()])


def newcomers(rng: Random, inventor: Inventor, today: date) -> tuple[list[Person], list[Sitting]]:
    """People of the last days: the first of each centre reads Arabic and has yet to begin the placement.

    The others have taken it, and nobody has decided yet.
    """
    people: list[Person] = []
    sittings: list[Sitting] = []
    for centre, count in content.read("cohorts")["newcomers"].items():
        for place in range(count):
            level = rng.choice([Level.A1, Level.A1, Level.A2])
            registered = today - timedelta(days=rng.randint(1, 4))
            person = inventor.invent(centre, level, registered, pages="ar" if place == 0 else None)
            people.append(person)
            if place:
                sittings.append(Sitting(person, today - timedelta(days=1), SittingState.FINISHED))
    return people, sittings
