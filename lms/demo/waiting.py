"""Those who wait for a place, those who waited before they got one, and those who have just come.

Pure: chance comes from the generator that is given.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from lms.courses.states import Level, PartOfDay
from lms.demo import content
from lms.demo.people import Inventor, pick
from lms.demo.presence import EVENING
from lms.demo.world import Group, Person, Sitting, SittingState, Stay, Wait

PARTS = {
    PartOfDay.EVENING: 6,
    PartOfDay.WEEKEND: 4,
    PartOfDay.MORNING: 4,
    PartOfDay.AFTERNOON: 2,
    PartOfDay.ANY: 4,
}
NEXT_LEVEL = {Level.LITERACY: Level.A1, Level.A1: Level.A2}
FRESH = {"decided": 2, "finished": 5, "started": 2, "none": 1}
SETTLED = {"decided": 18, "started": 1, "none": 2}
"""How far those who wait are with their placement, in their first month and after it."""
AT_INTAKE = 7
"""Within so many days of registering people sit down to the placement."""
DECIDED_WITHIN = timedelta(days=3)


def part_of_day(group: Group) -> PartOfDay:
    """When a cohort meets, as the waiting list calls it."""
    if group.slots[0].weekday >= 5:
        return PartOfDay.WEEKEND
    hour = group.slots[0].starts_at.hour
    if hour >= EVENING:
        return PartOfDay.EVENING
    return PartOfDay.MORNING if hour < 12 else PartOfDay.AFTERNOON


def enrolled_on(stay: Stay, today: date) -> date:
    """The day on which somebody was given their place: shortly before they came, and not after today."""
    return min(stay.starts_on - timedelta(days=2), today - timedelta(days=1))


def waited_before(rng: Random, stay: Stay, today: date) -> Wait:
    """The time on the waiting list that ended with a place in a cohort."""
    person, placed_on = stay.person, enrolled_on(stay, today)
    since = min(person.registered_on + timedelta(days=rng.randint(0, 3)), placed_on)
    level, online = Level(stay.group.programme["level"]), stay.group.room is None
    return Wait(person, level, since, part_of_day(stay.group), online, ended=(placed_on, stay.group.code))


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
    return Wait(person, level, since, pick(rng, PARTS), rng.random() < 0.45, note)


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
