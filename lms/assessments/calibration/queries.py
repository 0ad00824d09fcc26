"""Reading calibrations: the one in use, the list of them, and what moved in one."""

from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.calibration.models import CalibratedItem, Calibration
from lms.assessments.items.models import ItemVersion
from lms.database import db

ON_A_PAGE = 50


class Numbers(NamedTuple):
    """What the calibration in use says of an item."""

    a: float
    b: float
    b_error: float
    answers: int


def in_use() -> Calibration | None:
    """The calibration in use; None while the items are what their writers expect."""
    found: Calibration | None = db.session.scalar(_in_use(select(Calibration)))
    return found


def in_use_id() -> ScalarSelect[int]:
    """Which calibration is in use, to be asked with something else; NULL while the items are as writers expect them."""
    return _in_use(select(Calibration.id)).scalar_subquery()


def latest() -> Calibration | None:
    """The newest calibration, undone or not."""
    return db.session.scalar(select(Calibration).order_by(Calibration.id.desc()).limit(1))


def _in_use(asked: Select[Any]) -> Select[Any]:
    return asked.where(Calibration.undone_at.is_(None)).order_by(Calibration.id.desc()).limit(1)


def _numbers() -> Select[int, float, float, float, int]:
    item = CalibratedItem
    return select(item.item_version_id, item.a, item.b, item.b_error, item.answers).where(
        item.calibration_id == in_use_id()
    )


def numbers_in_use() -> dict[int, Numbers]:
    """What the calibration in use says, by version; empty when there is none."""
    return {row[0]: Numbers(*row[1:]) for row in db.session.execute(_numbers())}


def numbers_of(version: ItemVersion) -> Numbers | None:
    """What the calibration in use says of one version; None when it does not know it."""
    found = db.session.execute(_numbers().where(CalibratedItem.item_version_id == version.id)).first()
    return Numbers(*found[1:]) if found else None


class Listed(NamedTuple):
    """A calibration in a list, with how many of its items are to be looked at."""

    calibration: Calibration
    items: int
    misfits: int
    drifts: int


def calibrations(by: Viewer, number: int) -> tuple[Pagination, list[Listed]]:
    """The page with this number of the calibrations, the newest first."""
    asked = scoped(select(Calibration), "calibrations.view", by).options(
        joinedload(Calibration.made_by), joinedload(Calibration.undone_by)
    )
    page = db.paginate(asked.order_by(Calibration.id.desc()), page=number, per_page=ON_A_PAGE)
    item = CalibratedItem
    flagged = (func.count().filter(item.misfits), func.count().filter(item.drifts))
    shown = item.calibration_id.in_([one.id for one in page.items])
    counts = select(item.calibration_id, func.count(), *flagged).where(shown)
    counted = {row[0]: row[1:] for row in db.session.execute(counts.group_by(item.calibration_id))}
    return page, [Listed(one, *counted.get(one.id, (0, 0, 0))) for one in page.items]


def items_of(calibration: Calibration, number: int) -> Pagination:
    """The page with this number of a calibration's items: those to be looked at first, then those that moved most."""
    item = CalibratedItem
    asked = (
        select(item)
        .where(item.calibration_id == calibration.id)
        .options(joinedload(item.item_version).joinedload(ItemVersion.item))
        .order_by((item.misfits | item.drifts).desc(), func.abs(item.b - item.b_before).desc(), item.item_version_id)
    )
    return db.paginate(asked, page=number, per_page=ON_A_PAGE)
