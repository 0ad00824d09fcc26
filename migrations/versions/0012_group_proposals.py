"""Proposals of groups, kept while a coordinator thinks"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATES = ("open", "done", "discarded")


def upgrade() -> None:
    op.create_table(
        "group_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="proposalstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("frames", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("opened", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name="fk_group_proposal_centre_id_centre"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_group_proposal_programme_id_programme"),
        sa.ForeignKeyConstraint(["changed_by_id"], ["account.id"], name="fk_group_proposal_changed_by_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_group_proposal"),
    )
    op.create_index("ix_group_proposal_centre_id", "group_proposal", ["centre_id"])


def downgrade() -> None:
    op.drop_table("group_proposal")
