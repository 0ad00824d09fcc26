"""The demonstration, loaded once for the tests that look at it; no test changes what others look at."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from lms import demo
from lms.database import db
from lms.demo import DemoSummary
from tests.conftest import POSTGRES, _empty_database

TODAY = date(2026, 10, 14)
PASSWORD = "four calm words here"


_kept: dict[str, tuple[DemoSummary, sqlite3.Connection]] = {}


@pytest.fixture(scope="module")
def loaded(one_app: Flask) -> Iterator[DemoSummary]:
    """The demonstration as it stands on a Wednesday evening."""
    with one_app.app_context():
        yield load_anew() if POSTGRES else loaded_before()
        db.session.rollback()


def loaded_before() -> DemoSummary:
    """The demonstration as it was loaded first: the file of the database is brought back."""
    address = str(db.engine.url.database)
    if address not in _kept:
        summary, copy = load_anew(), sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(address)) as file:
            file.backup(copy)
        _kept[address] = summary, copy
    summary, copy = _kept[address]
    db.session.rollback()
    db.engine.dispose()
    with closing(sqlite3.connect(address)) as file:
        copy.backup(file)
    return summary


def load_anew() -> DemoSummary:
    """The demonstration in a database that was emptied for it."""
    db.session.rollback()
    _empty_database()
    if POSTGRES:
        # A number that was given out and taken back is not given out again, and the same data has the same numbers.
        with db.engine.begin() as connection:
            tables = ", ".join(table.name for table in db.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    summary = demo.load(PASSWORD, today=TODAY)
    db.session.commit()
    return summary
