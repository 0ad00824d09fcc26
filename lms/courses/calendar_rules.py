"""How a calendar is drawn: the days of a view, lessons side by side in a grid, and the times between them.

Pure: no database, no request. Times of day are minutes from midnight by the centre's wall clock.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
HOUR = 60
STEP = 15
"""Minutes in one row of a grid; a lesson takes every row it touches."""
OPENS, CLOSES = 8 * HOUR, 21 * HOUR
"""From when to when a day is drawn, if no lesson asks for more."""
SHORTEST_GAP = 30
"""A time between two lessons that is shorter than this is a break, not a free room."""
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Days a calendar can be opened at; anything else is a slip."""


class View(enum.StrEnum):
    """How much of the calendar is seen at once."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def days_of(view: View, day: date) -> list[date]:
    """The days a view shows around a day: itself, its week from Monday, or the whole weeks of its month."""
    if view is View.DAY:
        return [day]
    first = day.replace(day=1) if view is View.MONTH else day
    first -= timedelta(days=first.weekday())
    last = first + timedelta(days=6)
    if view is View.MONTH:
        last = _next_month(day) - timedelta(days=1)
        last += timedelta(days=6 - last.weekday())
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def neighbours(view: View, day: date) -> tuple[date, date]:
    """The days at which the view before and the view after this one open."""
    if view is View.MONTH:
        return (day.replace(day=1) - timedelta(days=1)).replace(day=1), _next_month(day)
    length = timedelta(days=1 if view is View.DAY else 7)
    return day - length, day + length


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True)
class Meeting(Generic[T]):
    """Something that takes time on a day; what is called off takes none, but is still drawn."""

    what: T
    start: int
    end: int
    off: bool = False


def frame(meetings: Sequence[Meeting[T]]) -> tuple[int, int]:
    """From when to when a day with these meetings is drawn, in whole hours."""
    starts = min((one.start for one in meetings), default=OPENS)
    ends = max((one.end for one in meetings), default=CLOSES)
    return min(OPENS, starts // HOUR * HOUR), max(CLOSES, -(-ends // HOUR) * HOUR)


def free_times(meetings: Sequence[Meeting[T]], opens: int, closes: int) -> list[tuple[int, int]]:
    """When nothing takes place between opens and closes, as pairs of start and end."""
    found, at = [], opens
    for start, end in sorted((one.start, one.end) for one in meetings if not one.off):
        if start - at >= SHORTEST_GAP:
            found.append((at, start))
        at = max(at, end)
    return [*found, (at, closes)] if closes - at >= SHORTEST_GAP else found


@dataclass(frozen=True)
class Cell(Generic[T]):
    """A cell of a grid: a meeting, or a time at which there is none."""

    rows: int
    meeting: Meeting[T] | None = None


@dataclass(frozen=True)
class Row(Generic[T]):
    """The cells that begin in one row."""

    at: int
    cells: Sequence[Cell[T]]


@dataclass(frozen=True)
class Grid(Generic[T]):
    """Columns of meetings against the hours; `lanes` says into how many each column is divided."""

    lanes: Sequence[int]
    rows: Sequence[Row[T]]


def grid_of(columns: Sequence[Sequence[Meeting[T]]]) -> Grid[T]:
    """Lay columns of meetings out against common hours; meetings at the same time stand side by side."""
    opens, closes = frame([one for column in columns for one in column])
    lanes = [_lanes(column) for column in columns]
    begin: dict[int, list[Cell[T]]] = {at: [] for at in range(opens, closes, STEP)}
    for lane in (lane for column in lanes for lane in column):
        for at, cell in _cells(lane, opens, closes):
            begin[at].append(cell)
    return Grid([len(column) for column in lanes], [Row(at, cells) for at, cells in begin.items()])


def _lanes(meetings: Sequence[Meeting[T]]) -> list[list[Meeting[T]]]:
    """Divide meetings into as few lanes as it takes for none to overlap in its lane."""
    lanes: list[list[Meeting[T]]] = [[]]
    for meeting in sorted(meetings, key=lambda one: (one.start, one.end)):
        free = (lane for lane in lanes if not lane or _last_row(lane[-1]) <= _first_row(meeting))
        lane = next(free, None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(meeting)
    return lanes


def _first_row(meeting: Meeting[T]) -> int:
    return meeting.start // STEP * STEP


def _last_row(meeting: Meeting[T]) -> int:
    return -(-meeting.end // STEP) * STEP


def _cells(lane: Sequence[Meeting[T]], opens: int, closes: int) -> Iterator[tuple[int, Cell[T]]]:
    """The cells of a lane from top to bottom, each with where it begins; empty time is cut at every hour."""
    at = opens
    for meeting in lane:
        yield from _empty(at, _first_row(meeting))
        yield _first_row(meeting), Cell((_last_row(meeting) - _first_row(meeting)) // STEP, meeting)
        at = _last_row(meeting)
    yield from _empty(at, closes)


def _empty(at: int, until: int) -> Iterator[tuple[int, Cell[T]]]:
    while at < until:
        stop = min(until, (at // HOUR + 1) * HOUR)
        yield at, Cell((stop - at) // STEP)
        at = stop
