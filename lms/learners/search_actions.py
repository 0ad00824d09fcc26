"""Keeping the keys of search in step with names; whoever writes a name calls this in the same transaction."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from lms.database import db
from lms.learners.models import Learner
from lms.learners.search_models import NameKey
from lms.learners.search_rules import keys_of

STEP = 1000
COLUMNS = ("kind", "key", "learner_id")


def keep_keys(learners: Sequence[Learner]) -> None:
    """Write anew the keys of people whose identifiers are known; whoever was merged into another has none."""
    for at in range(0, len(learners), STEP):
        some = learners[at : at + STEP]
        ids = [learner.id for learner in some]
        db.session.execute(delete(NameKey).where(NameKey.learner_id.in_(ids)))
        merged, rows = _merged_numbers(ids), []
        for learner in some:
            if learner.merged_into_id is None:
                keys = keys_of(learner.names, [learner.number, *merged.get(learner.id, ())], learner.phone)
                rows += [(kind, key, learner.id) for kind, key in keys]
        if rows:
            # In the order of the index: neighbours lie on one page of it.
            db.session.execute(insert(NameKey), [dict(zip(COLUMNS, row, strict=True)) for row in sorted(rows)])


def _merged_numbers(learner_ids: Sequence[int]) -> dict[int, list[str]]:
    statement = select(Learner.merged_into_id, Learner.number).where(Learner.merged_into_id.in_(learner_ids))
    found: dict[int, list[str]] = {}
    for kept_id, number in db.session.execute(statement):
        found.setdefault(kept_id or 0, []).append(number)
    return found


def rebuild_keys() -> int:
    """Write the keys of everybody anew, after the rules changed; returns how many people there are."""
    ids = db.session.scalars(select(Learner.id).order_by(Learner.id)).all()
    for at in range(0, len(ids), STEP):
        keep_keys(db.session.scalars(select(Learner).where(Learner.id.in_(ids[at : at + STEP]))).all())
        db.session.expunge_all()
    return len(ids)
