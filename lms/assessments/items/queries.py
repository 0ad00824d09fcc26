"""Reading the item bank."""

from collections.abc import Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.accounts.models import Account
from lms.assessments.items.filters import Filters
from lms.assessments.items.models import Item, ItemVersion, Sound
from lms.assessments.states import ItemState
from lms.database import db

ON_A_PAGE = 50


def versions(by: Viewer, wanted: Filters, number: int) -> Pagination:
    """The page with this number of what stands in the bank: live, reviewed and drafts, and items that are retired.

    What waits for a review comes in the order in which it was offered, the rest by code.
    """
    asked = _standing(by).options(joinedload(ItemVersion.author))
    order = (ItemVersion.offered_at,) if wanted.to_review else (Item.code, ItemVersion.version)
    return db.paginate(_limited(asked, wanted, by).order_by(*order), page=number, per_page=ON_A_PAGE)


def to_review(by: Viewer) -> int:
    """How many versions wait for the viewer's review."""
    asked = scoped(select(func.count(ItemVersion.id)).join(Item), "items.review", by).where(*_waiting_for(by))
    return db.session.scalar(asked) or 0


def authors(by: Viewer) -> Sequence[Account]:
    """Whoever of the staff wrote a version, by name."""
    wrote = scoped(select(ItemVersion.author_id).join(Item), "items.view", by)
    return db.session.scalars(select(Account).where(Account.id.in_(wrote)).order_by(Account.name)).all()


def sound_with(digest: str) -> Sound | None:
    """The sound with this address. Whoever was not given the address cannot ask for it."""
    return db.session.scalar(select(Sound).where(Sound.digest == digest))


def _standing(by: Viewer) -> Select[tuple[ItemVersion]]:
    later = aliased(ItemVersion)
    newest = select(func.max(later.version)).where(later.item_id == ItemVersion.item_id).scalar_subquery()
    asked = scoped(select(ItemVersion).join(ItemVersion.item), "items.view", by)
    return asked.where(or_(ItemVersion.state != ItemState.RETIRED, ItemVersion.version == newest)).options(
        contains_eager(ItemVersion.item)
    )


def _limited(asked: Select[tuple[ItemVersion]], wanted: Filters, by: Viewer) -> Select[tuple[ItemVersion]]:
    columns = {
        ItemVersion.state: wanted.state,
        ItemVersion.level: wanted.level,
        ItemVersion.skill: wanted.skill,
        ItemVersion.kind: wanted.kind,
        ItemVersion.topic: wanted.topic or None,
        ItemVersion.author_id: wanted.author,
    }
    asked = asked.where(*(column == value for column, value in columns.items() if value is not None))
    if wanted.text:
        in_words = [ItemVersion.words.contains(word, autoescape=True) for word in wanted.text.split()]
        asked = asked.where(or_(Item.code.icontains(wanted.text, autoescape=True), and_(*in_words)))
    return asked.where(*_waiting_for(by)) if wanted.to_review else asked


def _waiting_for(by: Viewer) -> tuple[ColumnElement[bool], ...]:
    own = ItemVersion.author_id.is_not_distinct_from(by.account_id)
    return ItemVersion.offered_at.is_not(None), ItemVersion.state == ItemState.DRAFT, ~own
