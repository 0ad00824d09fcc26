"""A part of a name is found by a key of its own; unaccompanied minors are found by an index"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from lms.learners.search_rules import keys_of

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STEP = 1000
NAMES = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "name_native", "preferred_name")
LEARNER = sa.table("learner", *(sa.column(name) for name in ("id", "number", "phone", "merged_into_id", *NAMES)))
NAME_KEY = sa.table("name_key", sa.column("kind"), sa.column("key"), sa.column("learner_id"))


def upgrade() -> None:
    op.create_index(
        "ix_learner_unaccompanied",
        "learner",
        ["unaccompanied"],
        sqlite_where=sa.text("unaccompanied = 1"),
        postgresql_where=sa.text("unaccompanied"),
    )
    op.drop_table("name_key")
    _create(("word", "sound", "part", "number", "phone"), 128)
    op.create_index(op.f("ix_name_key_learner_id_kind_key"), "name_key", ["learner_id", "kind", "key"])
    _insert(_keys())


def _create(kinds: tuple[str, ...], length: int) -> None:
    op.create_table(
        "name_key",
        sa.Column("kind", sa.Enum(*kinds, name="keykind", native_enum=False, create_constraint=True, length=32), primary_key=True),
        sa.Column("key", sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql"), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learner.id"), primary_key=True),
        sqlite_with_rowid=False,
    )


def _keys() -> Iterator[tuple[str, str, int]]:
    """The keys follow from the names by the rules of the program that reads them, so these are asked, not copied here."""
    numbers = defaultdict(list)
    merged = sa.select(LEARNER.c.merged_into_id, LEARNER.c.number).where(LEARNER.c.merged_into_id.is_not(None))
    for kept_id, number in op.get_bind().execute(merged):
        numbers[kept_id].append(number)
    for one in op.get_bind().execute(sa.select(LEARNER).where(LEARNER.c.merged_into_id.is_(None)).order_by(LEARNER.c.id)).all():
        names = (
            f"{one.given_latin} {one.family_latin}",
            f"{one.given_cyrillic} {one.family_cyrillic}",
            one.name_native or "",
            one.preferred_name or "",
        )
        for kind, key in keys_of(names, [one.number, *numbers[one.id]], one.phone):
            yield kind, key, one.id


def _insert(keys: Iterator[tuple[str, str, int]]) -> None:
    for _, some in groupby(keys, lambda row: row[2] // STEP):
        rows = sorted(some)
        op.bulk_insert(NAME_KEY, [{"kind": kind, "key": key, "learner_id": learner_id} for kind, key, learner_id in rows])


def downgrade() -> None:
    op.drop_index("ix_learner_unaccompanied", "learner")
    kept = op.get_bind().execute(sa.select(NAME_KEY).where(NAME_KEY.c.kind != "part").order_by(NAME_KEY.c.learner_id)).all()
    op.drop_table("name_key")
    _create(("word", "sound", "whole", "number", "phone"), 600)
    op.create_index(op.f("ix_name_key_learner_id"), "name_key", ["learner_id"])
    _insert(tuple(row) for row in kept)
    _insert(iter(_wholes(kept)))


def _wholes(kept: list[sa.Row]) -> list[tuple[str, str, int]]:
    """All words of each person in one line, in which a part was looked for."""
    words: dict[int, list[str]] = {}
    for kind, key, learner_id in kept:
        words.setdefault(learner_id, []).extend([key] if kind == "word" else [])
    return [("whole", " ".join(found)[:600], learner_id) for learner_id, found in words.items()]
