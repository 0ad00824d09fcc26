"""Hiding small groups from those who may not see people, so that they cannot be worked out by subtraction.

The published table is centres by programmes with its totals. Every row and every column is an equation (cells add up
to their total); a hidden cell is safe while the equations do not determine it. Complementary cell suppression after
Cox (1980), Suppression methodology and statistical disclosure control, JASA 75.
"""

from collections.abc import Mapping

import numpy as np

SMALLEST = 5
"""Groups with fewer people are hidden."""
ALL = "*"
"""The total in a direction."""
Cell = tuple[object, object]


def with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """The cells with the totals of rows, of columns, and of everything."""
    table: dict[Cell, int] = {}
    for (row, column), count in counts.items():
        for cell in {(row, column), (row, ALL), (ALL, column), (ALL, ALL)}:
            table[cell] = table.get(cell, 0) + count
    return table


def hidden_cells(counts: Mapping[Cell, int]) -> set[Cell]:
    """The cells and totals to hide, given how many people each non-empty cell holds.

    Hidden are those with one to four people, and then, the smallest first, as many others as are needed
    for none of the small ones to follow from what is shown.
    """
    table = with_totals({cell: count for cell, count in counts.items() if count > 0})
    small = {cell for cell, count in table.items() if count < SMALLEST}
    hidden = set(small)
    while exposed := [cell for cell in sorted(hidden, key=repr) if _follows(cell, hidden, table)]:
        lines = [line for line in _lines(table) if any(cell in line for cell in exposed)]
        candidates = [cell for cell in table if cell not in hidden and any(cell in line for line in lines)]
        if not candidates:
            break
        # A total is worth more to the reader than a cell, so it goes last.
        hidden.add(min(candidates, key=lambda cell: (ALL in cell, table[cell], repr(cell))))
    return hidden


def _lines(table: Mapping[Cell, int]) -> list[list[Cell]]:
    rows, columns = {row for row, _ in table}, {column for _, column in table}
    by_row = [[cell for cell in table if cell[0] == row] for row in rows]
    return by_row + [[cell for cell in table if cell[1] == column] for column in columns]


def _follows(cell: Cell, hidden: set[Cell], table: Mapping[Cell, int]) -> bool:
    """Whether a hidden cell is determined by the equations, everything that is not hidden being known."""
    unknown = sorted(hidden, key=repr)
    equations = [[_sign(one, line) for one in unknown] for line in _lines(table)]
    wanted = [float(one == cell) for one in unknown]
    rank = np.linalg.matrix_rank(np.array(equations, dtype=float))
    return bool(np.linalg.matrix_rank(np.array([*equations, wanted], dtype=float)) == rank)


def _sign(cell: Cell, line: list[Cell]) -> float:
    if cell not in line:
        return 0.0
    # In a row the total stands in column “*”, in a column in row “*”.
    in_a_row = len({row for row, _ in line}) == 1
    return -1.0 if (cell[1] if in_a_row else cell[0]) == ALL else 1.0
