"""Free places: until when they are offered, whom a cohort is for, and offers that are taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = ("open", "accepted", "declined", "expired")
ROUTES = ("mixed", "reads", "letters")


def _states(*values: str) -> sa.Enum:
    return sa.Enum(*values, name="offerstate", native_enum=False, create_constraint=False, length=32)


def _check(values: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(value) for value in values)})"


def _set_states(values: tuple[str, ...]) -> None:
    with op.batch_alter_table("offer") as table:
        table.drop_constraint(op.f("ck_offer_offerstate"), type_="check")
        table.create_check_constraint(op.f("ck_offer_offerstate"), _check(values))


def upgrade() -> None:
    percent = "late_join_percent BETWEEN 0 AND 100"
    with op.batch_alter_table("programme") as table:
        table.add_column(sa.Column("late_join_percent", sa.Integer(), nullable=False, server_default="20"))
        table.create_check_constraint(op.f("ck_programme_late_join_is_percent"), percent)
    route = sa.Enum(*ROUTES, name="route", native_enum=False, create_constraint=True, length=32)
    with op.batch_alter_table("cohort") as table:
        table.add_column(sa.Column("route", route, nullable=False, server_default="mixed"))
    with op.batch_alter_table("programme") as table:
        table.alter_column("late_join_percent", server_default=None)
    with op.batch_alter_table("cohort") as table:
        table.alter_column("route", server_default=None)
    _set_states((*STATES, "withdrawn"))


def downgrade() -> None:
    op.execute("UPDATE offer SET state = 'declined' WHERE state = 'withdrawn'")
    _set_states(STATES)
    with op.batch_alter_table("cohort") as table:
        table.drop_constraint(op.f("ck_cohort_route"), type_="check")
        table.drop_column("route")
    with op.batch_alter_table("programme") as table:
        table.drop_constraint(op.f("ck_programme_late_join_is_percent"), type_="check")
        table.drop_column("late_join_percent")
