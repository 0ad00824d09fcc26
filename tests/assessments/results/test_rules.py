"""Where each person stands, which sitting counts, and what was answered how often."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.results.rules import Came, Cell, came, cell_of, counting, facility, minutes_taken, tallied

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHARES = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=6)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("answered", "share", "expected"),
    [
        (True, 1.0, Cell.RIGHT),
        (True, 0.5, Cell.PARTLY),
        (True, 0.0, Cell.WRONG),
        (False, 0.0, Cell.NO_ANSWER),
        (True, None, Cell.WAITS),
        # An item that turned out to have no right answer is right for everybody.
        (False, 1.0, Cell.RIGHT),
    ],
)
def test_what_became_of_an_item(answered: bool, share: float | None, expected: Cell) -> None:
    assert cell_of(answered, share) is expected


@pytest.mark.parametrize(
    ("handed_in", "started", "due_at", "expected"),
    [
        (False, False, None, Came.NOT_BEGUN),
        (False, True, None, Came.UNDER_WAY),
        (False, True, at(5), Came.UNDER_WAY),
        # What was sent in time may still be on its way.
        (False, True, at(-0.2), Came.UNDER_WAY),
        (False, True, at(-5), Came.OVERDUE),
        (True, False, None, Came.HANDED_IN),
        (True, True, at(5), Came.UNDER_WAY),
        (True, True, at(-5), Came.HANDED_IN),
    ],
)
def test_how_far_somebody_has_come(handed_in: bool, started: bool, due_at: datetime | None, expected: Came) -> None:
    assert came(handed_in, started, due_at, NOON) is expected


@pytest.mark.parametrize(
    ("shares", "expected"),
    [([], None), ([0.4], 0), ([0.8, 0.4], 0), ([0.4, 0.4], 1), ([None], 0), ([0.2, None], 0), ([None, None], 1)],
)
def test_the_best_sitting_counts(shares: list[float | None], expected: int | None) -> None:
    assert counting(shares) == expected


@given(SHARES)
def test_no_sitting_is_better_than_the_one_that_counts(shares: list[float | None]) -> None:
    marked = [share for share in shares if share is not None]
    place = counting(shares)
    assert (place is None) == (not shares)
    if marked and place is not None:
        assert shares[place] == max(marked)


@pytest.mark.parametrize(
    ("handed_in", "due_at", "expected"), [(10, None, 10), (10.2, None, 11), (0, None, 1), (900, 30, 30), (20, 30, 20)]
)
def test_a_sitting_ends_with_its_time_at_the_latest(handed_in: float, due_at: float | None, expected: int) -> None:
    assert minutes_taken(NOON, at(handed_in), None if due_at is None else at(due_at)) == expected


@pytest.mark.parametrize(("shares", "expected"), [([1.0, 0.5, 0.0, 0.5], 0.5), ([1.0, None], 1.0), ([None], None)])
def test_how_much_of_an_item_was_right(shares: list[float | None], expected: float | None) -> None:
    assert facility(shares) == expected


def test_what_was_answered_is_counted_with_what_nobody_chose() -> None:
    given_by = [("съм", Cell.RIGHT, 1), ("си", Cell.WRONG, 2), ("Съм ", Cell.RIGHT, 3), ("", Cell.NO_ANSWER, 4)]
    offered = [("съм", Cell.RIGHT), ("си", Cell.WRONG), ("е", Cell.WRONG)]
    lines = [(one.text, one.cell, one.people) for one in tallied(given_by, offered)]
    assert lines == [
        ("съм", Cell.RIGHT, (1, 3)),
        ("си", Cell.WRONG, (2,)),
        ("", Cell.NO_ANSWER, (4,)),
        ("е", Cell.WRONG, ()),
    ]


@given(st.lists(st.tuples(st.sampled_from(["а", "А", "б", ""]), st.sampled_from(Cell), st.integers()), max_size=12))
def test_everybody_is_counted_once(given_by: list[tuple[str, Cell, int]]) -> None:
    found = tallied(given_by)
    assert sorted(who for one in found for who in one.people) == sorted(who for *_, who in given_by)
    assert [len(one.people) for one in found] == sorted((len(one.people) for one in found), reverse=True)
