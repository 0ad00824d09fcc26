"""Versions of an item: made from a wording, put in the place of older ones, read back as a wording."""

import hashlib
import json

from lms.assessments.items.content import Wording
from lms.assessments.items.models import Item, ItemVersion, Sound
from lms.assessments.states import ItemState

COLUMNS = {"topic": "topic", "grammar": "grammar", "author": "source"}
"""What a wording says in its body and a version keeps in columns of its own."""
WORDING = ("level", "skill", "kind", "topic", "grammar", "body", "source", "sound")
"""What two versions that say the same have in common."""


def version_of(wording: Wording, sound: Sound | None = None, number: int = 1) -> ItemVersion:
    """A draft of what a file or a person worded."""
    said = {column: wording.body.get(name, "") for name, column in COLUMNS.items()}
    return ItemVersion(
        version=number,
        state=ItemState.DRAFT,
        level=wording.level,
        skill=wording.skill,
        kind=wording.kind,
        body={name: value for name, value in wording.body.items() if name not in COLUMNS},
        sound=sound,
        **said,
    )


def wording_of(version: ItemVersion) -> Wording:
    """A version as a file would word it."""
    said = {name: getattr(version, column) for name, column in COLUMNS.items()}
    return Wording(version.item.code, version.level, version.skill, version.kind, {**said, **version.body})


def says_the_same(one: ItemVersion, other: ItemVersion) -> bool:
    """Whether two versions differ in nothing that anybody reads or hears."""
    return all(getattr(one, name) == getattr(other, name) for name in WORDING)


def digest_of(version: ItemVersion) -> str:
    """What stands for everything a version says, so that a page knows whether it has changed."""
    said = {name: getattr(version, name) for name in ("level", "skill", "kind", "topic", "grammar", "body", "sound_id")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def reword(version: ItemVersion, wanted: ItemVersion) -> None:
    """Let a version that nobody answered say what another says."""
    for name in WORDING:
        setattr(version, name, getattr(wanted, name))


def draft_after(item: Item, wanted: ItemVersion) -> None:
    """Add a draft as the newest version; what people are asked stays as it is."""
    wanted.version, wanted.state = item.latest.version + 1, ItemState.DRAFT
    item.versions.append(wanted)


def supersede(item: Item, wanted: ItemVersion) -> None:
    """Add a live version; the one that was live is retired, and whoever is being asked it may still answer."""
    if item.live:
        item.live.state = ItemState.RETIRED
    wanted.version, wanted.state = item.latest.version + 1, ItemState.LIVE
    item.versions.append(wanted)
