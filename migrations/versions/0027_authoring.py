"""Items offered for review and found by their words; answers accepted and keys corrected afterwards"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

NOT_READ = {"id", "key", "keys", "instruction", "within", "who", "why", "tempts", "forgive", "rubric", "end", "also"}
STANDING = sa.text("withdrawn_at IS NULL")
versions = sa.table(
    "item_version",
    *(sa.column(name) for name in ("id", "grammar", "words")),
    sa.column("body", sa.JSON),
)


def upgrade() -> None:
    with op.batch_alter_table("item_version") as version:
        version.add_column(sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
        version.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
        version.create_index(op.f("ix_item_version_offered_at"), ["offered_at"])
    with op.batch_alter_table("item_version") as version:
        version.alter_column("words", existing_type=sa.Text(), server_default=None)
    _find_words()
    op.create_table(
        "accepted_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("item_version_id", sa.Integer(), sa.ForeignKey("item_version.id"), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        *_withdrawn(),
    )
    _one_standing("accepted_answer", "item_version_id", "gap", "text")
    op.create_table(
        "key_correction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("item_version_id", sa.Integer(), sa.ForeignKey("item_version.id"), nullable=False),
        sa.Column("key", sa.JSON(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        *_withdrawn(),
        sa.CheckConstraint("void = (key IS NULL)", name="key_or_void"),
    )
    _one_standing("key_correction", "item_version_id")


def _withdrawn() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("withdrawn_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
    )


def _one_standing(table: str, *columns: str) -> None:
    op.create_index(
        f"uq_{table}_standing", table, list(columns), unique=True, sqlite_where=STANDING, postgresql_where=STANDING
    )


def _find_words() -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(versions.c.id, versions.c.grammar, versions.c.body)).all():
        text = " ".join((row.grammar, *_texts(row.body)))
        words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
        bind.execute(versions.update().where(versions.c.id == row.id).values(words=words))


def _texts(part: object) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        part = [value for name, value in part.items() if name not in NOT_READ]
    return [text for one in part for text in _texts(one)] if isinstance(part, list) else []


def downgrade() -> None:
    op.drop_table("key_correction")
    op.drop_table("accepted_answer")
    with op.batch_alter_table("item_version") as version:
        version.drop_index(op.f("ix_item_version_offered_at"))
        version.drop_column("words")
        version.drop_column("offered_at")
