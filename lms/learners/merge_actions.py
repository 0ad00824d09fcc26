"""Making one record of two: everything that points at either points at the kept one, and the old number finds it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.accounts import actions as accounts
from lms.database import db
from lms.learners.duplicate_models import DistinctPeople
from lms.learners.merge_models import Merge
from lms.learners.models import Learner
from lms.learners.safeguarding_models import NamedStaff
from lms.learners.search_actions import keep_keys
from lms.learners.search_models import NameKey

Preparation = Callable[[Viewer, Learner, Learner], None]
_preparations: list[Preparation] = []
FIELDS = (
    ("given_latin", "family_latin"),
    ("given_cyrillic", "family_cyrillic"),
    ("name_native",),
    ("preferred_name",),
    ("pronunciation",),
    ("phone",),
    ("email",),
    ("town",),
    ("language",),
    ("sex",),
    ("born_on", "born_precision"),
    ("document", "personal_number"),
    ("nationalities",),
    ("mother_tongue",),
    ("other_languages",),
    ("reads_cyrillic", "reads_latin", "reads_other"),
    ("schooling_years",),
    ("status",),
    ("available", "meets"),
    ("child_care",),
    ("access_needs",),
    ("mediator_id",),
)
"""What is chosen between two records, each line as one."""


def prepares_merge(preparation: Preparation) -> Preparation:
    """Register what a room does before two people (kept, gone) become one: settle what cannot stand side by side.

    It may raise DomainError, saying what must be settled by a person first.
    """
    if preparation not in _preparations:
        _preparations.append(preparation)
    return preparation


def merge(by: Viewer, kept: Learner, gone: Learner, taken: Collection[str]) -> None:
    """Make one record of two; `taken` names the first field of each line of FIELDS that comes from the one that goes.

    Every row that pointed at the gone record points at the kept one. Audit lines stay as they were written.
    Raises DomainError when something of both cannot stand in one record.
    """
    _hold(kept, gone)
    for preparation in _preparations:
        preparation(by, kept, gone)
    _settle_distinct(by, kept, gone)
    _settle_named(kept, gone)
    db.session.execute(delete(NameKey).where(NameKey.learner_id == gone.id))
    _point_at(kept, gone)
    _join_accounts(by, kept, gone)
    replaced = _take(kept, gone, taken)
    db.session.add(Merge(gone_id=gone.id, kept_id=kept.id, at=clock.now(), by_id=by.account_id, replaced=replaced))
    # Whoever was to be seen by those named only is so in the one record too.
    kept.unaccompanied = kept.unaccompanied or gone.unaccompanied
    gone.merged_into_id = kept.id
    db.session.flush()
    keep_keys([kept])
    record(by, "learner.merge", "learner", kept.id, gone=gone.id, taken=sorted(taken))


def _hold(kept: Learner, gone: Learner) -> None:
    ids = sorted((kept.id, gone.id))
    db.session.execute(select(Learner.id).where(Learner.id.in_(ids)).order_by(Learner.id).with_for_update()).all()
    db.session.refresh(kept)
    db.session.refresh(gone)
    if kept.id == gone.id or kept.merged_into_id or gone.merged_into_id:
        raise DomainError(_l("One of these records was merged meanwhile. Look at the person again."))
    if kept.centre_id != gone.centre_id:
        raise DomainError(_l("These records belong to two centres. Let one centre take the person over first."))


def _settle_named(kept: Learner, gone: Learner) -> None:
    """Whoever is named for both is named once."""
    already = select(NamedStaff.account_id).where(NamedStaff.learner_id == kept.id)
    both = delete(NamedStaff).where(NamedStaff.learner_id == gone.id, NamedStaff.account_id.in_(already))
    db.session.execute(both)


def pointing() -> Iterator[Column[Any]]:
    """Every column of every room that points at a person and moves with them."""
    own = {NameKey.__tablename__, DistinctPeople.__tablename__}
    for table in db.metadata.sorted_tables:
        if table.name not in own:
            yield from (key.parent for key in table.foreign_keys if key.column is Learner.__table__.c.id)


def _point_at(kept: Learner, gone: Learner) -> None:
    try:
        with db.session.begin_nested():
            for column in pointing():
                db.session.execute(update(column.table).where(column == gone.id).values({column: kept.id}))
    except IntegrityError as error:
        raise DomainError(
            _l("Both records have something of which a person can have only one. Settle it in one of them first.")
        ) from error
    # Rows that were read before still carry the old identifier.
    db.session.expire_all()


def _join_accounts(by: Viewer, kept: Learner, gone: Learner) -> None:
    if gone.account is None:
        return
    if kept.account is not None:
        # A person has one card: the kept record's.
        accounts.set_active(by, gone.account, False)
        return
    account, gone.account = gone.account, None
    db.session.flush()
    kept.account = account


def _take(kept: Learner, gone: Learner, taken: Collection[str]) -> dict[str, Any]:
    replaced: dict[str, Any] = {}
    for line in FIELDS:
        if line[0] not in taken:
            continue
        for name in line:
            before, value = getattr(kept, name), getattr(gone, name)
            if before != value:
                replaced[name] = None if before is None else _plain(before)
                setattr(kept, name, value)
    return replaced


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, (tuple, frozenset)) else str(value)


def _settle_distinct(by: Viewer, kept: Learner, gone: Learner) -> None:
    """Whoever is not the one who goes is not the one who stays."""
    statement = select(DistinctPeople).where(
        or_(DistinctPeople.first_id == gone.id, DistinctPeople.second_id == gone.id)
    )
    for pair in db.session.scalars(statement).all():
        other = pair.second_id if pair.first_id == gone.id else pair.first_id
        db.session.delete(pair)
        if other != kept.id:
            mark_distinct(by, kept.id, [other])
    db.session.flush()


def mark_distinct(by: Viewer, learner_id: int, others: Sequence[int]) -> None:
    """Remember that a person is none of these others."""
    for other in others:
        low, high = sorted((learner_id, other))
        if low != high and db.session.get(DistinctPeople, (low, high)) is None:
            db.session.add(DistinctPeople(first_id=low, second_id=high, at=clock.now(), by_id=by.account_id))
            record(by, "learner.distinct", "learner", low, other=high)
