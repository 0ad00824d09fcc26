"""Minors and consent: who answers for a minor, who is named for them, and what each person agreed to

Nobody is unaccompanied until somebody says so.
"""

import sqlalchemy as sa
from alembic import op

from lms.database import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        learner.add_column(sa.Column("unaccompanied", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("learner") as learner:
        learner.alter_column("unaccompanied", server_default=None)
    op.create_table(
        "safeguarding",
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id", name="fk_safeguarding_learner_id_learner")),
        sa.Column("guardian_name", sa.String(200)),
        sa.Column("guardian_relation", choice("relation", "parent", "relative", "guardian", "representative")),
        sa.Column("guardian_phone", sa.String(40)),
        sa.Column("guardian_language", sa.String(8)),
        sa.Column("contact_name", sa.String(200)),
        sa.Column("contact_role", sa.String(200)),
        sa.Column("contact_phone", sa.String(40)),
        sa.PrimaryKeyConstraint("learner_id", name="pk_safeguarding"),
    )
    op.create_table(
        "named_staff",
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id", name="fk_named_staff_learner_id_learner")),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id", name="fk_named_staff_account_id_account")),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Integer(), sa.ForeignKey("account.id", name="fk_named_staff_named_by_id_account")),
        sa.PrimaryKeyConstraint("learner_id", "account_id", name="pk_named_staff"),
    )
    op.create_index("ix_named_staff_account_id", "named_staff", ["account_id"])
    op.create_table(
        "safeguarding_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_safeguarding_note_learner_id_learner"),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_safeguarding_note_by_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_safeguarding_note"),
    )
    op.create_index("ix_safeguarding_note_learner_id", "safeguarding_note", ["learner_id"])
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("purpose", choice("purpose", "processing", "photographs", "funder"), nullable=False),
        sa.Column("answer", choice("answer", "given", "refused", "withdrawn"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_guardian", sa.Boolean(), nullable=False),
        sa.Column("guardian_name", sa.String(200)),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer()),
        sa.CheckConstraint("by_guardian = (guardian_name IS NOT NULL)", name="guardian_has_a_name"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_consent_learner_id_learner"),
        sa.ForeignKeyConstraint(["noted_by_id"], ["account.id"], name="fk_consent_noted_by_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_learner_id", "consent", ["learner_id", "purpose"])


def downgrade() -> None:
    for table in ("consent", "safeguarding_note", "named_staff", "safeguarding"):
        op.drop_table(table)
    with op.batch_alter_table("learner") as learner:
        learner.drop_column("unaccompanied")
