"""Small groups stay hidden, also from somebody who subtracts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.progress.disclosure import ALL, Cell, hidden_cells, with_totals

TABLES = st.dictionaries(st.tuples(st.integers(1, 4), st.integers(11, 15)), st.integers(0, 30), min_size=1, max_size=16)


def worked_out(counts: dict[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """What an attacker gets: every hidden cell that has only one possible value, by solving the sums.

    A cell that is not shown and was empty is known to the attacker to be empty.
    """
    table = with_totals({cell: count for cell, count in counts.items() if count})
    unknown = sorted(hidden, key=repr)
    rows, columns = {cell[0] for cell in table}, {cell[1] for cell in table}
    equations = []
    for row in rows:
        line = {(row, column): 1.0 if column != ALL else -1.0 for column in columns if (row, column) in table}
        equations.append([line.get(cell, 0.0) for cell in unknown])
    for column in columns:
        line = {(row, column): 1.0 if row != ALL else -1.0 for row in rows if (row, column) in table}
        equations.append([line.get(cell, 0.0) for cell in unknown])
    if not unknown:
        return set()
    matrix = np.array(equations)
    _, singular, vectors = np.linalg.svd(matrix)
    free = vectors[(singular > 1e-9).sum() :]
    return {cell for index, cell in enumerate(unknown) if np.all(np.abs(free[:, index]) < 1e-9)}


@given(TABLES)
def test_no_hidden_cell_can_be_worked_out_by_subtraction(counts: dict[Cell, int]) -> None:
    hidden = hidden_cells(counts)
    table = with_totals({cell: count for cell, count in counts.items() if count})
    small = {cell for cell, count in table.items() if count < 5}
    assert small <= hidden
    assert not worked_out(counts, hidden) & small


def test_nothing_is_hidden_where_no_group_is_small() -> None:
    assert hidden_cells({("Sofia", "A1"): 12, ("Sofia", "A2"): 5, ("Burgas", "A1"): 9}) == set()


def test_one_small_group_takes_another_with_it_in_its_row_and_column() -> None:
    counts = {("Sofia", "A1"): 3, ("Sofia", "A2"): 20, ("Burgas", "A1"): 9, ("Burgas", "A2"): 14}
    hidden = hidden_cells(counts)
    assert ("Sofia", "A1") in hidden
    assert len(hidden) == 4
    assert (ALL, ALL) not in hidden


@pytest.mark.parametrize("count", [1, 4])
def test_a_small_group_alone_is_hidden_with_its_totals(count: int) -> None:
    assert (ALL, ALL) in hidden_cells({("Sofia", "A1"): count})
