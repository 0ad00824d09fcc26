"""Items with kinds, states of their versions, reviews and sounds; a placement that adapts

A version now has the state that its item had: the newest takes it over, older ones are retired. What a file said of
topic, grammar point and author moves out of the body. A placement in the fixed form that somebody is in the middle of
lapses: the person begins the new one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ITEM_STATES = ("draft", "reviewed", "live", "retired")
KINDS = (
    "single_choice",
    "several_choices",
    "true_false",
    "dialogue",
    "picture_choice",
    "gap_typed",
    "gap_list",
    "ordering",
    "matching",
    "spoken",
    "written",
)
ATTEMPT_STATES = ("started", "finished", "lapsed")
MOVED = {"topic": "signs", "grammar": "", "author": ""}
"""What leaves the body, and what it is where a body does not say it."""
versions = sa.table(
    "item_version",
    *(sa.column(name) for name in ("id", "item_id", "version", "state", "topic", "grammar", "source")),
    sa.column("body", sa.JSON),
)


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _allow(values: tuple[str, ...]) -> None:
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_constraint(op.f("ck_attempt_attemptstate"), type_="check")
        attempt.create_check_constraint(op.f("ck_attempt_attemptstate"), f"state IN ({_quoted(values)})")


def upgrade() -> None:
    op.create_table(
        "sound",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    _widen_versions()
    op.create_table(
        "item_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("item_version_id", sa.Integer(), sa.ForeignKey("item_version.id"), nullable=False, index=True),
        sa.Column("reviewer_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("verdict", choice("verdict", "approved", "returned"), nullable=False),
        sa.Column("comment", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict = 'approved' OR comment <> ''", name="returned_with_reason"),
    )
    _widen_attempts()
    op.create_table(
        "exposure",
        sa.Column("item_version_id", sa.Integer(), sa.ForeignKey("item_version.id"), primary_key=True),
        sa.Column("shown", sa.Integer(), nullable=False),
    )
    op.create_table(
        "placement_talk",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("attempt_id", sa.Integer(), sa.ForeignKey("attempt.id"), nullable=False, unique=True),
        sa.Column("held_by_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rubric", sa.String(40), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
    )


def _widen_versions() -> None:
    with op.batch_alter_table("item_version") as version:
        version.add_column(sa.Column("state", choice("itemstate", *ITEM_STATES), nullable=True))
        version.add_column(sa.Column("topic", sa.String(24), nullable=True))
        version.add_column(sa.Column("grammar", sa.String(200), nullable=True))
        version.add_column(sa.Column("sound_id", sa.Integer(), nullable=True))
        version.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        version.add_column(sa.Column("source", sa.String(200), nullable=True))
        version.create_foreign_key(op.f("fk_item_version_sound_id_sound"), "sound", ["sound_id"], ["id"])
        version.create_foreign_key(op.f("fk_item_version_author_id_account"), "account", ["author_id"], ["id"])
        version.alter_column("kind", existing_type=sa.String(24), type_=sa.String(32), existing_nullable=False)
        # Spelt out: only SQLite, where the table is made anew, would make the constraint with the type.
        version.create_check_constraint(op.f("ck_item_version_itemkind"), f"kind IN ({_quoted(KINDS)})")
    op.execute(
        "UPDATE item_version SET state = CASE WHEN version = "
        "(SELECT max(newer.version) FROM item_version AS newer WHERE newer.item_id = item_version.item_id) "
        "THEN (SELECT item.state FROM item WHERE item.id = item_version.item_id) ELSE 'retired' END"
    )
    _move_out_of_bodies()
    with op.batch_alter_table("item_version") as version:
        for name, kind in (
            ("state", choice("itemstate", *ITEM_STATES)),
            ("topic", sa.String(24)),
            ("grammar", sa.String(200)),
            ("source", sa.String(200)),
        ):
            version.alter_column(name, existing_type=kind, nullable=False)
        version.create_index(op.f("ix_item_version_state"), ["state"])
        version.create_index(
            "uq_item_version_one_live",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )
    with op.batch_alter_table("item") as item:
        item.drop_constraint(op.f("ck_item_itemstate"), type_="check")
        item.drop_column("state")


def _move_out_of_bodies() -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(versions.c.id, versions.c.body)).all():
        said = {name: str(row.body.get(name, usual)) for name, usual in MOVED.items()}
        rest = {name: value for name, value in row.body.items() if name not in MOVED}
        bind.execute(
            versions.update()
            .where(versions.c.id == row.id)
            .values(body=rest, topic=said["topic"], grammar=said["grammar"], source=said["author"])
        )


def _widen_attempts() -> None:
    _allow(ATTEMPT_STATES)
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(sa.Column("seed", sa.String(32), nullable=False, server_default=""))
        attempt.add_column(sa.Column("supervised_by_id", sa.Integer(), nullable=True))
        attempt.add_column(sa.Column("can_do", sa.JSON(), nullable=True))
        attempt.add_column(sa.Column("asked_id", sa.Integer(), nullable=True))
        attempt.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        attempt.create_foreign_key(
            op.f("fk_attempt_supervised_by_id_account"), "account", ["supervised_by_id"], ["id"]
        )
        attempt.create_foreign_key(op.f("fk_attempt_asked_id_item_version"), "item_version", ["asked_id"], ["id"])
    with op.batch_alter_table("attempt") as attempt:
        attempt.alter_column("seed", existing_type=sa.String(32), server_default=None)
    op.execute(
        "UPDATE attempt SET state = 'lapsed' WHERE state = 'started' "
        "AND quiz_id IN (SELECT id FROM quiz WHERE kind = 'placement')"
    )
    with op.batch_alter_table("response") as response:
        response.add_column(sa.Column("share", sa.Double(), nullable=True))
        response.add_column(sa.Column("parts", sa.JSON(), nullable=True))
        response.add_column(sa.Column("scale", sa.JSON(), nullable=True))
        response.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE response SET share = CASE WHEN correct THEN 1 ELSE 0 END")
    with op.batch_alter_table("response") as response:
        response.alter_column("share", existing_type=sa.Double(), nullable=False)


def downgrade() -> None:
    op.drop_table("placement_talk")
    op.drop_table("exposure")
    with op.batch_alter_table("response") as response:
        for name in ("asked_at", "scale", "parts", "share"):
            response.drop_column(name)
    op.execute("UPDATE attempt SET state = 'started' WHERE state = 'lapsed'")
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_constraint(op.f("fk_attempt_asked_id_item_version"), type_="foreignkey")
        attempt.drop_constraint(op.f("fk_attempt_supervised_by_id_account"), type_="foreignkey")
        for name in ("asked_at", "asked_id", "can_do", "supervised_by_id", "seed"):
            attempt.drop_column(name)
    _allow(ATTEMPT_STATES[:2])
    op.drop_table("item_review")
    _narrow_versions()
    op.drop_table("sound")


def _narrow_versions() -> None:
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("state", choice("itemstate", *ITEM_STATES), nullable=True))
    op.execute(
        "UPDATE item SET state = (SELECT state FROM item_version WHERE item_id = item.id ORDER BY version DESC LIMIT 1)"
    )
    _move_into_bodies()
    with op.batch_alter_table("item") as item:
        item.alter_column("state", existing_type=choice("itemstate", *ITEM_STATES), nullable=False)
    with op.batch_alter_table("item_version") as version:
        version.drop_index("uq_item_version_one_live")
        version.drop_index(op.f("ix_item_version_state"))
        version.drop_constraint(op.f("ck_item_version_itemstate"), type_="check")
        version.drop_constraint(op.f("ck_item_version_itemkind"), type_="check")
        version.drop_constraint(op.f("fk_item_version_sound_id_sound"), type_="foreignkey")
        version.drop_constraint(op.f("fk_item_version_author_id_account"), type_="foreignkey")
        version.alter_column("kind", existing_type=sa.String(32), type_=sa.String(24), existing_nullable=False)
        for name in ("source", "author_id", "sound_id", "grammar", "topic", "state"):
            version.drop_column(name)


def _move_into_bodies() -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(versions)).all():
        body = row.body | {"topic": row.topic, "grammar": row.grammar, "author": row.source}
        bind.execute(versions.update().where(versions.c.id == row.id).values(body=body))
