"""When a quiz can be taken, what becomes of an answer that arrives, and what a quiz is worth."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.taking.rules import (
    Sitting,
    Standing,
    Taken,
    Window,
    due,
    in_order,
    passed,
    share_of,
    standing,
    taken,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


OPEN = Window(at(-60), at(60), attempts=2)


@pytest.mark.parametrize(
    ("window", "handed_in", "started", "due_at", "expected"),
    [
        (OPEN, 0, False, None, Standing.OPEN),
        (OPEN, 1, False, None, Standing.OPEN),
        (OPEN, 2, False, None, Standing.DONE),
        (OPEN, 0, True, at(20), Standing.UNDER_WAY),
        (OPEN, 0, True, None, Standing.UNDER_WAY),
        (OPEN, 0, True, at(-1), Standing.DONE),
        (Window(at(1)), 0, False, None, Standing.NOT_YET),
        (Window(at(-60), at(-1)), 0, False, None, Standing.CLOSED),
        (Window(at(-60), at(-1)), 1, False, None, Standing.DONE),
        # Whoever has longer goes on after it is closed to others.
        (Window(at(-60), at(-1)), 0, True, at(10), Standing.UNDER_WAY),
        (Window(at(-60), withdrawn=True), 0, False, None, Standing.CLOSED),
        (Window(at(-60)), 99, False, None, Standing.OPEN),
    ],
)
def test_where_a_person_stands(
    window: Window, handed_in: int, started: bool, due_at: datetime | None, expected: Standing
) -> None:
    assert standing(window, NOON, handed_in, due_at, started) is expected


@pytest.mark.parametrize(
    ("minutes", "extra", "closes", "expected"),
    [
        (None, 50, None, None),
        (None, 50, at(30), at(30)),
        (40, 0, None, at(40)),
        (40, 50, None, at(60)),
        (40, 0, at(30), at(30)),
        (40, 50, at(30), at(50)),
    ],
)
def test_until_when_answers_count(minutes: int | None, extra: int, closes: datetime | None, expected: object) -> None:
    assert due(NOON, minutes, extra, closes) == expected


RUNNING, ENDED, HANDED_IN = Sitting(at(10), False), Sitting(at(-10), False), Sitting(at(10), True)


@pytest.mark.parametrize(
    ("sitting", "before", "answered", "made", "expected"),
    [
        (RUNNING, None, False, None, Taken.KEPT),
        (RUNNING, at(-5), True, at(-4), Taken.KEPT),
        (RUNNING, at(-5), True, at(-5), Taken.KNOWN),
        (RUNNING, at(-5), True, at(-6), Taken.KNOWN),
        # A clock that runs ahead is not believed: it would keep out every later answer.
        (RUNNING, at(0), True, at(500), Taken.KNOWN),
        (Sitting(at(-0.2), False), None, False, None, Taken.KEPT),
        (ENDED, None, False, None, Taken.OVER),
        (ENDED, None, False, at(-11), Taken.LATE),
        (ENDED, None, False, at(-9), Taken.OVER),
        (HANDED_IN, None, False, None, Taken.OVER),
        (HANDED_IN, at(-5), True, at(-5), Taken.KNOWN),
        (Sitting(None, False, final=True), at(-5), True, at(-1), Taken.KNOWN),
        (Sitting(None, False), None, False, None, Taken.KEPT),
    ],
)
def test_what_becomes_of_an_answer(
    sitting: Sitting, before: datetime | None, answered: bool, made: datetime | None, expected: Taken
) -> None:
    assert taken(sitting, before, answered, made, NOON) is expected


@given(st.lists(st.tuples(st.integers(-60, 0), st.integers(0, 9)), min_size=1, unique_by=lambda one: one[0]), st.data())
def test_the_answer_that_was_given_last_counts_in_whatever_order_they_arrive(
    answers: list[tuple[int, int]], data: st.DataObject
) -> None:
    there: tuple[int, int] | None = None
    for one in data.draw(st.permutations(answers)):
        before = at(there[0]) if there else None
        if taken(RUNNING, before, there is not None, at(one[0]), NOON) is Taken.KEPT:
            there = one
    assert there == max(answers)


@given(st.lists(st.lists(st.integers(), max_size=6), max_size=5), st.text(), st.booleans())
def test_every_person_meets_every_item_of_a_section_before_the_next(
    sections: list[list[int]], seed: str, shuffled: bool
) -> None:
    order = in_order(sections, seed, shuffled)
    assert order == in_order(sections, seed, shuffled)
    for section in sections:
        part, order = order[: len(section)], order[len(section) :]
        assert sorted(part) == sorted(section)
        assert shuffled or part == section


@pytest.mark.parametrize(("shares", "expected"), [([1.0, 0.5, 0.0], 0.5), ([1.0, None], None), ([1.0], 1.0)])
def test_what_a_quiz_is_worth(shares: list[float | None], expected: float | None) -> None:
    assert share_of(shares) == expected


def test_a_quiz_without_items_is_worth_nothing_that_could_be_said() -> None:
    with pytest.raises(ValueError, match="items"):
        share_of([])


@pytest.mark.parametrize(
    ("share", "percent", "expected"),
    [(0.6, 60, True), (0.59949, 60, False), (0.5996, 60, True), (None, 60, None), (0.2, None, None), (1.0, 100, True)],
)
def test_who_passes(share: float | None, percent: int | None, expected: bool | None) -> None:
    assert passed(share, percent) is expected
