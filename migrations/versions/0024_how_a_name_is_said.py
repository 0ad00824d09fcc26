"""How a person's name is said, for whoever reads it aloud"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("learner", sa.Column("pronunciation", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("learner", "pronunciation")
