"""How Alembic reaches the database: through the application, the one place that knows its address."""

from alembic import context

from lms.database import db


def run() -> None:
    """Run the migrations in one transaction each."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
