"""The grid of a cohort and its statistics count the same hours, each from its own reading of the marks."""

from datetime import timedelta

import pandas as pd
import pytest

from lms.attendance.grid import Grid
from lms.progress.frames import load
from lms.progress.periods import Period
from lms.progress.statistics import per_cohort
from tests.attendance.conftest import DAY, Scene, scene, set_clock
from tests.attendance.test_grid_page import grid

__all__ = ["grid", "scene", "set_clock"]


def counts_of(scene: Scene, first: int, last: int) -> pd.Series:
    """The statistics of the scene's cohort over some of its days, counted from the first lesson."""
    period = Period(DAY + timedelta(days=first), DAY + timedelta(days=last), DAY + timedelta(days=4))
    return per_cohort(load(scene.coordinator.viewer, "statistics.people"), period).iloc[0]


@pytest.mark.parametrize(("first", "last"), [(0, 30), (0, 0), (1, 2), (3, 4)])
def test_days_hold_as_many_hours_in_both(grid: Grid, scene: Scene, first: int, last: int) -> None:
    counts = counts_of(scene, first, last)
    columns = [column for column in grid.columns if first <= (column.day - DAY).days <= last]
    assert counts["attended_hours"] == pytest.approx(sum(column.person_hours for column in columns))
    assert counts["held_hours"] == sum(column.lesson.hours for column in columns if column.held)


def test_people_have_as_many_hours_in_both(grid: Grid, scene: Scene) -> None:
    counts = counts_of(scene, 0, 30)
    assert counts["attended_hours"] == pytest.approx(sum(line.hours.attended for line in grid.lines))
    assert counts["due_hours"] == sum(line.hours.held for line in grid.lines)
