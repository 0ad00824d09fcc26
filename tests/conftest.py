"""The application under test, on SQLite or on the PostgreSQL that AZBUKA_TEST_DATABASE_URL names."""

import gc
import os
from collections.abc import Callable, Iterator
from contextvars import Context
from functools import cache
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import Table, create_engine, exists, literal_column, make_url, select, text, union_all

from lms import create_app
from lms.accounts.models import Account
from lms.database import db
from lms.settings import Settings
from lms.web import catalogues
from tests import soak

POSTGRES = os.environ.get("AZBUKA_TEST_DATABASE_URL", "")
# Tests run in several processes at once; each has its own database, on PostgreSQL a schema.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
soak.load()


class Client(FlaskClient):
    """A client whose requests share nothing with the test but the database, as another process would.

    It asks for English, the language in which the tests read.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if not has_app_context():  # a redirect that is followed is in the empty context already
            return super().open(*args, **kwargs)
        db.session.commit()
        # An empty context: the request gets an application context and a session of its own.
        answer = Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return answer


def in_schema(name: str) -> str:
    """The address of an empty schema of the PostgreSQL that the tests run on."""
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))
    server.dispose()
    url = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={name}"})
    return url.render_as_string(hide_password=False)


OPENS_ONE = ("db", "create_app", "create_engine", "in_schema", "subprocess")
"""What a module of tests has by name that may open a database without the fixtures of this file."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep a file's tests in one process, since some share what is slow to make, unless a test says otherwise.

    What ran on SQLite and would find the same again is left out on PostgreSQL: tests that open no database, those that
    are marked `same_anywhere`, and what pages say. Every page is opened there by the walk in tests/access, and what is
    done on them is tried action by action.
    """
    if POSTGRES:
        again = [item for item in items if not _differs_by_database(item)]
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if item not in set(again)]
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep the collector away from what stays until the end, as app.py does: it took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _differs_by_database(item: pytest.Item) -> bool:
    if "page" in item.path.stem or item.get_closest_marker("same_anywhere"):
        return False
    module = getattr(item, "module", None)
    return "one_app" in getattr(item, "fixturenames", ()) or any(hasattr(module, name) for name in OPENS_ONE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the fault drills did; a test tells its figures with record_property("drill", …)."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    for said in [said for report in reports for name, said in report.user_properties if name == "drill"]:
        terminalreporter.write_line(said)


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    catalogues.compile_all()
    app = create_app(
        Settings(
            data_dir=tmp_path_factory.mktemp("data"),
            database_url=in_schema(f"tests_{WORKER}") if POSTGRES else "",
            secret_key="only for tests",
            testing=True,
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Client
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(one_app: Flask) -> Iterator[Flask]:
    """The application with an empty database and an application context, speaking English."""
    with one_app.app_context(), force_locale("en"):
        _empty_database()
        yield one_app
        db.session.rollback()


@cache
def _tables() -> tuple[list[Table], str]:
    """All tables, those that others point to last, and the question which of them are not empty."""
    tables = list(reversed(db.metadata.sorted_tables))
    kept = union_all(*(select(literal_column(f"'{table.name}'")).where(exists(select(table))) for table in tables))
    # Put into words once: that takes longer than the answer.
    return tables, str(kept.compile(db.engine))


def _empty_database() -> None:
    tables, kept = _tables()
    # Most are empty: asking takes PostgreSQL a twentieth of truncating them all, before each test.
    with db.engine.begin() as connection:
        full = set(connection.exec_driver_sql(kept).scalars())
        for table in (table for table in tables if table.name in full):
            connection.execute(table.delete())
            if connection.dialect.name == "postgresql" and "id" in table.columns:
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask) -> Callable[[Account], FlaskClient]:
    """A browser in which an account is signed in: `client_as(teacher).get("/today")`."""

    def sign_in(account: Account) -> FlaskClient:
        db.session.commit()
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = account.get_id()
            session["_fresh"] = True
        return client

    return sign_in
