"""Cohorts that do not take place: since when and why, and how the history calls it"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WISHES = ("cancel", "move", "add", "teacher", "pattern")


def _set_wishes(values: tuple[str, ...]) -> None:
    with op.batch_alter_table("timetable_change") as table:
        table.drop_constraint(op.f("ck_timetable_change_wish"), type_="check")
        table.create_check_constraint(
            op.f("ck_timetable_change_wish"), f"wish IN ({', '.join(repr(value) for value in values)})"
        )


def upgrade() -> None:
    both = "(called_off_on IS NULL) = (called_off_reason IS NULL)"
    with op.batch_alter_table("cohort") as table:
        table.add_column(sa.Column("called_off_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("called_off_reason", sa.String(length=200), nullable=True))
        table.create_check_constraint(op.f("ck_cohort_called_off_with_reason"), both)
    _set_wishes((*WISHES, "call_off"))


def downgrade() -> None:
    # The lessons are cancelled with the reason; only the cohort's own note of it goes.
    op.execute("UPDATE timetable_change SET wish = 'cancel' WHERE wish = 'call_off'")
    _set_wishes(WISHES)
    with op.batch_alter_table("cohort") as table:
        table.drop_constraint(op.f("ck_cohort_called_off_with_reason"), type_="check")
        table.drop_column("called_off_reason")
        table.drop_column("called_off_on")
