"""Names are found in every spelling; two records can become one"""

import sqlalchemy as sa
from alembic import op

from lms.learners.names import fold

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.String(600).with_variant(sa.String(600, collation="C"), "postgresql")
NAMES = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "name_native", "preferred_name")
LEARNER = sa.table("learner", sa.column("id"), sa.column("number"), sa.column("search_key"), sa.column("phone"), *(sa.column(name) for name in NAMES))


def _read() -> list[sa.ColumnClause]:
    return [LEARNER.c[name] for name in ("id", "number", "phone", *NAMES)]


def upgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        learner.drop_column("search_key")
        learner.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        learner.create_foreign_key(op.f("fk_learner_merged_into_id_learner"), "learner", ["merged_into_id"], ["id"])
        learner.create_index(op.f("ix_learner_merged_into_id"), ["merged_into_id"])
        learner.create_index(op.f("ix_learner_phone"), ["phone"])
        learner.create_index(op.f("ix_learner_born_on"), ["born_on"])
    op.create_table(
        "name_key",
        sa.Column(
            "kind",
            sa.Enum("word", "sound", "whole", "number", "phone", name="keykind", native_enum=False, create_constraint=True, length=32),
            primary_key=True,
        ),
        sa.Column("key", KEY, primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_name_key_learner_id"), "name_key", ["learner_id"])
    op.create_table(
        "distinct_people",
        sa.Column("first_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("second_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.CheckConstraint("first_id < second_id", name="in_order"),
    )
    op.create_index(op.f("ix_distinct_people_second_id"), "distinct_people", ["second_id"])
    op.create_table(
        "merge",
        sa.Column("gone_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("kept_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("replaced", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_merge_kept_id"), "merge", ["kept_id"])
    # Migration 0014 makes these tables' keys anew; those of this day's rules would be read by nobody.


def downgrade() -> None:
    op.drop_table("merge")
    op.drop_table("distinct_people")
    op.drop_table("name_key")
    with op.batch_alter_table("learner") as learner:
        learner.drop_index(op.f("ix_learner_born_on"))
        learner.drop_index(op.f("ix_learner_phone"))
        learner.drop_index(op.f("ix_learner_merged_into_id"))
        learner.drop_constraint(op.f("fk_learner_merged_into_id_learner"), type_="foreignkey")
        learner.drop_column("merged_into_id")
        learner.add_column(sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
    _fill_back()


def _fill_back() -> None:
    for one in op.get_bind().execute(sa.select(*_read())).all():
        key = fold(" ".join(getattr(one, name) or "" for name in (*NAMES, "number")))
        op.get_bind().execute(LEARNER.update().where(LEARNER.c.id == one.id).values(search_key=key))
