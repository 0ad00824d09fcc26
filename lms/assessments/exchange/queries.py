"""Reading the bank for exchange: what its items say, which go along, and which codes are taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.exchange.comparing import Known, digest
from lms.assessments.items.content import HEAD, Wording
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.items.versions import wording_of
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill
from lms.database import db

AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which items go into a file; what is not given is any."""

    level: ItemLevel | None = None
    skill: Skill | None = None
    kind: ItemKind | None = None
    topic: str | None = None
    state: ItemState | None = None

    def of(self, item: Item) -> ItemVersion | None:
        """The version of an item that goes along; None when none does.

        It is the newest in the state that is asked for; where none is, what people are asked, or else the newest.
        """
        asked_for = item.live or item.latest
        if self.state is not None:
            in_state = [version for version in item.versions if version.state is self.state]
            if not in_state:
                return None
            asked_for = in_state[-1]
        return asked_for if self._takes(asked_for) else None

    def _takes(self, version: ItemVersion) -> bool:
        asked = {"level": self.level, "skill": self.skill, "kind": self.kind, "topic": self.topic}
        return all(value is None or getattr(version, name) == value for name, value in asked.items())


def known(by: Viewer) -> Known:
    """What the items of the bank say: the version that people are asked, and the newest."""
    found = Known()
    for item in _items(by):
        counting = {version.id: version for version in (item.live, item.latest) if version}
        heard = (version.body.get("audio") for version in item.versions if version.sound_id is not None)
        found.add(item.code, {digest(as_item(wording_of(version))) for version in counting.values()}, heard)
    return found


def wanted_items(by: Viewer, wanted: Wanted) -> list[dict[str, Any]]:
    """The items that go into a file, by code."""
    versions = (wanted.of(item) for item in _items(by))
    return [as_item(wording_of(version)) for version in versions if version]


def items_with(codes: Sequence[str]) -> dict[str, Item]:
    """The items with these codes, with their versions."""
    asked = select(Item).where(Item.code.in_(codes)).options(selectinload(Item.versions))
    return {item.code: item for item in db.session.scalars(asked)}


def codes_like(prefix: str) -> Sequence[str]:
    """Every code that begins so."""
    return db.session.scalars(select(Item.code).where(Item.code.startswith(prefix, autoescape=True))).all()


def as_item(wording: Wording) -> dict[str, Any]:
    """A wording as a file has it."""
    item = {name: str(getattr(wording, name)) for name in HEAD} | wording.body
    return {name: value for name, value in item.items() if value != ""}


def _items(by: Viewer) -> Iterator[Item]:
    """Every item that the viewer may exchange, a few at a time."""
    asked = scoped(select(Item), "items.exchange", by).options(selectinload(Item.versions)).order_by(Item.code)
    yield from db.session.scalars(asked.execution_options(yield_per=AT_ONCE))
