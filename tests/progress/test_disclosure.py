"""Small groups stay hidden, also from somebody who subtracts, over whatever can be asked for."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lms.progress.disclosure import SMALLEST, Cell, blocks_of, may_be_shown

QUARTERS, CENTRES, PROGRAMMES = (1, 2, 3, 4), ("Sofia", "Burgas"), ("A1", "A2", "Literacy")
CELLS = list(product(QUARTERS, CENTRES, PROGRAMMES))
People = dict[Cell, tuple[set[int], ...]]
SOME = st.sets(st.integers(1, 60), max_size=12)
PEOPLE = st.fixed_dictionaries({cell: st.tuples(SOME, SOME) for cell in CELLS})
SEVERAL = [(quarter,) for quarter in QUARTERS] + [QUARTERS]


def questions() -> list[list[Cell]]:
    """Whatever can be asked: a quarter or the year, one centre or all, one programme or all."""
    places = [(centre,) for centre in CENTRES] + [CENTRES]
    courses = [(programme,) for programme in PROGRAMMES] + [PROGRAMMES]
    return [list(product(*asked)) for asked in product(SEVERAL, places, courses)]


def parts_in(people: People, cells: list[Cell]) -> list[set[int]]:
    """The people of these cells: each part, and all together."""
    parts = [set().union(*(people[cell][number] for cell in cells)) for number in (0, 1)]
    return [*parts, parts[0] | parts[1]]


@given(PEOPLE)
def test_no_small_group_follows_from_what_is_shown(people: People) -> None:
    blocks = blocks_of(people)
    shown = [asked for asked in questions() if may_be_shown(asked, blocks)]
    # Empty cells are known to be empty, so they help whoever subtracts.
    filled = [cell for cell in CELLS if any(people[cell])]
    known = np.array([[float(cell in asked) for cell in filled] for asked in shown]).reshape(len(shown), len(filled))
    for asked in [*questions(), *([cell] for cell in filled)]:
        if any(0 < len(part) < SMALLEST for part in parts_in(people, asked)):
            assert asked not in shown
            wanted = np.array([float(cell in asked) for cell in filled])
            solution = np.linalg.lstsq(known.T, wanted, rcond=None)[0] if shown else np.zeros(0)
            assert not np.allclose(known.T @ solution, wanted, atol=1e-6), f"{asked} can be worked out"


@given(PEOPLE)
def test_every_group_that_is_shown_has_people_enough_or_none(people: People) -> None:
    blocks = blocks_of(people)
    shown = [parts_in(people, asked) for asked in questions() if may_be_shown(asked, blocks)]
    assert all(len(part) == 0 or len(part) >= SMALLEST for parts in shown for part in parts)


@given(PEOPLE)
def test_the_blocks_are_the_people_and_only_too_few_altogether_stay_small(people: People) -> None:
    blocks = blocks_of(people)
    cells = [cell for block in blocks for cell in block.cells]
    assert sorted(cells, key=repr) == sorted((cell for cell in people if any(people[cell])), key=repr)
    assert len(blocks) <= 1 or not any(block.small for block in blocks)


def people(**sizes: int) -> People:
    groups = enumerate(sizes.items())
    return {(1, *name.split("_")): (set(range(100 * n, 100 * n + size)),) for n, (name, size) in groups}


def test_nothing_is_hidden_where_no_group_is_small() -> None:
    blocks = blocks_of(people(Sofia_A1=12, Sofia_A2=5, Burgas_A1=9))
    assert len(blocks) == 3


def test_a_small_group_takes_one_of_its_centre_along_and_the_centre_stays_to_be_seen() -> None:
    blocks = blocks_of(people(Sofia_A1=3, Sofia_A2=20, Burgas_A1=9, Burgas_A2=14))
    assert not may_be_shown([(1, "Sofia", "A1")], blocks)
    assert not may_be_shown([(1, "Sofia", "A2")], blocks)
    assert may_be_shown([(1, "Sofia", "A1"), (1, "Sofia", "A2")], blocks)
    assert may_be_shown([(1, "Burgas", "A1")], blocks)
    # The programme over both centres would give Sofia's three away.
    assert not may_be_shown([(1, "Sofia", "A1"), (1, "Burgas", "A1")], blocks)


def test_two_people_in_two_groups_are_not_shown_as_a_sum_that_says_one_each() -> None:
    blocks = blocks_of(people(Sofia_A1=1, Sofia_A2=1, Sofia_Literacy=20))
    assert [len(block.cells) for block in blocks] == [3]


def test_three_people_with_two_enrolments_each_are_three_people() -> None:
    blocks = blocks_of({(1, "Sofia", "A1"): ({1, 2, 3},), (1, "Sofia", "A2"): ({1, 2, 3},)})
    assert not may_be_shown([(1, "Sofia", "A1"), (1, "Sofia", "A2")], blocks)


def test_a_small_quarter_does_not_follow_from_the_year() -> None:
    blocks = blocks_of(
        {(1, "Sofia", "A1"): ({1, 2, 3},), (2, "Sofia", "A1"): (set(range(20)),), (3, "Sofia", "A1"): (set(range(9)),)}
    )
    year = [(quarter, "Sofia", "A1") for quarter in (1, 2, 3)]
    assert may_be_shown(year, blocks)
    shown = [cell for cell in year if may_be_shown([cell], blocks)]
    assert shown == [(2, "Sofia", "A1")]


def test_a_small_part_of_a_large_group_takes_another_group_along() -> None:
    """12 of 14 completed would tell of the two who did not; 20 of 26 together tell of six."""
    sofia, burgas = (set(range(12)), {12, 13}), (set(range(20, 28)), set(range(28, 32)))
    varna = (set(range(40, 50)), set(range(50, 60)))
    blocks = blocks_of({(1, "Sofia"): sofia, (1, "Burgas"): burgas, (2, "Varna"): varna})
    assert not may_be_shown([(1, "Sofia")], blocks)
    assert may_be_shown([(1, "Sofia"), (1, "Burgas")], blocks)
    assert may_be_shown([(2, "Varna")], blocks)


def test_a_part_that_nobody_is_in_hides_nothing() -> None:
    assert may_be_shown([(1, "Sofia")], blocks_of({(1, "Sofia"): (set(range(12)), set())}))
