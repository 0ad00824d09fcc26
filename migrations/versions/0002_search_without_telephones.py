"""Search without telephones, long names, and since when a card exists

The search key of a learner held the digits of the telephone, which not everybody who searches may see.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ACCOUNT = sa.table("account", sa.column("id"), sa.column("card_code"), sa.column("card_issued_at"))
AUDIT = sa.table("audit_line", sa.column("at"), sa.column("act"), sa.column("subject_type"), sa.column("subject_id"))
LEARNER = sa.table("learner", sa.column("id"), sa.column("phone", sa.String), sa.column("search_key", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.alter_column("name", existing_type=sa.String(120), type_=sa.String(420), existing_nullable=False)
        account.add_column(sa.Column("card_issued_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("learner") as learner:
        learner.alter_column("search_key", existing_type=sa.String(1200), type_=sa.Text(), existing_nullable=False)
    issued = sa.select(sa.func.max(AUDIT.c.at)).where(
        AUDIT.c.act == "account.card", AUDIT.c.subject_type == "account", AUDIT.c.subject_id == ACCOUNT.c.id
    )
    op.execute(
        ACCOUNT.update().where(ACCOUNT.c.card_code.is_not(None)).values(card_issued_at=issued.scalar_subquery())
    )
    for one, digits in _telephones():
        _search(one.id, one.search_key.removesuffix(digits).strip())


def _telephones() -> list[tuple[Any, str]]:
    found = op.get_bind().execute(sa.select(LEARNER).where(LEARNER.c.phone.is_not(None)))
    return [(one, "".join(filter(str.isdigit, one.phone))) for one in found.all()]


def _search(learner_id: int, key: str) -> None:
    op.get_bind().execute(LEARNER.update().where(LEARNER.c.id == learner_id).values(search_key=key))


def downgrade() -> None:
    for one, digits in _telephones():
        _search(one.id, f"{one.search_key} {digits}")
    with op.batch_alter_table("learner") as learner:
        learner.alter_column("search_key", existing_type=sa.Text(), type_=sa.String(1200), existing_nullable=False)
    with op.batch_alter_table("account") as account:
        account.drop_column("card_issued_at")
        account.alter_column("name", existing_type=sa.String(420), type_=sa.String(120), existing_nullable=False)
