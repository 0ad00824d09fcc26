"""Who was to give a lesson that somebody else gives only this once"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lesson") as lesson:
        lesson.add_column(sa.Column("stands_in_for_id", sa.Integer(), nullable=True))
        lesson.create_foreign_key("fk_lesson_stands_in_for_id_account", "account", ["stands_in_for_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("lesson") as lesson:
        lesson.drop_constraint("fk_lesson_stands_in_for_id_account", type_="foreignkey")
        lesson.drop_column("stands_in_for_id")
