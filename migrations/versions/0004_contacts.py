"""Calls and visits: how a person was reached, and what came of it"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("way", choice("way", "call", "message", "visit"), nullable=False),
        sa.Column(
            "answer",
            choice("answer", "spoke", "coming", "no_answer", "call_again", "wrong_number"),
            nullable=False,
        ),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(400), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("contact")
