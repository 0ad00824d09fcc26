"""The demonstration, loaded once for the tests that look at it; no test changes what others look at."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from lms import demo
from lms.database import db
from lms.demo import DemoSummary
from tests.conftest import _empty_database

TODAY = date(2026, 10, 14)
PASSWORD = "four calm words here"


@pytest.fixture(scope="module")
def loaded(one_app: Flask) -> Iterator[DemoSummary]:
    """The demonstration as it stands on a Wednesday evening."""
    with one_app.app_context():
        yield load_anew()
        db.session.rollback()


def load_anew() -> DemoSummary:
    """The demonstration in a database that was emptied for it."""
    db.session.rollback()
    _empty_database()
    summary = demo.load(PASSWORD, today=TODAY)
    db.session.commit()
    return summary
