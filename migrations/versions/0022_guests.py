"""Guests of lessons, until a coordinator says what becomes of them"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

STATES = ("open", "taken_back", "intake", "enrolled", "waiting", "turned_away")


def upgrade() -> None:
    op.create_table(
        "guest",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("identifier", sa.String(36), nullable=False, unique=True),
        sa.Column("lesson_id", sa.Integer(), sa.ForeignKey("lesson.id"), nullable=False, index=True),
        sa.Column("centre_id", sa.Integer(), sa.ForeignKey("centre.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("picked_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=True, index=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="gueststate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=True, index=True),
        sa.Column("enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=True, index=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.CheckConstraint("(state = 'open') = (resolved_at IS NULL)", name="resolved_is_dated"),
        sa.CheckConstraint("(state = 'turned_away') = (reason IS NOT NULL)", name="turned_away_with_reason"),
        sa.CheckConstraint("(state = 'enrolled') = (enrolment_id IS NOT NULL)", name="enrolled_has_enrolment"),
        sa.CheckConstraint("state NOT IN ('enrolled', 'waiting') OR learner_id IS NOT NULL", name="known_has_learner"),
        sa.CheckConstraint("name IS NOT NULL OR picked_id IS NOT NULL OR resolved_at IS NOT NULL", name="open_is_named"),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name="late_by_minutes"),
    )
    op.create_index("ix_guest_centre_id_state", "guest", ["centre_id", "state"])


def downgrade() -> None:
    op.drop_table("guest")
