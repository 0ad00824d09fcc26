"""Keeping what somebody writes: a new item, a draft worded anew, the next version of what was reviewed or asked."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.content import Wording
from lms.assessments.items.models import Item, ItemVersion, Sound
from lms.assessments.items.review_actions import claim
from lms.assessments.items.rules import Act
from lms.assessments.items.versions import digest_of, reword, says_the_same, version_of
from lms.assessments.items.wholeness import lacks
from lms.assessments.states import ItemLevel, ItemState, Skill
from lms.database import db

FIRST_NUMBER = 501
"""Codes of items that are written here begin with it; those of files have lower numbers."""
ATTEMPTS = 5


@dataclass(frozen=True)
class Written:
    """What somebody wrote; its code is made when it is kept."""

    wording: Wording
    sound: Sound | None
    offered: bool
    """Whether it is ready to be reviewed."""


class ChangedMeanwhile(DomainError):
    """The draft is no longer what it was when the page was opened."""


def keep_new(by: Viewer, written: Written) -> ItemVersion:
    """A new item with a draft. The same draft sent twice is one item.

    Raises DomainError when it is offered and lacks something.
    """
    wanted = _wanted(by, written)
    last = db.session.scalar(
        select(ItemVersion).where(ItemVersion.author_id == by.account_id).order_by(ItemVersion.id.desc()).limit(1)
    )
    if last and last.state is ItemState.DRAFT and last.version == 1 and says_the_same(last, wanted):
        last.offered_at = wanted.offered_at
        return last
    _add(wanted)
    record(by, "item.write", "item", wanted.item_id, offered=written.offered)
    return wanted


def keep_change(by: Viewer, item: Item, written: Written, seen: str) -> ItemVersion:
    """Word a draft anew, or write the next version of what was reviewed, asked or retired.

    `seen` is the digest of the version that the page was opened with. Raises ChangedMeanwhile when it says something
    else by now, and DomainError when somebody else is writing, or it is offered and lacks something.
    """
    latest, wanted = item.latest, _wanted(by, written)
    anew = latest.state is not ItemState.DRAFT
    claim(by, latest, Act.WORD_ANEW if anew else Act.REWORD)
    if item.latest is not latest:
        raise ChangedMeanwhile(_l("A newer version of this item is being written."))
    if seen != digest_of(latest):
        raise ChangedMeanwhile(_l("This was changed in another window. Save again to keep what stands here."))
    if anew:
        wanted.version = latest.version + 1
        item.versions.append(wanted)
    else:
        reword(latest, wanted)
        latest.author_id, latest.offered_at = by.account_id, wanted.offered_at
        _follow_in_code(item)
        wanted = latest
    db.session.flush()
    record(
        by,
        "item.word_anew" if anew else "item.reword",
        "item",
        item.id,
        version=wanted.version,
        offered=written.offered,
    )
    return wanted


def _wanted(by: Viewer, written: Written) -> ItemVersion:
    if written.offered and (missing := lacks(written.wording)):
        raise DomainError(missing[0])
    wanted = version_of(written.wording, written.sound)
    wanted.author_id = by.account_id
    wanted.offered_at = clock.now() if written.offered else None
    return wanted


def _add(version: ItemVersion) -> None:
    """Give a draft an item with a code that nobody has, whoever else writes one at this moment."""
    for attempt in range(ATTEMPTS):
        try:
            with db.session.begin_nested():
                version.item = Item(code=free_code(version.level, version.skill))
                db.session.add(version)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return


def _follow_in_code(item: Item) -> None:
    """A draft that nobody knows yet is called by its level and skill also when they change."""
    version = item.latest
    if len(item.versions) == 1 and item.code.rpartition("-")[0] != _prefix(version.level, version.skill):
        item.code = free_code(version.level, version.skill)


def free_code(level: ItemLevel, skill: Skill) -> str:
    """The next code for an item that is written here, for example A1-R-501."""
    prefix = _prefix(level, skill)
    codes = db.session.scalars(select(Item.code).where(Item.code.startswith(f"{prefix}-", autoescape=True)))
    numbers = [int(number) for code in codes if (number := code.rpartition("-")[2]).isdigit()]
    return f"{prefix}-{max([FIRST_NUMBER - 1, *numbers]) + 1}"


def _prefix(level: ItemLevel, skill: Skill) -> str:
    return f"{level.removeprefix('pre-A1') or 'PRE'}-{skill[0].upper()}"
