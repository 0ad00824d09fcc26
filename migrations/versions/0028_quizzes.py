"""Quizzes with sections, given to cohorts and people; ratings, recordings and what a person needs"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STARTED = "state = 'started'"
WHEN = {"uq_attempt_one_started": "assignment_id IS NULL", "uq_attempt_one_started_assigned": "assignment_id IS NOT NULL"}


def upgrade() -> None:
    _widen_quizzes()
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("quiz_id", sa.Integer(), sa.ForeignKey("quiz.id"), nullable=False, index=True),
        sa.Column("cohort_id", sa.Integer(), sa.ForeignKey("cohort.id"), nullable=True, index=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=True, index=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("assigned_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.CheckConstraint("(cohort_id IS NULL) <> (learner_id IS NULL)", name="to_cohort_or_person"),
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        sa.CheckConstraint("attempts > 0", name="attempts_positive"),
    )
    op.create_table(
        "accommodation",
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("simple_layout", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("extra_percent BETWEEN 0 AND 300", name="extra_percent_is_one"),
    )
    _widen_attempts()
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("response_id", sa.Integer(), sa.ForeignKey("response.id"), nullable=False),
        sa.Column("marker_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(1000), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("response_id", "marker_id", "settles"),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("attempt_id", sa.Integer(), sa.ForeignKey("attempt.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("attempt_id", "position"),
    )


def _widen_quizzes() -> None:
    op.create_table(
        "quiz_section",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("quiz_id", sa.Integer(), sa.ForeignKey("quiz.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
    )
    with op.batch_alter_table("quiz") as quiz:
        quiz.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        quiz.add_column(
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
        )
        quiz.add_column(sa.Column("layout", sa.String(32), nullable=False, server_default="one"))
        quiz.add_column(sa.Column("shuffled", sa.Boolean(), nullable=False, server_default=sa.true()))
        quiz.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        quiz.add_column(sa.Column("pass_percent", sa.Integer(), nullable=True))
        quiz.create_foreign_key(op.f("fk_quiz_made_by_id_account"), "account", ["made_by_id"], ["id"])
        quiz.create_check_constraint(op.f("ck_quiz_layout"), "layout IN ('one', 'all')")
        quiz.create_check_constraint(op.f("ck_quiz_minutes_positive"), "minutes > 0")
        quiz.create_check_constraint(op.f("ck_quiz_pass_percent_is_one"), "pass_percent BETWEEN 1 AND 100")
    with op.batch_alter_table("quiz") as quiz:
        quiz.alter_column("created_at", existing_type=sa.DateTime(timezone=True), server_default=None)
        quiz.alter_column("layout", existing_type=sa.String(32), server_default=None)
        quiz.alter_column("shuffled", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("quiz_item") as item:
        item.add_column(sa.Column("section_id", sa.Integer(), nullable=True))
        item.create_foreign_key(op.f("fk_quiz_item_section_id_quiz_section"), "quiz_section", ["section_id"], ["id"])


def _widen_attempts() -> None:
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(sa.Column("assignment_id", sa.Integer(), nullable=True))
        attempt.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        attempt.add_column(sa.Column("share", sa.Double(), nullable=True))
        attempt.create_foreign_key(op.f("fk_attempt_assignment_id_assignment"), "assignment", ["assignment_id"], ["id"])
        attempt.create_index(op.f("ix_attempt_assignment_id"), ["assignment_id"])
        attempt.drop_index("uq_attempt_one_started")
    for (name, when), of in zip(WHEN.items(), ("quiz_id", "assignment_id"), strict=True):
        _one_started(name, of, f"{STARTED} AND {when}")
    with op.batch_alter_table("response") as response:
        response.add_column(sa.Column("made_at", sa.DateTime(timezone=True), nullable=True))
        response.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
        response.add_column(sa.Column("second_wanted_by_id", sa.Integer(), nullable=True))
        response.create_foreign_key(
            op.f("fk_response_second_wanted_by_id_account"), "account", ["second_wanted_by_id"], ["id"]
        )
        response.alter_column("share", existing_type=sa.Double(), nullable=True)
    with op.batch_alter_table("response") as response:
        response.alter_column("late", existing_type=sa.Boolean(), server_default=None)


def _one_started(name: str, of: str, where: str) -> None:
    op.create_index(
        name, "attempt", [of, "learner_id"], unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def downgrade() -> None:
    op.drop_table("recording")
    op.drop_table("rating")
    with op.batch_alter_table("response") as response:
        response.drop_constraint(op.f("fk_response_second_wanted_by_id_account"), type_="foreignkey")
        for name in ("second_wanted_by_id", "late", "made_at"):
            response.drop_column(name)
    op.execute("UPDATE response SET share = 0 WHERE share IS NULL")
    with op.batch_alter_table("response") as response:
        response.alter_column("share", existing_type=sa.Double(), nullable=False)
    for name in WHEN:
        op.drop_index(name, "attempt")
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_index(op.f("ix_attempt_assignment_id"))
        attempt.drop_constraint(op.f("fk_attempt_assignment_id_assignment"), type_="foreignkey")
        for name in ("share", "due_at", "assignment_id"):
            attempt.drop_column(name)
    _one_started("uq_attempt_one_started", "quiz_id", STARTED)
    op.drop_table("accommodation")
    op.drop_table("assignment")
    _narrow_quizzes()


def _narrow_quizzes() -> None:
    with op.batch_alter_table("quiz_item") as item:
        item.drop_constraint(op.f("fk_quiz_item_section_id_quiz_section"), type_="foreignkey")
        item.drop_column("section_id")
    with op.batch_alter_table("quiz") as quiz:
        for name in ("layout", "minutes_positive", "pass_percent_is_one"):
            quiz.drop_constraint(op.f(f"ck_quiz_{name}"), type_="check")
        quiz.drop_constraint(op.f("fk_quiz_made_by_id_account"), type_="foreignkey")
        for name in ("pass_percent", "minutes", "shuffled", "layout", "created_at", "made_by_id"):
            quiz.drop_column(name)
    op.drop_table("quiz_section")
