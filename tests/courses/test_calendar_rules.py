"""Drawing a calendar: the days of a view, lessons side by side, and the times that are free."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.calendar_rules import (
    HOUR,
    STEP,
    Meeting,
    View,
    days_of,
    frame,
    free_times,
    grid_of,
    neighbours,
)


def t(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * HOUR + int(minute)


def meets(start: str, end: str, what: str = "", off: bool = False) -> Meeting[str]:
    return Meeting(what or start, t(start), t(end), off)


@pytest.mark.parametrize(
    ("view", "day", "first", "last"),
    [
        (View.DAY, "2026-10-14", "2026-10-14", "2026-10-14"),
        (View.WEEK, "2026-10-14", "2026-10-12", "2026-10-18"),
        (View.WEEK, "2026-10-12", "2026-10-12", "2026-10-18"),
        (View.WEEK, "2026-10-18", "2026-10-12", "2026-10-18"),
        (View.WEEK, "2027-01-01", "2026-12-28", "2027-01-03"),
        (View.MONTH, "2026-10-14", "2026-09-28", "2026-11-01"),
        (View.MONTH, "2027-02-10", "2027-02-01", "2027-02-28"),
        (View.MONTH, "2028-02-29", "2028-01-31", "2028-03-05"),
    ],
)
def test_a_view_shows_whole_days_weeks_or_the_weeks_of_a_month(view: View, day: str, first: str, last: str) -> None:
    found = days_of(view, date.fromisoformat(day))
    assert (found[0].isoformat(), found[-1].isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("view", "day", "before", "after"),
    [
        (View.DAY, "2026-10-25", "2026-10-24", "2026-10-26"),
        (View.WEEK, "2026-10-25", "2026-10-18", "2026-11-01"),
        (View.MONTH, "2026-01-31", "2025-12-01", "2026-02-01"),
        (View.MONTH, "2026-12-05", "2026-11-01", "2027-01-01"),
    ],
)
def test_the_views_before_and_after_lead_one_step_on(view: View, day: str, before: str, after: str) -> None:
    assert neighbours(view, date.fromisoformat(day)) == (date.fromisoformat(before), date.fromisoformat(after))


@pytest.mark.parametrize(
    ("meetings", "free"),
    [
        ([], ["08:00-21:00"]),
        ([meets("18:00", "19:30")], ["08:00-18:00", "19:30-21:00"]),
        ([meets("18:00", "19:30"), meets("19:30", "21:00")], ["08:00-18:00"]),
        ([meets("18:00", "19:30", off=True)], ["08:00-21:00"]),
        ([meets("08:00", "12:00"), meets("12:15", "21:00")], []),
        ([meets("09:00", "12:00"), meets("10:00", "11:00")], ["08:00-09:00", "12:00-21:00"]),
    ],
)
def test_a_room_is_free_between_its_lessons(meetings: list[Meeting[str]], free: list[str]) -> None:
    found = free_times(meetings, t("08:00"), t("21:00"))
    assert [(t(one.split("-")[0]), t(one.split("-")[1])) for one in free] == found


def test_a_day_is_drawn_wide_enough_for_its_lessons() -> None:
    assert frame([]) == (t("08:00"), t("21:00"))
    assert frame([meets("06:30", "08:00"), meets("20:00", "21:30")]) == (t("06:00"), t("22:00"))


def test_lessons_at_the_same_time_stand_side_by_side_and_touching_ones_below_each_other() -> None:
    side = grid_of([[meets("18:00", "19:30"), meets("18:30", "20:00")], [meets("18:00", "19:30")]])
    assert side.lanes == [2, 1]
    below = grid_of([[meets("18:00", "19:30"), meets("19:30", "21:00")]])
    assert below.lanes == [1]


@st.composite
def days(draw: st.DrawFn) -> list[Meeting[int]]:
    begin = st.integers(6 * HOUR, 22 * HOUR)
    spans = draw(st.lists(st.tuples(begin, st.integers(20, 119)), max_size=8))
    return [Meeting(number, start, start + length) for number, (start, length) in enumerate(spans)]


@given(st.lists(days(), min_size=1, max_size=4))
def test_every_lesson_is_in_its_column_once_and_every_lane_is_filled_from_top_to_bottom(
    columns: list[list[Meeting[int]]],
) -> None:
    grid = grid_of(columns)
    drawn = [cell.meeting for row in grid.rows for cell in row.cells if cell.meeting]
    assert sorted(map(id, drawn)) == sorted(id(one) for column in columns for one in column)
    assert sum(cell.rows for row in grid.rows for cell in row.cells) == sum(grid.lanes) * len(grid.rows)
    for row in grid.rows:
        for cell in row.cells:
            if cell.meeting:
                assert row.at <= cell.meeting.start
                assert cell.meeting.end <= row.at + cell.rows * STEP


@given(days())
def test_free_times_and_lessons_never_overlap(meetings: list[Meeting[int]]) -> None:
    opens, closes = frame(meetings)
    for start, end in free_times(meetings, opens, closes):
        assert opens <= start < end <= closes
        assert all(one.end <= start or end <= one.start for one in meetings)
