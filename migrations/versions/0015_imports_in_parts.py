"""Imports in parts: the rows of a list in a table of their own, and how far the list has come"""

import sqlalchemy as sa
from alembic import op

from lms.access.errors import DomainError
from lms.learners.import_columns import find_columns
from lms.learners.import_rules import is_empty

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATES = ("comparing", "previewed", "writing", "confirmed", "discarded")
OLD_STATES = ("previewed", "confirmed", "discarded")
BATCH = sa.table(
    "import_batch", sa.column("id"), sa.column("state"), sa.column("rows", sa.JSON), sa.column("header", sa.JSON),
    sa.column("total"), sa.column("read_to"), sa.column("created_by_id"),
)  # fmt: skip
ROW = sa.table(
    "import_row", sa.column("batch_id"), sa.column("number"), sa.column("cells", sa.JSON), sa.column("wrong"),
    sa.column("why"), sa.column("also"), sa.column("fate"),
)  # fmt: skip


def upgrade() -> None:
    _make_tables()
    with op.batch_alter_table("import_batch") as batch:
        batch.add_column(sa.Column("header", sa.JSON(), nullable=False, server_default="[]"))
        for name in ("total", "read_to", "compared_to", "created"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    _set_states(STATES)
    _divide_lists()
    with op.batch_alter_table("import_batch") as batch:
        batch.drop_column("rows")
        for name in ("header", "total", "read_to", "compared_to", "created"):
            batch.alter_column(name, server_default=None)


def _make_tables() -> None:
    batch_id = sa.ForeignKey("import_batch.id")
    op.create_table(
        "import_row",
        sa.Column("batch_id", sa.Integer(), batch_id, primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=True),
        sa.Column("same_as", sa.Integer(), nullable=True),
        sa.Column("sure", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("also", sa.Boolean(), nullable=False),
        sa.Column(
            "fate",
            sa.Enum("add", "added", "late", name="fate", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=True, index=True),
    )
    op.create_table(
        "import_like",
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("import_batch.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True, index=True),
        sa.Column("sure", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
    )
    op.create_table(
        "import_trait",
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("import_batch.id"), primary_key=True),
        sa.Column("trait", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


def _set_states(states: tuple[str, ...]) -> None:
    with op.batch_alter_table("import_batch") as batch:
        batch.drop_constraint("importstate", type_="check")
        quoted = ", ".join(f"'{state}'" for state in states)
        batch.create_check_constraint("importstate", f"state IN ({quoted})")


def _divide_lists() -> None:
    """Give each row a line of its own. What waits for its confirmation is compared anew."""
    connection = op.get_bind()
    for one in connection.execute(sa.select(BATCH.c.id, BATCH.c.state, BATCH.c.rows)).all():
        rows, state = one.rows or [], one.state
        try:
            header = find_columns(rows).row if rows else 0
        except DomainError:
            # Such a list could not be shown, either.
            rows, state, header = [], "discarded", 0
        lines = [(at + 1, row) for at, row in enumerate(rows) if at > header and not is_empty(row)]
        facts = {"wrong": True if state == "confirmed" else None, "why": "", "also": False, "fate": None}
        if lines:
            op.bulk_insert(ROW, [{"batch_id": one.id, "number": n, "cells": cells} | facts for n, cells in lines])
        op.execute(
            sa.update(BATCH)
            .where(BATCH.c.id == one.id)
            .values(
                header=rows[header] if rows else [],
                total=len(lines),
                state="comparing" if state == "previewed" else state,
            )
        )


def downgrade() -> None:
    """Lists in the middle of being written go back to their preview: their people who are added are known then."""
    with op.batch_alter_table("import_batch") as batch:
        batch.add_column(sa.Column("rows", sa.JSON(), nullable=False, server_default="[]"))
    connection = op.get_bind()
    for one in connection.execute(sa.select(BATCH.c.id, BATCH.c.state, BATCH.c.header)).all():
        of = sa.select(ROW.c.cells).where(ROW.c.batch_id == one.id, ROW.c.fate.is_distinct_from("added"))
        cells = connection.execute(of.order_by(ROW.c.number)).scalars().all()
        state = one.state if one.state in ("confirmed", "discarded") else "previewed"
        rows = [one.header, *cells] if cells or state == "previewed" else []
        op.execute(sa.update(BATCH).where(BATCH.c.id == one.id).values(rows=rows, state=state))
    _set_states(OLD_STATES)
    with op.batch_alter_table("import_batch") as batch:
        for name in ("header", "total", "read_to", "compared_to", "created"):
            batch.drop_column(name)
        batch.alter_column("rows", server_default=None)
    for name in ("import_trait", "import_like", "import_row"):
        op.drop_table(name)
