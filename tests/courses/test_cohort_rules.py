"""Where a cohort stands in time, how many it holds, and when a room or teacher is taken."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.courses.cohort_rules import Busy, Phase, clashes, largest_capacity, phase_of
from lms.courses.timetable import PlannedLesson

START = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def lesson(hour: float) -> PlannedLesson:
    begins = START + timedelta(hours=hour)
    return PlannedLesson(1, begins.date(), begins, begins + timedelta(minutes=90), 2)


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 3, 1), Phase.COMING),
        (date(2026, 3, 2), Phase.RUNNING),
        (date(2026, 4, 30), Phase.RUNNING),
        (date(2026, 5, 1), Phase.FINISHED),
    ],
)
def test_a_cohort_runs_from_its_first_day_to_its_last(today: date, phase: Phase) -> None:
    assert phase_of(date(2026, 3, 2), date(2026, 4, 30), today) is phase


def test_a_cohort_without_a_last_day_goes_on() -> None:
    assert phase_of(date(2026, 3, 2), None, date(2030, 1, 1)) is Phase.RUNNING


@pytest.mark.parametrize(("seats", "capacity"), [(None, 15), (30, 15), (15, 15), (8, 8)])
def test_a_cohort_takes_fifteen_or_as_many_as_the_room_seats(seats: int | None, capacity: int) -> None:
    assert largest_capacity(seats) == capacity


@pytest.mark.parametrize(
    ("begins", "clash"),
    [(-1.5, False), (-1.4, True), (0, True), (0.5, True), (1.4, True), (1.5, False), (24, False)],
)
def test_lessons_clash_when_they_overlap_and_not_when_they_touch(begins: float, clash: bool) -> None:
    other = lesson(begins)
    busy = Busy(other.starts_at, other.ends_at, "A1-9")
    assert clashes([lesson(0)], [busy]) == ([busy] if clash else [])


def test_clashes_come_in_the_order_of_time() -> None:
    busy = [Busy(one.starts_at, one.ends_at, None) for one in (lesson(24), lesson(0))]
    assert clashes([lesson(0), lesson(24)], busy) == [busy[1], busy[0]]
