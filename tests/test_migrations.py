"""The migrations make exactly the tables that the models describe, on either database."""

from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade
from sqlalchemy import inspect

from lms import create_app
from lms.database import db
from lms.settings import Settings
from tests.conftest import POSTGRES, WORKER, in_schema

Facts = dict[str, dict[str, Any]]


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """The address of a database without tables: a file, or a schema of its own on PostgreSQL."""
    return in_schema(f"migrated_{WORKER}") if POSTGRES else f"sqlite:///{tmp_path / 'empty.sqlite3'}"


def facts() -> Facts:
    """What the current database says of its tables: columns, keys, indexes and constraints."""
    found = inspect(db.engine)
    return {
        table: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            "primary key": found.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": sorted(
                (k["constrained_columns"], k["referred_table"], sorted(k["options"].items()))
                for k in found.get_foreign_keys(table)
            ),
            "unique": sorted(sorted(u["column_names"]) for u in found.get_unique_constraints(table)),
            "indexes": sorted((sorted(map(str, i["column_names"])), i["unique"]) for i in found.get_indexes(table)),
            "checks": sorted((str(c["name"]), c["sqltext"]) for c in found.get_check_constraints(table)),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_the_migrations_make_the_tables_of_the_models(empty: str, tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=empty, secret_key="only for tests"))
    with app.app_context():
        upgrade()
        migrated = facts()
        db.drop_all()
        db.create_all()
        described = facts()
        db.engine.dispose()
    assert migrated.keys() == described.keys()
    for table, description in described.items():
        assert migrated[table] == description, f"table {table}"
