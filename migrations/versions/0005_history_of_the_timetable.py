"""The history of the timetable: each change of a cohort's lessons, with what happened to each of them"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "timetable_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("cohort_id", sa.Integer(), sa.ForeignKey("cohort.id"), nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("wish", choice("wish", "cancel", "move", "add", "teacher", "pattern"), nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
    )
    op.create_table(
        "lesson_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("timetable_change.id"), nullable=False, index=True),
        sa.Column("lesson_id", sa.Integer(), sa.ForeignKey("lesson.id"), nullable=False, index=True),
        sa.Column("act", choice("act", "added", "moved", "retaught", "cancelled"), nullable=False),
        sa.Column("was_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_hours", sa.Integer(), nullable=True),
        sa.Column("was_teacher_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("was_room_id", sa.Integer(), sa.ForeignKey("room.id"), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("room_id", sa.Integer(), sa.ForeignKey("room.id"), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("lesson_change")
    op.drop_table("timetable_change")
