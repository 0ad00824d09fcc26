"""Offers: places held for waiting people until they answer"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = ("open", "accepted", "declined", "expired")


def upgrade() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("cohort_id", sa.Integer(), sa.ForeignKey("cohort.id"), nullable=False, index=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False, index=True),
        sa.Column("entry_id", sa.Integer(), sa.ForeignKey("waiting_entry.id"), nullable=False, index=True),
        sa.Column("enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=True, unique=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="offerstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.Column("token_fingerprint", sa.String(64), nullable=False, unique=True),
        sa.Column("noted_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("offer")
