"""Requests for a course that people make themselves, and the telephone of a centre"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("centre") as centre:
        centre.add_column(sa.Column("phone", sa.String(40), nullable=False, server_default=""))
    with op.batch_alter_table("centre") as centre:
        centre.alter_column("phone", server_default=None)
    op.create_table(
        "course_request",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(8), nullable=False, unique=True),
        sa.Column("centre_id", sa.Integer(), sa.ForeignKey("centre.id"), nullable=False),
        sa.Column(
            "state",
            choice("requeststate", "new", "accepted", "merged", "declined"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sameness", sa.String(64), nullable=True),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("name_latin", sa.String(200), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("born_precision", choice("birthprecision", "day", "year"), nullable=True),
        sa.Column("phone", sa.String(40), nullable=True),
        sa.Column("language", sa.String(8), nullable=True),
        sa.Column("nationality", sa.String(2), nullable=True),
        sa.Column("mother_tongue", sa.String(8), nullable=True),
        sa.Column("available", sa.String(200), nullable=True),
        sa.Column("meets", choice("meets", "in_person", "online", "either"), nullable=True),
        sa.Column("reads_cyrillic", sa.Boolean(), nullable=True),
        sa.Column("reads_latin", sa.Boolean(), nullable=True),
        sa.Column("reads_other", sa.Boolean(), nullable=True),
        sa.Column("learnt_before", sa.Boolean(), nullable=True),
        sa.Column("message", sa.String(500), nullable=True),
        sa.Column("consent_version", sa.String(20), nullable=False),
        sa.Column("consent_language", sa.String(8), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("staff_note", sa.String(400), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column(
            "decline_reason",
            choice("declinereason", "no_answer", "withdrew", "not_for_us", "twice", "not_real", "other"),
            nullable=True,
        ),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'new') = (decided_at IS NULL)", name="decided_is_dated"),
        sa.CheckConstraint("(state = 'declined') = (decline_reason IS NOT NULL)", name="declined_has_reason"),
        sa.CheckConstraint("(state IN ('accepted', 'merged')) = (learner_id IS NOT NULL)", name="taken_has_learner"),
    )
    op.create_index("ix_course_request_centre_id_state", "course_request", ["centre_id", "state"])
    op.create_index("ix_course_request_decided_at", "course_request", ["decided_at"])
    op.create_index("ix_course_request_learner_id", "course_request", ["learner_id"])
    op.create_index(
        "ix_course_request_sameness",
        "course_request",
        ["sameness"],
        unique=True,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )


def downgrade() -> None:
    op.drop_table("course_request")
    with op.batch_alter_table("centre") as centre:
        centre.drop_column("phone")
