"""The items a placement may ask: what is known of each, how often it was shown, and which is asked next.

Every answer needs all of them. What is known of them is read once in a process, and read again when any item came,
went or was worded anew, or another calibration counts, wherever that was done; how often they were shown is read each
time.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from flask import current_app
from numpy.random import default_rng
from sqlalchemy import Row, String, func, select, type_coerce

from lms.assessments.calibration.queries import Numbers, in_use_id, numbers_in_use, numbers_of
from lms.assessments.items.models import ItemVersion
from lms.assessments.placement import scale
from lms.assessments.placement.models import Exposure
from lms.assessments.placement.scale import Floats
from lms.assessments.placement.selection import SHARES, Bank, next_item
from lms.assessments.placement.selection import Exposure as Limit
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import QuizItem
from lms.assessments.states import ItemState, Skill, Within
from lms.database import db

COUNTED_FOR = 60
"""Seconds for which a count of people holds: it only grows, so an old one only makes the limit stricter."""
_KEPT = "placement_shelf"

Stamps = Sequence[tuple[int, str]]
"""Each version with the moment at which it was worded as it is."""


@dataclass
class _Kept:
    """What a process knows of the items, and since when it knows how many people there were."""

    stamps: Stamps
    calibration: int | None
    bank: Bank
    items: Sequence[int]
    scales: Mapping[int, Mapping[str, float]]
    people: int = 0
    counted_at: float = float("-inf")


@dataclass(frozen=True)
class Shelf:
    """The items that may be asked: their numbers, the item of each version, and how often each was shown."""

    bank: Bank
    items: Sequence[int]
    scales: Mapping[int, Mapping[str, float]]
    """The numbers of each version, as they are kept with an answer."""
    limit: Limit

    def scale_of(self, version: ItemVersion) -> dict[str, float]:
        """The numbers of a version, also of one that was asked and may not be asked any more."""
        known = self.scales.get(version.id)
        return dict(known) if known else scale_of(version, numbers_of(version))

    def choose(self, seed: str, asked: Counter[Skill], seen: Set[int], now: Floats, among: int) -> int | None:
        """The version to ask next; None when there is none that the person has not met.

        `asked` counts the items so far by skill, `seen` are items the person has met; it is one of the `among`
        that tell most. The same question has always the same answer.
        """
        allowed = np.array([item not in seen for item in self.items], dtype=bool)
        rng = default_rng(Random(f"{seed}/{asked.total()}").getrandbits(64))  # noqa: S311  # an order, no secret
        place = next_item(now, self.bank, allowed, asked, self.limit, among, rng)
        return None if place is None else int(self.bank.ids[place])


def scale_of(version: ItemVersion | Row[Any], known: Numbers | None = None) -> dict[str, float]:
    """An item's numbers: discrimination, difficulty, guessing, and how well the difficulty is known.

    They are what a calibration knows, or else what the writer expects.
    """
    chance = round(scale.guessing(version.kind, version.body), 4)
    if known:
        return {"a": known.a, "b": known.b, "c": chance, "spread": known.b_error}
    within = Within(version.body.get("within", Within.MIDDLE))
    expected = scale.expected_difficulty(version.level, within)
    return {"a": scale.DISCRIMINATION, "b": expected, "c": chance, "spread": scale.DIFFICULTY_SD}


def read_shelf() -> Shelf:
    """The live items that a key can mark, without those of the letters check."""
    letters = select(QuizItem.item_version_id)
    asked = (
        select(
            ItemVersion.id,
            type_coerce(ItemVersion.created_at, String),
            func.coalesce(Exposure.shown, 0),
            in_use_id(),
        )
        .outerjoin(Exposure, Exposure.item_version_id == ItemVersion.id)
        .where(ItemVersion.state == ItemState.LIVE, ItemVersion.skill.in_(SHARES), ItemVersion.id.not_in(letters))
        .order_by(ItemVersion.id)
    )
    rows = db.session.execute(asked).all()
    kept = _known([(version_id, worded_at) for version_id, worded_at, *_ in rows], rows[0][3] if rows else None)
    limit = Limit(np.array([shown for _, _, shown, _ in rows], dtype=np.int64), _people(kept))
    return Shelf(kept.bank, kept.items, kept.scales, limit)


def _known(stamps: Stamps, calibration: int | None) -> _Kept:
    kept: _Kept | None = current_app.extensions.get(_KEPT)
    if kept is None or (kept.stamps, kept.calibration) != (stamps, calibration):
        kept = current_app.extensions[_KEPT] = _read(stamps, calibration)
    return kept


def _read(stamps: Stamps, calibration: int | None) -> _Kept:
    columns = (ItemVersion.id, ItemVersion.item_id, ItemVersion.level, ItemVersion.skill, ItemVersion.kind)
    wanted = ItemVersion.id.in_([version_id for version_id, _ in stamps])
    rows = db.session.execute(select(*columns, ItemVersion.body).where(wanted).order_by(ItemVersion.id)).all()
    known = numbers_in_use()
    scales = [scale_of(row, known.get(row.id)) for row in rows]
    numbers: dict[str, Any] = {name: np.array([one[name] for one in scales]) for name in ("a", "b", "c", "spread")}
    ids = np.array([row.id for row in rows], dtype=np.int64)
    bank = Bank(ids=ids, skills=[row.skill for row in rows], **numbers)
    return _Kept(stamps, calibration, bank, [row.item_id for row in rows], dict(zip(ids.tolist(), scales, strict=True)))


def _people(kept: _Kept) -> int:
    """How many placements have come to their items."""
    if time.monotonic() - kept.counted_at > COUNTED_FOR:
        begun = select(func.count(Attempt.id)).where(Attempt.can_do.is_not(None))
        kept.people, kept.counted_at = db.session.scalar(begun) or 0, time.monotonic()
    return kept.people
