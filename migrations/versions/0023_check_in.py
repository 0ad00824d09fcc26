"""Checking in at a lesson with one's own phone, until the teacher accepts the list"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STATES = ("pending", "accepted", "declined")


def upgrade() -> None:
    op.create_table(
        "check_in_session",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("lesson_id", sa.Integer(), sa.ForeignKey("lesson.id"), nullable=False, unique=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("secret", sa.String(64), nullable=False),
    )
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_id", sa.Integer(), sa.ForeignKey("check_in_session.id"), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False, index=True),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="checkinstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("entry_id", sa.String(36), nullable=False, unique=True),
        sa.UniqueConstraint("session_id", "enrolment_id"),
        sa.UniqueConstraint("session_id", "device"),
        sa.CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_is_dated"),
    )


def downgrade() -> None:
    op.drop_table("check_in")
    op.drop_table("check_in_session")
