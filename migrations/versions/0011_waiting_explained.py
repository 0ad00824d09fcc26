"""The waiting list explained: availability belongs to the person, priority and closing are codes, steps are dated

When and how somebody can come moves from their waiting entries to their record, where it is not known yet.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ENTRY = sa.table(
    "waiting_entry",
    sa.column("id"), sa.column("learner_id"), sa.column("part_of_day"), sa.column("online_ok", sa.Boolean),
    sa.column("closed_on", sa.Date), sa.column("closed_reason"), sa.column("closed_note"),
)
SAID = (ENTRY.c.id, ENTRY.c.learner_id, ENTRY.c.part_of_day, ENTRY.c.online_ok)
LEARNER = sa.table("learner", sa.column("id"), sa.column("available"), sa.column("meets"))
WEEK = ("morning", "afternoon", "evening", "weekend_morning", "weekend_afternoon", "weekend_evening")
PARTS = {
    "morning": ("morning",),
    "afternoon": ("afternoon",),
    "evening": ("evening",),
    "weekend": ("weekend_morning", "weekend_afternoon"),
    "any": WEEK,
}
SOURCES = ("placement", "teacher", "previous_course", "interview")
PRIORITIES = ("minor", "expiring_status", "job", "returning", "other")
CLOSED = ("enrolled", "found_elsewhere", "moved_away", "unreachable", "not_wanted", "merged", "other")
STEPS = ("added", "changed", "priority", "no_priority", "closed", "reopened")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _to_people()
    with op.batch_alter_table("waiting_entry") as entry:
        entry.alter_column("closed_reason", new_column_name="closed_note", existing_type=sa.String(200))
        entry.drop_constraint("partofday", type_="check")
        entry.drop_column("part_of_day")
        entry.drop_column("online_ok")
        entry.add_column(sa.Column("level_source", choice("levelsource", *SOURCES), nullable=True))
        entry.add_column(sa.Column("level_on", sa.Date(), nullable=True))
        entry.add_column(sa.Column("priority", choice("priority", *PRIORITIES), nullable=True))
        entry.add_column(sa.Column("priority_note", sa.String(400), nullable=True))
        entry.add_column(sa.Column("priority_by_id", sa.Integer(), nullable=True))
        entry.add_column(sa.Column("priority_at", sa.DateTime(timezone=True), nullable=True))
        entry.create_foreign_key("fk_waiting_entry_priority_by_id_account", "account", ["priority_by_id"], ["id"])
        entry.create_check_constraint("priority_is_dated", "(priority IS NULL) = (priority_at IS NULL)")
    with op.batch_alter_table("waiting_entry") as entry:
        entry.add_column(sa.Column("closed_reason", choice("closedreason", *CLOSED), nullable=True))
    op.execute(ENTRY.update().where(ENTRY.c.closed_on.is_not(None)).values(closed_reason="other"))
    op.execute(ENTRY.update().where(ENTRY.c.closed_on.is_(None)).values(closed_note=None))
    with op.batch_alter_table("waiting_entry") as entry:
        entry.create_check_constraint("closed_with_reason", "(closed_on IS NULL) = (closed_reason IS NULL)")
    op.create_table(
        "waiting_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("step", choice("waitingstep", *STEPS), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["waiting_entry.id"], name="fk_waiting_change_entry_id_waiting_entry"),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_waiting_change_by_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_change"),
    )
    op.create_index("ix_waiting_change_entry_id", "waiting_change", ["entry_id"])


def _to_people() -> None:
    connection = op.get_bind()
    entries = connection.execute(sa.select(*SAID).where(ENTRY.c.closed_on.is_(None)).order_by(ENTRY.c.id)).all()
    known = {one.id: one for one in connection.execute(sa.select(LEARNER)).all()}
    said: dict[int, list[Any]] = {}
    for entry in entries:
        said.setdefault(entry.learner_id, []).append(entry)
    for learner_id, theirs in said.items():
        parts = {part for entry in theirs for part in PARTS[entry.part_of_day]}
        meets = "either" if any(entry.online_ok for entry in theirs) else "in_person"
        values = {
            "available": ",".join(part for part in WEEK if part in parts)
            if known[learner_id].available is None
            else known[learner_id].available,
            "meets": known[learner_id].meets or meets,
        }
        connection.execute(LEARNER.update().where(LEARNER.c.id == learner_id).values(**values))


def downgrade() -> None:
    op.drop_table("waiting_change")
    with op.batch_alter_table("waiting_entry") as entry:
        entry.drop_constraint("closed_with_reason", type_="check")
        entry.drop_constraint("priority_is_dated", type_="check")
        entry.drop_constraint("fk_waiting_entry_priority_by_id_account", type_="foreignkey")
        for name in ("levelsource", "priority", "closedreason"):
            entry.drop_constraint(name, type_="check")
        for name in ("level_source", "level_on", "priority", "priority_note", "priority_by_id", "priority_at", "closed_reason"):
            entry.drop_column(name)
    with op.batch_alter_table("waiting_entry") as entry:
        entry.alter_column("closed_note", new_column_name="closed_reason", existing_type=sa.String(200))
        entry.add_column(sa.Column("part_of_day", choice("partofday", *PARTS), nullable=False, server_default="any"))
        entry.add_column(sa.Column("online_ok", sa.Boolean(), nullable=False, server_default=sa.false()))
    _to_entries()
    with op.batch_alter_table("waiting_entry") as entry:
        entry.alter_column("part_of_day", server_default=None)
        entry.alter_column("online_ok", server_default=None)


def _to_entries() -> None:
    connection = op.get_bind()
    names = {",".join(parts): name for name, parts in PARTS.items()}
    for one in connection.execute(sa.select(LEARNER)).all():
        part, online = names.get(one.available, "any"), one.meets in ("online", "either")
        connection.execute(
            ENTRY.update().where(ENTRY.c.learner_id == one.id).values(part_of_day=part, online_ok=online)
        )
