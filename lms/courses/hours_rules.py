"""A teacher's hours of a month: what counts, and how it adds up by cohort.

Pure: no database, no request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

DEFINITIONS = (
    (_l("What counts"), _l("Lessons whose roll was called, in the month of their day by the centre's wall clock.")),
    (_l("Whose it is"), _l("The teacher who is named at the lesson, so whoever stood in for somebody has the hours.")),
    (_l("Academic hours"), _l("The hours of the lesson as planned; how long one is, is said by the programme.")),
    (_l("Minutes"), _l("From the beginning of a lesson to its end, by the clock.")),
    (
        _l("Substitutions"),
        _l("Lessons given once in place of the teacher who was to give them. They are in the other columns too."),
    ),
    (
        _l("Not counted yet"),
        _l("Lessons that are over, neither called nor cancelled. They count from the moment their roll is called."),
    ),
)
"""How it is counted, for the page, the spreadsheet and docs/statistics.md."""


@dataclass(frozen=True)
class Given:
    """A lesson that is over, as far as it matters for the hours of whoever gave it."""

    teacher_id: int
    cohort_id: int
    hours: int
    minutes: int
    called: bool
    substitution: bool


@dataclass(frozen=True)
class Sum:
    """What lessons add up to."""

    lessons: int = 0
    hours: int = 0
    """Academic hours."""
    minutes: int = 0
    """Minutes by the clock."""
    substitutions: int = 0
    """How many of the lessons."""
    substituted_hours: int = 0
    uncalled: int = 0
    """Lessons that are not in any of the others, because their roll is not called yet."""

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))


def sum_of(lesson: Given) -> Sum:
    """What one lesson counts for."""
    if not lesson.called:
        return Sum(uncalled=1)
    instead = lesson.hours if lesson.substitution else 0
    return Sum(1, lesson.hours, lesson.minutes, int(lesson.substitution), instead)


def add_up(lessons: Iterable[Given]) -> Mapping[int, Mapping[int, Sum]]:
    """The sums of each teacher in each cohort, by their identifiers."""
    found: dict[int, dict[int, Sum]] = {}
    for lesson in lessons:
        by_cohort = found.setdefault(lesson.teacher_id, {})
        by_cohort[lesson.cohort_id] = by_cohort.get(lesson.cohort_id, Sum()) + sum_of(lesson)
    return found


def total(sums: Iterable[Sum]) -> Sum:
    """What sums add up to."""
    return sum(sums, Sum())


def months_until(today: date, count: int = 25) -> list[date]:
    """The first days of the month of today and of those before it, the latest first."""
    found = [today.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found
