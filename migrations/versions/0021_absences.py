"""Absences that matter: why a person was not there, who wants to leave, excuses to decide about, what is written"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ANSWERS = ("spoke", "coming", "no_answer", "call_again", "wrong_number")
KINDS = ("offer", "offer_reminder")
REASONS = ("ill", "work", "child_care")


def choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _set(table_name: str, column: str, values: tuple[str, ...]) -> None:
    with op.batch_alter_table(table_name) as table:
        table.drop_constraint(op.f(f"ck_{table_name}_{column}"), type_="check")
        table.create_check_constraint(
            op.f(f"ck_{table_name}_{column}"), f"{column} IN ({', '.join(repr(value) for value in values)})"
        )


def upgrade() -> None:
    _set("contact", "answer", (*ANSWERS, "wants_to_leave"))
    with op.batch_alter_table("contact") as table:
        table.add_column(sa.Column("reason", sa.String(32), nullable=True))
        table.create_check_constraint(op.f("ck_contact_reason"), f"reason IN ({', '.join(map(repr, REASONS))})")
    _set("sent_message", "kind", (*KINDS, "absence"))
    op.create_table(
        "excuse_proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("lesson_id", sa.Integer(), sa.ForeignKey("lesson.id"), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False, index=True),
        sa.Column("reason", choice(REASONS, "reason"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (accepted IS NULL)", name="decided_with_answer"),
    )
    op.create_index(
        "uq_excuse_proposal_open",
        "excuse_proposal",
        ["lesson_id", "enrolment_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("excuse_proposal")
    # What was written about a missed lesson has no name any more; that a person wants to leave was said in a talk.
    op.execute("DELETE FROM sent_message WHERE kind = 'absence'")
    op.execute("UPDATE contact SET answer = 'spoke' WHERE answer = 'wants_to_leave'")
    _set("sent_message", "kind", KINDS)
    with op.batch_alter_table("contact") as table:
        table.drop_constraint(op.f("ck_contact_reason"), type_="check")
        table.drop_column("reason")
    _set("contact", "answer", ANSWERS)
