"""The scale is tied by its anchors: the mean, and with enough of them the unit."""

import numpy as np
import pytest

from lms.assessments.calibration.curves import Curves, Population
from lms.assessments.calibration.tying import Anchors, to_the_people

OLD = np.linspace(-3, 3, 13)


def curves(b: np.ndarray) -> Curves:
    return Curves(np.ones(len(b)), b, np.zeros(len(b)))


def test_a_shift_and_a_unit_are_undone() -> None:
    unit, shift = Anchors(np.arange(13), OLD)(curves((OLD - 0.4) / 1.2), Population())
    assert (unit, shift) == (pytest.approx(1.2), pytest.approx(0.4))


def test_what_scatters_around_expectations_does_not_squeeze_the_scale() -> None:
    scattered = OLD + np.array([0.7, -1.4, 0.7, 0, 0, 0, 0, 0, 0, 0, -0.7, 1.4, -0.7])
    apart = np.polyfit(OLD, scattered, 1)[0]
    unit, _ = Anchors(np.arange(13), OLD)(curves(scattered), Population())
    assert unit == pytest.approx(1 / apart)


@pytest.mark.parametrize(("old", "why"), [(OLD[::2], "few"), (np.linspace(0, 0.5, 13), "close together")])
def test_few_or_close_anchors_tie_the_mean_only(old: np.ndarray, why: str) -> None:
    unit, shift = Anchors(np.arange(len(old)), old)(curves(old * 2 - 1), Population())
    assert unit == 1
    assert (old * 2 - 1).mean() + shift == pytest.approx(old.mean()), why


def test_without_anchors_the_scale_stays() -> None:
    assert Anchors(np.zeros(0, dtype=np.int64), np.zeros(0))(curves(OLD), Population()) == (1, 0)


def test_a_scale_turned_upside_down_comes_back_in_small_steps() -> None:
    unit, _ = Anchors(np.arange(13), OLD)(curves(-OLD), Population())
    assert unit == 1.25


def test_people_differ_by_what_they_say_and_beyond_it() -> None:
    people = Population(0, 0.3, 0.4)
    assert people.spread(np.array([1.0, 1.0])) == pytest.approx(0.4)
    assert people.spread(np.array([0.0, 2.0])) == pytest.approx(0.5)


def test_tying_to_the_people_makes_them_standard() -> None:
    people = Population(1.5, 0, 2)
    moved = people.rescaled(*to_the_people(curves(OLD), people))
    assert (moved.mean, moved.sd) == (0, 1)
