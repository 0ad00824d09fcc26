"""The wider record of a person: document, personal number, several nationalities, what they read, when they can come

What was one nationality becomes the first of several.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENTS = ("passport", "identity_card", "residence_card", "protection_card", "seeker_card", "other", "none")
MEETS = ("in_person", "online", "either")
LEARNER = sa.table("learner", sa.column("nationality", sa.String), sa.column("nationalities", sa.String))


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        learner.add_column(sa.Column("document", choice("document", *DOCUMENTS), nullable=True))
        learner.add_column(sa.Column("personal_number", sa.String(10), nullable=True))
        learner.add_column(sa.Column("nationalities", sa.String(200), nullable=False, server_default=""))
        learner.add_column(sa.Column("other_languages", sa.String(200), nullable=False, server_default=""))
        learner.add_column(sa.Column("reads_latin", sa.Boolean(), nullable=True))
        learner.add_column(sa.Column("reads_other", sa.Boolean(), nullable=True))
        learner.add_column(sa.Column("schooling_years", sa.Integer(), nullable=True))
        learner.add_column(sa.Column("available", sa.String(200), nullable=True))
        learner.add_column(sa.Column("meets", choice("meets", *MEETS), nullable=True))
        learner.add_column(sa.Column("child_care", sa.Boolean(), nullable=True))
        learner.add_column(sa.Column("access_needs", sa.String(400), nullable=True))
        learner.create_check_constraint("schooling_is_years", "schooling_years BETWEEN 0 AND 30")
        learner.create_index("ix_learner_personal_number", ["personal_number"])
    op.execute(LEARNER.update().values(nationalities=sa.func.coalesce(LEARNER.c.nationality, "")))
    with op.batch_alter_table("learner") as learner:
        learner.drop_column("nationality")
        learner.alter_column("nationalities", server_default=None)
        learner.alter_column("other_languages", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        learner.add_column(sa.Column("nationality", sa.String(2), nullable=True))
    first = sa.func.substr(LEARNER.c.nationalities, 1, 2)
    op.execute(LEARNER.update().values(nationality=first).where(LEARNER.c.nationalities != ""))
    with op.batch_alter_table("learner") as learner:
        learner.drop_index("ix_learner_personal_number")
        learner.drop_constraint("schooling_is_years", type_="check")
        learner.drop_constraint("document", type_="check")
        learner.drop_constraint("meets", type_="check")
        for name in (
            "document", "personal_number", "nationalities", "other_languages", "reads_latin", "reads_other",
            "schooling_years", "available", "meets", "child_care", "access_needs",
        ):
            learner.drop_column(name)
