"""Totals of marks per enrolment and per lesson, counted from the marks there are"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KINDS = ("present", "late", "left_early", "absent", "excused")
TOTALS = (*KINDS, "minutes_attended", "in_conflict")


def _create(of: str) -> None:
    op.create_table(
        f"{of}_total",
        sa.Column(f"{of}_id", sa.Integer(), sa.ForeignKey(f"{of}.id"), primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in TOTALS),
    )
    kinds = ", ".join(f"sum(CASE WHEN kind = '{kind}' THEN 1 ELSE 0 END)" for kind in KINDS)
    conflicts = "sum(CASE WHEN in_conflict THEN 1 ELSE 0 END)"
    op.execute(
        f"INSERT INTO {of}_total ({of}_id, {', '.join(TOTALS)}) "
        f"SELECT {of}_id, {kinds}, sum(minutes_attended), {conflicts} FROM mark GROUP BY {of}_id"
    )


def upgrade() -> None:
    _create("enrolment")
    _create("lesson")
    op.create_index("ix_lesson_total_in_conflict", "lesson_total", ["in_conflict"])


def downgrade() -> None:
    op.drop_table("lesson_total")
    op.drop_table("enrolment_total")
