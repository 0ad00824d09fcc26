"""Whose points count when one, two or three people rate an answer, and what is asked of whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.marking.rules import (
    CLOSE,
    Given,
    Rated,
    Stage,
    Task,
    following,
    may_change,
    share_of,
    shows_others,
    stage,
    task_for,
)

ANA, IVO, EVA, COORDINATOR = 1, 2, 3, 9
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def rated(*shares: tuple[int, float], wanted: int | None = None, settled: tuple[int, float] | None = None) -> Rated:
    """Who gave how much, who asked for a second marker, and who settled it with how much."""
    settling = (Given(*settled, settles=True),) if settled else ()
    return Rated((*(Given(*one) for one in shares), *settling), wanted)


NEW = rated()
ONE = rated((ANA, 0.75))
ASKED = rated((ANA, 0.75), wanted=ANA)
CLOSE_TWO = rated((ANA, 0.75), (IVO, 0.55), wanted=ANA)
FAR_TWO = rated((ANA, 0.75), (IVO, 0.5), wanted=ANA)
SETTLED = rated((ANA, 0.75), (IVO, 0.25), wanted=ANA, settled=(ANA, 0.5))


@pytest.mark.parametrize(
    ("case", "waits_for", "share"),
    [
        (NEW, Stage.FIRST, None),
        (ONE, Stage.MARKED, 0.75),
        (ASKED, Stage.SECOND, None),
        # Exactly 0.2 apart: their mean counts.
        (CLOSE_TWO, Stage.MARKED, 0.65),
        (rated((ANA, 0.5), (IVO, 0.5), wanted=ANA), Stage.MARKED, 0.5),
        (rated((ANA, 0.5), (IVO, 7 / 12), wanted=ANA), Stage.MARKED, 13 / 24),
        (FAR_TWO, Stage.SETTLING, None),
        (rated((ANA, 0.0), (IVO, 1.0), wanted=COORDINATOR), Stage.SETTLING, None),
        # What settles counts alone, wherever it lies.
        (SETTLED, Stage.MARKED, 0.5),
        (rated((ANA, 0.75), (IVO, 0.25), wanted=COORDINATOR, settled=(COORDINATOR, 1.0)), Stage.MARKED, 1.0),
    ],
)
def test_what_an_answer_waits_for_and_what_it_is_worth(case: Rated, waits_for: Stage, share: float | None) -> None:
    assert stage(case) is waits_for
    assert share_of(case) == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("case", "marker", "stands_in", "task"),
    [
        (NEW, ANA, False, Task.FIRST),
        (NEW, COORDINATOR, True, Task.FIRST),
        (ONE, ANA, False, Task.CHANGE),
        (ONE, IVO, False, None),
        (ONE, COORDINATOR, True, None),
        (ASKED, ANA, False, Task.CHANGE),
        (ASKED, IVO, False, Task.SECOND),
        (ASKED, COORDINATOR, True, Task.SECOND),
        (CLOSE_TWO, ANA, False, Task.CHANGE),
        (CLOSE_TWO, IVO, False, Task.CHANGE),
        (CLOSE_TWO, EVA, False, None),
        (FAR_TWO, ANA, False, Task.SETTLE),
        (FAR_TWO, IVO, False, Task.CHANGE),
        (FAR_TWO, EVA, False, None),
        # Whoever asked may have left; a coordinator who has no rating of their own settles instead.
        (FAR_TWO, COORDINATOR, True, Task.SETTLE),
        (rated((ANA, 0.9), (COORDINATOR, 0.1), wanted=ANA), COORDINATOR, True, Task.CHANGE),
        (SETTLED, ANA, False, Task.CHANGE),
        (SETTLED, IVO, False, None),
        (SETTLED, COORDINATOR, True, None),
    ],
)
def test_what_is_asked_of_whom(case: Rated, marker: int, stands_in: bool, task: Task | None) -> None:
    assert task_for(case, marker, stands_in) is task


@pytest.mark.parametrize(
    ("case", "marker", "seen"),
    [
        (ASKED, IVO, False),
        (ASKED, ANA, False),
        (FAR_TWO, ANA, True),
        (FAR_TWO, IVO, False),
        (CLOSE_TWO, IVO, True),
        (SETTLED, IVO, True),
        (ONE, IVO, True),
    ],
)
def test_a_second_marker_does_not_see_the_first_points(case: Rated, marker: int, seen: bool) -> None:
    assert shows_others(case, task_for(case, marker)) is seen


shares = st.integers(0, 12).map(lambda points: points / 12)


@given(shares, shares, st.none() | shares)
def test_a_share_lies_between_the_ratings_and_is_there_when_nobody_is_asked_any_more(
    first: float, second: float, third: float | None
) -> None:
    case = rated((ANA, first), (IVO, second), wanted=EVA, settled=None if third is None else (EVA, third))
    share = share_of(case)
    assert (share is None) == (stage(case) is not Stage.MARKED)
    assert (share is None) == (task_for(case, EVA) is Task.SETTLE)
    if share is not None:
        all_shares = [first, second] if third is None else [third]
        assert min(all_shares) <= share <= max(all_shares)
        assert third is not None or abs(first - second) <= CLOSE + 0.001


@pytest.mark.parametrize(
    ("released", "handed_in", "expected"),
    [(None, 0, True), (5, 0, False), (-60, 0, True), (0, 0, True)],
)
def test_until_when_a_mark_may_change(released: int | None, handed_in: int, expected: bool) -> None:
    shown = None if released is None else NOON + timedelta(minutes=released)
    assert may_change(shown, NOON + timedelta(minutes=handed_in)) is expected


@pytest.mark.parametrize(
    ("order", "current", "expected"),
    [([1, 2, 3], 1, 2), ([1, 2, 3], 3, 1), ([1], 1, None), ([], 1, None), ([4, 5], 1, 4)],
)
def test_what_comes_next(order: list[int], current: int, expected: int | None) -> None:
    assert following(order, current) == expected
