"""Planning the cohorts of the demonstration around the day of loading, by the rules of the timetable.

Pure: content and a day in, cohorts with dated lessons out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from lms.centres.rules import closed_days
from lms.clock import HOME_ZONE
from lms.courses.timetable import LONGEST, PlannedLesson, Slot, lay_out
from lms.demo import content
from lms.demo.world import Group


def day_of_week(today: date, week: int, weekday: int = 0) -> date:
    """A day by its week, counted from the week of today, and its weekday."""
    return today + timedelta(weeks=week, days=weekday - today.weekday())


def own_days(centre: Mapping[str, Any], today: date) -> dict[date, str]:
    """The days a centre closes for reasons of its own."""
    return {day_of_week(today, day["week"], day["weekday"]): day["reason"] for day in centre["closed"]}


def plan_groups(today: date) -> list[Group]:
    """The cohorts of the year around today, in the order in which they begin."""
    centres = {centre["code"]: centre for centre in content.read("centres")["centres"]}
    programmes = {one["code"]: one for one in content.read("programmes")["programmes"]}
    count: Counter[tuple[str, int]] = Counter()
    groups = []
    for plan in content.read("cohorts")["cohorts"]:
        programme = programmes[plan["programme"]]
        first = day_of_week(today, plan["week"], min(slot.weekday for slot in slots_of(plan)))
        closed = closed_days(first, first + LONGEST, own_days(centres[plan["centre"]], today))
        lessons = tuple(_lessons(plan, programme, first, closed))
        starts_on = lessons[0].day
        count[plan["centre"], starts_on.year] += 1
        number = count[plan["centre"], starts_on.year]
        groups.append(
            Group(
                key=plan["key"],
                code=f"{plan['centre']}-{plan['programme']}-{starts_on:%y}-{number:02}",
                centre=plan["centre"],
                programme=programme,
                teacher=plan["teacher"],
                room=plan.get("room"),
                slots=slots_of(plan),
                starts_on=starts_on,
                lessons=lessons,
                cancelled={one["lesson"]: one["reason"] for one in plan.get("cancel", ())},
                plan=plan,
            )
        )
    return groups


def slots_of(plan: Mapping[str, Any]) -> tuple[Slot, ...]:
    """The weekly pattern of a planned cohort."""
    return tuple(
        Slot(weekday, time.fromisoformat(line["at"]), line["hours"])
        for line in plan["pattern"]
        for weekday in line["weekdays"]
    )


def _lessons(
    plan: Mapping[str, Any], programme: Mapping[str, Any], first: date, closed: Mapping[date, str]
) -> Iterator[PlannedLesson]:
    """The lessons of the programme's hours, then one for each that was cancelled, by the same pattern."""
    hours, minutes = programme["hours"], programme["hour_minutes"]
    regular = lay_out(slots_of(plan), first, hours, minutes, HOME_ZONE, closed).lessons
    missed = sum(regular[one["lesson"] - 1].hours for one in plan.get("cancel", ()))
    yield from lay_out(slots_of(plan), first, hours + missed, minutes, HOME_ZONE, closed).lessons
