"""Counts in the database that several requests add to at one moment: the database adds, so that none is lost."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from lms.database import db


def adding(table: Table, *names: str) -> Any:
    """The statement that inserts a line, or adds its numbers of these names to the line with its key."""
    return _adding(table, names, db.engine.dialect.name)


@cache
def _adding(table: Table, names: tuple[str, ...], dialect: str) -> Any:
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    sums = {name: table.c[name] + statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums)
