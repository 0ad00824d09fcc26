"""What was sent to people, when, by what and by whom"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KINDS = ("offer", "offer_reminder")
CHANNELS = ("whatsapp", "viber", "telegram", "sms", "mail_program", "mail", "other")
STATES = ("noted", "sending", "sent", "failed")
TROUBLES = ("unreachable", "insecure", "sign_in", "recipient", "refused", "broken_off")


def choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "sent_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), nullable=False, index=True),
        sa.Column("kind", choice(KINDS, "kind"), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", choice(CHANNELS, "channel"), nullable=False),
        sa.Column("state", choice(STATES, "state"), nullable=False),
        sa.Column("trouble", choice(TROUBLES, "trouble"), nullable=True),
        sa.Column("said", sa.String(300), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
    )
    op.create_index("ix_sent_message_kind_about_id", "sent_message", ["kind", "about_id"])


def downgrade() -> None:
    op.drop_table("sent_message")
