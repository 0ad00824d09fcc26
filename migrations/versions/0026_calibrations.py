"""Calibrations: what answers say of the items, as versions that can be undone"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MODELS = ("rasch", "2pl")


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column(
            "model",
            sa.Enum(*MODELS, name="model", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("anchors", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("per_statement", sa.Double(), nullable=False),
        sa.Column("sd", sa.Double(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.CheckConstraint("undone_by_id IS NULL OR undone_at IS NOT NULL", name="undone_has_moment"),
    )
    op.create_table(
        "calibrated_item",
        sa.Column("calibration_id", sa.Integer(), sa.ForeignKey("calibration.id"), primary_key=True),
        sa.Column(
            "item_version_id", sa.Integer(), sa.ForeignKey("item_version.id"), primary_key=True, index=True
        ),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("a", sa.Double(), nullable=False),
        sa.Column("a_error", sa.Double(), nullable=False),
        sa.Column("b", sa.Double(), nullable=False),
        sa.Column("b_error", sa.Double(), nullable=False),
        sa.Column("b_before", sa.Double(), nullable=False),
        sa.Column("infit", sa.Double(), nullable=False),
        sa.Column("infit_error", sa.Double(), nullable=False),
        sa.Column("outfit", sa.Double(), nullable=False),
        sa.Column("outfit_error", sa.Double(), nullable=False),
        sa.Column("misfits", sa.Boolean(), nullable=False),
        sa.Column("drift", sa.Double(), nullable=True),
        sa.Column("drift_error", sa.Double(), nullable=True),
        sa.Column("drifts", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("calibrated_item")
    op.drop_table("calibration")
