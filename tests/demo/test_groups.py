"""The cohorts of the demonstration, planned around any day."""

from collections import Counter
from datetime import date, time, timedelta
from itertools import combinations

import pytest

from lms.centres.rules import public_holidays
from lms.clock import to_local
from lms.courses.cohort_rules import Phase, phase_of
from lms.demo.groups import day_of_week, plan_groups
from lms.demo.world import Group

WEEK = [date(2026, 10, 12) + timedelta(days=day) for day in range(7)]
AROUND_THE_YEAR = [date(2026, 1, 1), date(2026, 4, 12), date(2026, 8, 31), date(2026, 12, 27), date(2028, 2, 29)]


@pytest.mark.parametrize("today", WEEK, ids=lambda day: f"{day:%A}")
def test_on_every_day_of_the_week_each_centre_has_a_lesson_in_the_evening(today: date) -> None:
    assert today not in public_holidays(today.year)
    evening = Counter(
        group.centre
        for group in plan_groups(today)
        for lesson in group.lessons
        if lesson.day == today and to_local(lesson.ends_at).time() > time(18)
    )
    assert evening["SOF"] and evening["BUR"]


@pytest.mark.parametrize("today", [*WEEK, *AROUND_THE_YEAR], ids=str)
def test_cohorts_are_at_different_stages(today: date) -> None:
    stages = Counter(phase_of(group.starts_on, group.ends_on, today) for group in plan_groups(today))
    assert stages == {Phase.FINISHED: 6, Phase.RUNNING: 6, Phase.COMING: 1}


@pytest.mark.parametrize("today", [WEEK[0], *AROUND_THE_YEAR], ids=str)
def test_no_teacher_and_no_room_is_in_two_lessons_at_once(today: date) -> None:
    groups = plan_groups(today)
    for one, other in combinations(groups, 2):
        if one.teacher == other.teacher or (one.room and (one.centre, one.room) == (other.centre, other.room)):
            assert not overlapping(one, other), f"{one.key} and {other.key}"


def overlapping(one: Group, other: Group) -> bool:
    return any(a.starts_at < b.ends_at and b.starts_at < a.ends_at for a in one.lessons for b in other.lessons)


@pytest.mark.parametrize("today", [WEEK[0], *AROUND_THE_YEAR], ids=str)
def test_hours_add_up_and_no_lesson_is_on_a_closed_day(today: date) -> None:
    for group in plan_groups(today):
        taking_place = [lesson for lesson in group.lessons if lesson.number not in group.cancelled]
        assert sum(lesson.hours for lesson in taking_place) == group.programme["hours"], group.key
        assert not [one for one in group.lessons if one.day in public_holidays(one.day.year)], group.key
        assert {one.day.weekday() for one in group.lessons} <= {slot.weekday for slot in group.slots}


def test_codes_are_different_and_say_where_and_what() -> None:
    codes = [group.code for group in plan_groups(date(2026, 10, 12))]
    assert len(set(codes)) == len(codes)
    assert codes[0] == "SOF-A1-INT-25-01"


def test_the_last_roll_of_one_cohort_is_forgotten() -> None:
    today = date(2026, 10, 14)
    (group,) = [one for one in plan_groups(today) if one.plan.get("forget_last_roll")]
    past = [one for one in group.lessons if one.day < today and one.number not in group.cancelled]
    assert group.held_before(today) == past[:-1]


def test_a_day_of_a_week_is_counted_from_monday() -> None:
    assert day_of_week(date(2026, 10, 18), -1, 2) == date(2026, 10, 7)
