"""Reading the item bank."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import Item, Sound
from lms.database import db

ON_A_PAGE = 50


def items(by: Viewer, number: int) -> Pagination:
    """The page with this number of the item bank with the versions of each item."""
    asked = scoped(select(Item), "items.view", by).options(selectinload(Item.versions))
    return db.paginate(asked.order_by(Item.code), page=number, per_page=ON_A_PAGE)


def sound_with(digest: str) -> Sound | None:
    """The sound with this address. Whoever was not given the address cannot ask for it."""
    return db.session.scalar(select(Sound).where(Sound.digest == digest))
