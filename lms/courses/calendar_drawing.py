"""A calendar as its page draws it: columns against the hours, and the rooms that are free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from lms.centres.models import Room
from lms.courses.calendar_queries import Chosen, Day
from lms.courses.calendar_rules import HOUR, Grid, Meeting, View, frame, free_times, grid_of
from lms.courses.models import Lesson

Lessons = Sequence[Meeting[Lesson]]
Times = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Column:
    """A column of the grid: a day of the week, or a room on one day."""

    title: str
    day: date
    lessons: Lessons
    closed: str | None = None


@dataclass(frozen=True)
class Drawing:
    """The grid of a day or a week, and what it has instead of lessons."""

    columns: Sequence[Column]
    grid: Grid[Lesson]
    free_rooms: Mapping[Room, Times]
    """When the rooms of a centre are free on the one day that is seen."""
    free_times: Mapping[date, Times]
    """When the one room that was chosen is free."""


def drawing(view: View, chosen: Chosen, days: Sequence[Day]) -> Drawing:
    """Draw a day or a week; a day of a whole centre has a column for each room."""
    rooms = view is View.DAY and not (chosen.own or chosen.teacher or chosen.room)
    columns = _by_room(chosen, days[0]) if rooms else [_of_day(day) for day in days]
    opens, closes = frame([one for day in days for one in day.lessons])
    free_rooms = {room: free_times(_in(room, days[0]), opens, closes) for room in chosen.centres[0].rooms}
    return Drawing(
        columns,
        grid_of([column.lessons for column in columns]),
        free_rooms if rooms and not days[0].closed else {},
        {one.day: free_times(one.lessons, opens, closes) for one in days if chosen.room and not one.closed},
    )


def _of_day(day: Day) -> Column:
    return Column(str(format_date(day.day, "EEE d MMM", rebase=False)), day.day, day.lessons, day.closed)


def _in(room: Room | None, day: Day) -> Lessons:
    return [one for one in day.lessons if one.what.room == room]


def _by_room(chosen: Chosen, day: Day) -> list[Column]:
    columns = [Column(room.name, day.day, _in(room, day), day.closed) for room in chosen.centres[0].rooms]
    elsewhere = [one for one in day.lessons if one.what.room not in chosen.centres[0].rooms]
    return [*columns, Column(_("Online"), day.day, elsewhere, day.closed)] if elsewhere or not columns else columns


def title_of(view: View, day: date, days: Sequence[Day]) -> str:
    """What is seen, in words: “Wednesday, 14 October 2026”, “12 – 18 October 2026”, “October 2026”."""
    if view is View.DAY:
        return str(format_date(day, "full", rebase=False))
    if view is View.MONTH:
        return str(format_date(day, "LLLL y", rebase=False)).capitalize()
    first, last = days[0].day, days[-1].day
    pattern = "d" if first.month == last.month else "d MMMM" if first.year == last.year else "long"
    return f"{format_date(first, pattern, rebase=False)} – {format_date(last, 'long', rebase=False)}"


def clock_words(minutes: int) -> str:
    """A time of day of so many minutes from midnight: “18:05”."""
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"
