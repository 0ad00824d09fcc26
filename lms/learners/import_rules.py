"""What a row of an uploaded list says of a person, and what is wrong in it.

Pure: the same row gives the same finding, at the preview and when it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.learners import import_values
from lms.learners.import_columns import Columns
from lms.learners.rules import Facts, completed, split_name, with_name
from lms.spreadsheets import Cell

LENGTHS = {"town": 120, "preferred_name": 200, "name_native": 400, "email": 254, "access_needs": 400}
NAMES = ("full_name", "given", "family", "given_cyrillic", "family_cyrillic", "name_native")
REPEATED = frozenset(import_values.READERS) - {"phone", "email", "personal_number"}
"""Fields whose cells are read once for all rows that say the same."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: the field, what stands there, and what to do."""

    field: str
    cell: str
    message: Any


@dataclass(frozen=True)
class Finding:
    """What one row of the list says. `row` counts from 1, as the spreadsheet program shows it."""

    row: int
    facts: Facts
    problems: tuple[Problem, ...] = ()


def storable(rows: Sequence[Sequence[Cell]]) -> list[list[Any]]:
    """The rows as plain JSON; days are written as 1990-12-31."""
    return [[_storable(cell) for cell in row] for row in rows]


def _storable(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (date, time)) else cell


def is_empty(row: Sequence[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return not any(import_values.text(cell) for cell in row)


def read_row(row: Sequence[Cell], number: int, columns: Columns, today: date) -> Finding:
    """Read one row: the facts it says, and what must be mended first."""
    cells = {name: row[index] for index, name in columns.fields.items() if index < len(row)}
    said, problems = dict[str, Any](), []
    for name, cell in cells.items():
        if not import_values.text(cell):
            continue
        try:
            said |= _values(name, cell, today)
        except ValueError as error:
            problems.append(Problem(name, import_values.text(cell), error.args[0]))
    facts = _named(cells, said)
    try:
        facts = completed(facts)
    except DomainError as error:
        problems.insert(0, Problem("given" if "given" in cells else "full_name", "", error.message))
    return Finding(number, facts, tuple(problems))


def _named(cells: dict[str, Cell], said: dict[str, Any]) -> Facts:
    texts = {name: import_values.text(cells[name]) for name in NAMES if name in cells}
    given, family = texts.get("given", ""), texts.get("family", "")
    if not given:
        given, family = split_name(" ".join(part for part in (texts.get("full_name", ""), family) if part))
    facts = with_name(Facts(name_native=texts.get("name_native") or None, **said), given, family)
    own: dict[str, Any] = {name: texts[name] for name in ("given_cyrillic", "family_cyrillic") if texts.get(name)}
    return replace(facts, **own) if own else facts


def _values(name: str, cell: Cell, today: date) -> dict[str, Any]:
    """What a cell says, under the names of the facts; nothing for the parts of a name."""
    if name == "born":
        day, precision = import_values.born(cell, today)
        return {"born_on": day, "born_precision": precision}
    if name in LENGTHS and len(import_values.text(cell)) > LENGTHS[name]:
        raise ValueError(_l("At most %(count)s characters.", count=LENGTHS[name]))
    if name in import_values.READERS:
        return {name: (_repeated if name in REPEATED else _value)(name, cell)}
    return {name: import_values.text(cell)} if name in ("town", "preferred_name", "access_needs") else {}


def _value(name: str, cell: Cell) -> Any:
    return import_values.READERS[name](cell)


# One and the same few words stand in thousands of rows. 1 and True are equal, but not the same in a cell.
_repeated = lru_cache(maxsize=4096, typed=True)(_value)
