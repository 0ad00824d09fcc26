"""What was taught and how often a lesson changed; calendar feeds; units of a programme

Lessons that are there already begin to count their changes now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lesson") as lesson:
        lesson.add_column(sa.Column("taught", sa.String(300), nullable=True))
        lesson.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        lesson.add_column(
            sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default="2026-01-01 00:00:00+00")
        )
    table = sa.table("lesson", sa.column("changed_at"))
    op.execute(table.update().values(changed_at=sa.func.current_timestamp()))
    with op.batch_alter_table("lesson") as lesson:
        lesson.alter_column("revision", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        lesson.alter_column(
            "changed_at", existing_type=sa.DateTime(timezone=True), existing_nullable=False, server_default=None
        )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.Column("token_fingerprint", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id_account")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_calendar_feed_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("account_id", "cohort_id", name=op.f("uq_calendar_feed_account_id_cohort_id")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_calendar_feed_token_fingerprint")),
    )
    op.create_index(op.f("ix_calendar_feed_cohort_id"), "calendar_feed", ["cohort_id"])
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_bg", sa.String(200), nullable=False),
        sa.Column("title_en", sa.String(200), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("focus", sa.String(300), nullable=False),
        sa.Column("can_do", sa.JSON(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_unit_hours_positive")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_unit_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_programme_id"), "unit", ["programme_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_unit_programme_id"), "unit")
    op.drop_table("unit")
    op.drop_index(op.f("ix_calendar_feed_cohort_id"), "calendar_feed")
    op.drop_table("calendar_feed")
    with op.batch_alter_table("lesson") as lesson:
        lesson.drop_column("changed_at")
        lesson.drop_column("revision")
        lesson.drop_column("taught")
