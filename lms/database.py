"""The database: base class, column types, connection pragmas and the one-transaction-per-request rule.

SQLite by default and PostgreSQL when it grows; the same models serve both.
"""

import enum
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from flask import Flask, Response, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Enum, MetaData, String, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from lms.settings import ROOT

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware datetimes in, aware datetimes in UTC out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        # SQLite keeps no zone: what is written there is always UTC.
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """Several codes in one column, in their order: ("UA", "XX") is kept as “UA,XX”, none as an empty text."""

    impl = String(200)
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(filter(None, value.split(",")))


E = TypeVar("E", bound=enum.StrEnum)


class ChoiceSet(TypeDecorator[frozenset[E]]):
    """A set of choices in one column, in the order in which they are defined; NULL is “not asked”."""

    impl = String(200)
    cache_ok = True

    def __init__(self, members: type[E]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: Iterable[E] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(one.value for one in self.members if one in set(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[E] | None:
        return None if value is None else frozenset(self.members(one) for one in value.split(",") if one)


def choice(members: type[enum.Enum], name: str | None = None) -> Enum:
    """The column type of a choice: its plain value with a CHECK, so that both databases refuse others.

    A table with two columns of one enumeration names the CHECK of the second.
    """
    return Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda enumeration: [member.value for member in enumeration],
    )


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        enum.Enum: choice(enum.Enum),
    }


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)
migrate = Migrate(directory=str(ROOT / "migrations"), compare_type=True, render_as_batch=True)


def init_app(app: Flask) -> None:
    """Join the database to the application and keep one transaction for each request."""
    db.init_app(app)
    migrate.init_app(app, db)
    app.after_request(_commit)


def end_transaction() -> None:
    """Keep what was done so far and let others write: before work that takes long and needs no database."""
    db.session.commit()


def begin_reading() -> None:
    """Begin a transaction that only reads, in a request that may write: others can write meanwhile."""
    db.session.commit()
    db.session.connection(execution_options={"azbuka_reads": True})


def begin_answering() -> None:
    """Keep what was done, for good, and let others write while the answer is worded from what is kept.

    Objects stay as they were read: whatever another request may change must be read with `populate_existing`.
    """
    session = db.session()
    session.expire_on_commit = False
    try:
        session.commit()
    finally:
        session.expire_on_commit = True
    session.connection(execution_options={"azbuka_reads": True})


def _commit(response: Response) -> Response:
    # A request that ended in an error was rolled back by its handler, so there is nothing left to keep.
    db.session.commit()
    return response


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # Transactions begin where _begin says, not where the driver guesses.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    # A writer takes its lock at the start: waiting there is patient, upgrading later fails at once.
    options = connection.get_execution_options()
    safe = has_request_context() and request.method in SAFE_METHODS
    reading = options.get("azbuka_reads") or (safe and not options.get("azbuka_writes"))
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
