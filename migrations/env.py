"""How Alembic reaches the database: through the application, the one place that knows its address."""

from typing import Any

from alembic import context

from lms.database import UtcDateTime, db


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column type as what it is in the database: a migration must outlive today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Run the migrations, each in one transaction."""
    with db.engine.connect() as connection:
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


run()
