"""First tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "coordinator",
                "teacher",
                "mediator",
                "learner",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("card_code", sa.String(length=16), nullable=True),
        sa.Column("pin_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(role = 'learner') = (email IS NULL)", name=op.f("ck_account_staff_have_email")),
        sa.CheckConstraint("(card_code IS NULL) = (pin_hash IS NULL)", name=op.f("ck_account_card_has_pin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("card_code", name=op.f("uq_account_card_code")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_role"), ["role"], unique=False)

    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name_bg", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("code", name=op.f("uq_centre_code")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "reviewed",
                "live",
                "retired",
                name="itemstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("code", name=op.f("uq_item_code")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title_bg", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column(
            "level",
            sa.Enum("literacy", "A1", "A2", "B1", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("hour_minutes", sa.Integer(), nullable=False),
        sa.Column("threshold_percent", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("excused_counts", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("hour_minutes IN (40, 45)", name=op.f("ck_programme_academic_hour")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_programme_hours_positive")),
        sa.CheckConstraint("pass_mark BETWEEN 0 AND 100", name=op.f("ck_programme_pass_mark_is_percent")),
        sa.CheckConstraint("threshold_percent BETWEEN 0 AND 100", name=op.f("ck_programme_threshold_is_percent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "quiz",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "placement",
                "practice",
                "unit",
                "final",
                name="quizkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz")),
        sa.UniqueConstraint("code", name=op.f("uq_quiz_code")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_subject_at"), ["subject", "at"], unique=False)

    op.create_table(
        "account_centre",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_centre_account_id_account")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_account_centre_centre_id_centre")),
        sa.PrimaryKeyConstraint("account_id", "centre_id", name=op.f("pk_account_centre")),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "coordinator",
                "teacher",
                "mediator",
                "learner",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_line_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_line_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_line_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_line_subject_type_subject_id"), ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "previewed",
                "confirmed",
                "discarded",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_import_batch_centre_id_centre")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_import_batch_created_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "item_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("pre-A1", "A1", "A2", "B1", name="itemlevel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "skill",
            sa.Enum(
                "listening",
                "reading",
                "use_of_language",
                "speaking",
                "writing",
                name="skill",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "version", name=op.f("uq_item_version_item_id_version")),
    )
    op.create_table(
        "learner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("given_latin", sa.String(length=200), nullable=False),
        sa.Column("family_latin", sa.String(length=200), nullable=False),
        sa.Column("given_cyrillic", sa.String(length=200), nullable=False),
        sa.Column("family_cyrillic", sa.String(length=200), nullable=False),
        sa.Column("name_native", sa.String(length=400), nullable=True),
        sa.Column("preferred_name", sa.String(length=200), nullable=True),
        sa.Column(
            "sex",
            sa.Enum(
                "female", "male", "other", "unknown", name="sex", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column(
            "born_precision",
            sa.Enum("day", "year", name="birthprecision", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("nationality", sa.String(length=2), nullable=True),
        sa.Column("mother_tongue", sa.String(length=8), nullable=True),
        sa.Column("reads_cyrillic", sa.Boolean(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "temporary_protection",
                "refugee",
                "humanitarian",
                "asylum_seeker",
                "resident",
                "family_member",
                "other",
                name="residencestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("town", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("mediator_id", sa.Integer(), nullable=True),
        sa.Column("search_key", sa.String(length=1200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(born_on IS NULL) = (born_precision IS NULL)", name=op.f("ck_learner_birth_has_precision")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_learner_account_id_account")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_learner_centre_id_centre")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_learner_created_by_id_account")),
        sa.ForeignKeyConstraint(["mediator_id"], ["account.id"], name=op.f("fk_learner_mediator_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("account_id", name=op.f("uq_learner_account_id")),
        sa.UniqueConstraint("number", name=op.f("uq_learner_number")),
    )
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learner_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learner_mediator_id"), ["mediator_id"], unique=False)

    op.create_table(
        "non_working_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_non_working_day_centre_id_centre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_non_working_day")),
        sa.UniqueConstraint("centre_id", "day", name=op.f("uq_non_working_day_centre_id_day")),
    )
    with op.batch_alter_table("non_working_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_non_working_day_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_room_centre_id_centre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("centre_id", "name", name=op.f("uq_room_centre_id_name")),
    )
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("started", "finished", name="attemptstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column(
            "suggested_level",
            sa.Enum("literacy", "A1", "A2", "B1", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.Column(
            "decided_level",
            sa.Enum(
                "literacy", "A1", "A2", "B1", name="decided_level", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=400), nullable=True),
        sa.Column("retake_allowed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'finished') = (finished_at IS NOT NULL)", name=op.f("ck_attempt_finished_has_moment")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_attempt_decided_by_id_account")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_attempt_learner_id_learner")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_attempt_quiz_id_quiz")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_quiz_id"), ["quiz_id"], unique=False)
        batch_op.create_index(
            "uq_attempt_one_started",
            ["quiz_id", "learner_id"],
            unique=True,
            sqlite_where=sa.text("state = 'started'"),
            postgresql_where=sa.text("state = 'started'"),
        )

    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_cohort_capacity_positive")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_cohort_ends_after_start")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_cohort_centre_id_centre")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_cohort_programme_id_programme")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_cohort_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("code", name=op.f("uq_cohort_code")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_room_id"), ["room_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_starts_on"), ["starts_on"], unique=False)

    op.create_table(
        "quiz_item",
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_quiz_item_item_version_id_item_version")
        ),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_quiz_item_quiz_id_quiz")),
        sa.PrimaryKeyConstraint("quiz_id", "position", name=op.f("pk_quiz_item")),
    )
    with op.batch_alter_table("quiz_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiz_item_item_version_id"), ["item_version_id"], unique=False)

    op.create_table(
        "waiting_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("literacy", "A1", "A2", "B1", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column(
            "part_of_day",
            sa.Enum(
                "morning",
                "afternoon",
                "evening",
                "weekend",
                "any",
                name="partofday",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("online_ok", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_waiting_entry_centre_id_centre")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_waiting_entry_learner_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_entry")),
    )
    with op.batch_alter_table("waiting_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_entry_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiting_entry_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "cohort_teacher",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_cohort_teacher_account_id_account")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_teacher_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("cohort_id", "account_id", name=op.f("pk_cohort_teacher")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "waiting",
                "offered",
                "active",
                "completed",
                "withdrawn",
                "transferred",
                name="enrolmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("transferred_from_id", sa.Integer(), nullable=True),
        sa.Column(
            "leaving_reason",
            sa.Enum(
                "work",
                "moved",
                "health",
                "child_care",
                "level",
                "other",
                name="leavingreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("final_score", sa.Integer(), nullable=True),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "completed",
                "attended",
                "withdrew",
                "transferred",
                "moved_on",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_enrolment_ends_after_start")),
        sa.CheckConstraint(
            "final_score IS NULL OR final_score BETWEEN 0 AND 100", name=op.f("ck_enrolment_score_is_percent")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_enrolment_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_enrolment_learner_id_learner")),
        sa.ForeignKeyConstraint(["outcome_by_id"], ["account.id"], name=op.f("fk_enrolment_outcome_by_id_account")),
        sa.ForeignKeyConstraint(
            ["transferred_from_id"], ["enrolment.id"], name=op.f("fk_enrolment_transferred_from_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("transferred_from_id", name=op.f("uq_enrolment_transferred_from_id")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolment_cohort_id_learner_id"), ["cohort_id", "learner_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_enrolment_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned", "held", "cancelled", name="lessonstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("cancel_reason", sa.String(length=200), nullable=True),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancel_reason IS NOT NULL)", name=op.f("ck_lesson_cancelled_with_reason")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_lesson_ends_after_start")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_lesson_hours_positive")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_lesson_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["replaces_id"], ["lesson.id"], name=op.f("fk_lesson_replaces_id_lesson")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_lesson_room_id_room")),
        sa.ForeignKeyConstraint(["teacher_id"], ["account.id"], name=op.f("fk_lesson_teacher_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_lesson_cohort_id_number")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_room_id_starts_at"), ["room_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_teacher_id_starts_at"), ["teacher_id", "starts_at"], unique=False)

    op.create_table(
        "pattern_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_pattern_slot_hours_positive")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_pattern_slot_weekday_monday_is_0")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_pattern_slot_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_slot")),
    )
    with op.batch_alter_table("pattern_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pattern_slot_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_version_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_response_attempt_id_attempt")),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_response_item_version_id_item_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_response_attempt_id_position")),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_item_version_id"), ["item_version_id"], unique=False)

    op.create_table(
        "enrolment_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column(
            "from_state",
            sa.Enum(
                "requested",
                "waiting",
                "offered",
                "active",
                "completed",
                "withdrawn",
                "transferred",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "requested",
                "waiting",
                "offered",
                "active",
                "completed",
                "withdrawn",
                "transferred",
                name="enrolmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_enrolment_change_by_id_account")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_change_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_change")),
    )
    with op.batch_alter_table("enrolment_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_change_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "present",
                "late",
                "left_early",
                "absent",
                "excused",
                name="markkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("follows", sa.String(length=36), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum("applied", "conflict", name="entryanswer", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.CheckConstraint("based_on >= 0 AND based_on < version", name=op.f("ck_entry_based_on_what_was_there")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_entry_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_entry_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_entry_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "lesson_id", "enrolment_id", "version", name=op.f("uq_entry_lesson_id_enrolment_id_version")
        ),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "present",
                "late",
                "left_early",
                "absent",
                "excused",
                name="markkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("minutes_attended", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("in_conflict", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes_attended >= 0", name=op.f("ck_mark_minutes_not_negative")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_mark_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_mark_entry_id_entry")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_mark_lesson_id_lesson")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("lesson_id", "enrolment_id", name=op.f("uq_mark_lesson_id_enrolment_id")),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_enrolment_id"), ["enrolment_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_enrolment_id"))

    op.drop_table("mark")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_enrolment_id"))

    op.drop_table("entry")
    with op.batch_alter_table("enrolment_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_change_enrolment_id"))

    op.drop_table("enrolment_change")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_item_version_id"))

    op.drop_table("response")
    with op.batch_alter_table("pattern_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pattern_slot_cohort_id"))

    op.drop_table("pattern_slot")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_teacher_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_lesson_starts_at"))
        batch_op.drop_index(batch_op.f("ix_lesson_room_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_lesson_cohort_id"))

    op.drop_table("lesson")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_learner_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_cohort_id_learner_id"))

    op.drop_table("enrolment")
    op.drop_table("cohort_teacher")
    with op.batch_alter_table("waiting_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_entry_learner_id"))
        batch_op.drop_index(batch_op.f("ix_waiting_entry_centre_id"))

    op.drop_table("waiting_entry")
    with op.batch_alter_table("quiz_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_item_item_version_id"))

    op.drop_table("quiz_item")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_starts_on"))
        batch_op.drop_index(batch_op.f("ix_cohort_room_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_programme_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_centre_id"))

    op.drop_table("cohort")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempt_one_started",
            sqlite_where=sa.text("state = 'started'"),
            postgresql_where=sa.text("state = 'started'"),
        )
        batch_op.drop_index(batch_op.f("ix_attempt_quiz_id"))
        batch_op.drop_index(batch_op.f("ix_attempt_learner_id"))

    op.drop_table("attempt")
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_centre_id"))

    op.drop_table("room")
    with op.batch_alter_table("non_working_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_non_working_day_centre_id"))

    op.drop_table("non_working_day")
    with op.batch_alter_table("learner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learner_mediator_id"))
        batch_op.drop_index(batch_op.f("ix_learner_centre_id"))

    op.drop_table("learner")
    op.drop_table("item_version")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_centre_id"))

    op.drop_table("import_batch")
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_line_subject_type_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_line_at"))
        batch_op.drop_index(batch_op.f("ix_audit_line_account_id"))

    op.drop_table("audit_line")
    op.drop_table("account_centre")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_subject_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("quiz")
    op.drop_table("programme")
    op.drop_table("item")
    op.drop_table("centre")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_role"))

    op.drop_table("account")
