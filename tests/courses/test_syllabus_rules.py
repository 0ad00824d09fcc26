"""Units over lessons: which unit is planned for which lesson, and whether hours add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.syllabus_rules import Share, difference, lay_units


def laid(units: list[int], lessons: list[int]) -> list[list[str]]:
    """A plan in short: unit A is “A1-2/3” where hours 1 to 2 of its 3 are planned."""
    plan = lay_units([(chr(65 + n), hours) for n, hours in enumerate(units)], list(enumerate(lessons)))
    return [[f"{s.unit}{s.first}-{s.last}/{s.of}" for s in plan[n]] for n in range(len(lessons))]


@pytest.mark.parametrize(
    ("units", "lessons", "plan"),
    [
        ([], [2, 2], [[], []]),
        ([4], [2, 2], [["A1-2/4"], ["A3-4/4"]]),
        ([3, 3], [2, 2, 2], [["A1-2/3"], ["A3-3/3", "B1-1/3"], ["B2-3/3"]]),
        ([1, 1, 2], [4], [["A1-1/1", "B1-1/1", "C1-2/2"]]),
        ([2], [2, 2], [["A1-2/2"], []]),
        ([8], [2, 2], [["A1-2/8"], ["A3-4/8"]]),
        ([2], [], []),
    ],
)
def test_units_are_laid_over_lessons_one_after_the_other(
    units: list[int], lessons: list[int], plan: list[list[str]]
) -> None:
    assert laid(units, lessons) == plan


hours = st.lists(st.integers(1, 9), max_size=12)


@given(hours, hours)
def test_no_hour_is_planned_twice_and_none_is_left_out(units: list[int], lessons: list[int]) -> None:
    plan = lay_units(list(enumerate(units)), list(enumerate(lessons)))
    shares: list[Share[int]] = [share for lesson in range(len(lessons)) for share in plan[lesson]]
    assert sum(share.hours for share in shares) == min(sum(units), sum(lessons))
    assert all(sum(share.hours for share in plan[n]) <= room for n, room in enumerate(lessons))
    told = [(share.unit, hour) for share in shares for hour in range(share.first, share.last + 1)]
    assert told == sorted(set(told))
    assert all(share.whole == (share.hours == units[share.unit]) for share in shares)


@pytest.mark.parametrize(("units", "programme", "by"), [([50, 50], 100, 0), ([50], 100, -50), ([60, 50], 100, 10)])
def test_a_difference_to_the_programme_is_told(units: list[int], programme: int, by: int) -> None:
    assert difference(units, programme) == by
