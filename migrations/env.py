"""How Alembic reaches the database: through the application, the one place that knows its address."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from lms.database import UtcDateTime, db


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column type as what it is in the database: a migration must outlive today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _check_foreign_keys(connection: Connection, wanted: bool) -> None:
    """Let SQLite check references or not; it obeys only outside a transaction.

    It changes a table by making a new one in its place, and would refuse to take the old one away.
    """
    if connection.dialect.name != "sqlite":
        return
    driver = connection.connection.dbapi_connection
    if wanted and (broken := driver.execute("PRAGMA foreign_key_check").fetchall()):
        raise RuntimeError(f"The migration left references to rows that are not there: {broken[:5]}")
    driver.execute(f"PRAGMA foreign_keys={'ON' if wanted else 'OFF'}")


def run() -> None:
    """Run the migrations, each in one transaction."""
    with db.engine.connect() as connection:
        _check_foreign_keys(connection, wanted=False)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _check_foreign_keys(connection, wanted=True)


run()
