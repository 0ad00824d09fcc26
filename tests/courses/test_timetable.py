"""Laying out lessons: the hours add up, nothing overlaps, nothing on a closed day, 18:00 stays 18:00."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.centres.rules import closed_days
from lms.clock import to_local
from lms.courses.timetable import PatternRefused, Slot, Timetable, check_pattern, lay_out

SOFIA = "Europe/Sofia"
MONDAY = date(2026, 3, 2)
EVENINGS = [Slot(0, time(18), 2), Slot(2, time(18), 2)]
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def plan(slots: list[Slot], starts_on: date = MONDAY, hours: int = 10, **given: object) -> Timetable:
    facts = {"hour_minutes": 45, "zone": SOFIA, "closed": {}} | given
    return lay_out(slots, starts_on, hours, **facts)  # type: ignore[arg-type]


def days(timetable: Timetable) -> list[date]:
    return [lesson.day for lesson in timetable.lessons]


@st.composite
def patterns(draw: st.DrawFn) -> list[Slot]:
    """Up to two lessons on each day, mornings and evenings, that do not overlap."""
    weekdays = draw(st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True))
    slots = []
    for weekday in weekdays:
        if draw(st.booleans()):
            slots.append(Slot(weekday, time(draw(st.integers(6, 9)), draw(st.integers(0, 59))), 4))
        slots.append(Slot(weekday, time(draw(st.integers(14, 19)), 30), draw(st.integers(1, 5))))
    return draw(st.permutations(slots))


@given(
    slots=patterns(),
    starts_on=DAYS,
    hours=st.integers(1, 120),  # once a week for an hour this takes two years and a half
    hour_minutes=st.sampled_from([40, 45]),
    own=st.sets(st.integers(0, 200), max_size=20),
)
def test_any_pattern_is_laid_out_to_the_hour_on_open_days_at_its_own_times(
    slots: list[Slot], starts_on: date, hours: int, hour_minutes: int, own: set[int]
) -> None:
    closures = {starts_on + timedelta(days=n): "Ремонт" for n in own}
    closed = closed_days(starts_on, starts_on + timedelta(days=1200), closures)
    made = lay_out(slots, starts_on, hours, hour_minutes, SOFIA, closed)

    assert sum(lesson.hours for lesson in made.lessons) == hours
    assert [lesson.number for lesson in made.lessons] == list(range(1, len(made.lessons) + 1))
    assert all(before.ends_at <= after.starts_at for before, after in pairwise(made.lessons))
    assert not {lesson.day for lesson in made.lessons} & closed.keys()
    times = {(slot.weekday, slot.starts_at): slot.hours for slot in slots}
    for lesson in made.lessons:
        local = to_local(lesson.starts_at, SOFIA)
        full = times[local.weekday(), local.time()]
        assert lesson.hours == full or (lesson is made.lessons[-1] and lesson.hours < full)
        assert lesson.ends_at - lesson.starts_at == timedelta(minutes=lesson.hours * hour_minutes)
        assert local.date() == lesson.day
    assert all(skip.day in closed and skip.day.weekday() in {s.weekday for s in slots} for skip in made.skipped)
    assert made.starts_on >= starts_on


def test_the_last_lesson_is_shortened_so_that_the_hours_add_up() -> None:
    made = plan(EVENINGS, hours=5)
    assert [lesson.hours for lesson in made.lessons] == [2, 2, 1]
    last = made.lessons[-1]
    assert last.ends_at - last.starts_at == timedelta(minutes=45)


def test_a_public_holiday_and_its_substitute_day_are_skipped_and_named() -> None:
    closed = closed_days(date(2026, 5, 1), date(2026, 6, 30), {date(2026, 6, 1): "Ремонт"})
    made = plan([Slot(0, time(9), 2)], date(2026, 5, 18), hours=6, closed=closed)
    assert days(made) == [date(2026, 5, 18), date(2026, 6, 8), date(2026, 6, 15)]
    assert [skip.day for skip in made.skipped] == [date(2026, 5, 25), date(2026, 6, 1)]
    assert "почивен ден" in made.skipped[0].reason
    assert made.skipped[1].reason == "Ремонт"


def test_eighteen_o_clock_stays_eighteen_o_clock_across_the_clock_change() -> None:
    made = plan([Slot(4, time(18), 2)], date(2026, 3, 27), hours=4)
    assert [lesson.starts_at.hour for lesson in made.lessons] == [16, 15]
    assert {to_local(lesson.starts_at, SOFIA).time() for lesson in made.lessons} == {time(18)}


def test_two_lessons_on_a_day_follow_each_other() -> None:
    made = plan([Slot(5, time(13), 4), Slot(5, time(9), 4)], date(2026, 3, 7), hours=8)
    assert [to_local(lesson.starts_at, SOFIA).hour for lesson in made.lessons] == [9, 13]


@pytest.mark.parametrize(
    ("slots", "line", "words"),
    [
        ([], None, "at least one day"),
        ([Slot(0, time(18), 2), Slot(0, time(19, 29), 2)], 1, "before another one"),
        ([Slot(0, time(19), 1), Slot(1, time(9), 1), Slot(0, time(18), 2)], 2, "before another one"),
        ([Slot(0, time(18), 2), Slot(0, time(18), 2)], 1, "before another one"),
        ([Slot(0, time(22), 3)], 0, "after midnight"),
        ([Slot(1, time(9), 1), Slot(0, time(5, 59), 3)], 1, "06:00"),
    ],
)
def test_an_impossible_pattern_is_refused_at_its_line(slots: list[Slot], line: int | None, words: str) -> None:
    with pytest.raises(PatternRefused) as refused:
        check_pattern(slots, 45)
    assert refused.value.slot == line
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "slots",
    [
        [Slot(0, time(18), 2), Slot(0, time(19, 30), 2)],
        [Slot(0, time(18), 2), Slot(1, time(18), 2)],
        [Slot(0, time(21), 4)],
    ],
)
def test_lessons_that_only_touch_are_possible(slots: list[Slot]) -> None:
    check_pattern(slots, 45)


def test_a_course_of_more_than_three_years_is_refused() -> None:
    assert len(plan([Slot(0, time(18), 1)], hours=156).lessons) == 156
    with pytest.raises(PatternRefused, match="three years"):
        plan([Slot(0, time(18), 1)], hours=160)
