"""Entries that could not be taken when they came, kept until a person says what becomes of them"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = ("present", "late", "left_early", "absent", "excused")
OBSTACLES = ("cancelled", "too_early", "too_late", "not_enrolled")
SETTLEMENTS = ("taken", "left")


def choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entry_id", sa.String(36), nullable=False, unique=True),
        sa.Column("lesson_id", sa.Integer(), sa.ForeignKey("lesson.id"), nullable=False, index=True),
        sa.Column("enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False, index=True),
        sa.Column("kind", choice(KINDS, "markkind"), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("note", sa.String(400), nullable=True),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("follows", sa.String(36), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("why", choice(OBSTACLES, "obstacle"), nullable=False),
        sa.Column("settlement", choice(SETTLEMENTS, "settlement"), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True, index=True),
        sa.Column("settled_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("settled_reason", sa.String(400), nullable=True),
        sa.Column("taken_as_id", sa.String(36), sa.ForeignKey("entry.id"), nullable=True, unique=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settlement IS NULL)", name=op.f("ck_set_aside_settled_some_way")
        ),
        sa.CheckConstraint(
            "(taken_as_id IS NOT NULL) = (coalesce(settlement, '') = 'taken')",
            name=op.f("ck_set_aside_taken_as_entry"),
        ),
    )


def downgrade() -> None:
    op.drop_table("set_aside")
