"""What the form of an item says when it is opened: nothing yet, or what the newest version says."""

from typing import Any

from sqlalchemy import select

from lms.access.viewer import Viewer
from lms.assessments.authoring.sayings import said_of
from lms.assessments.items.models import ItemVersion
from lms.assessments.items.recordings import words_digest
from lms.assessments.items.versions import digest_of
from lms.assessments.rulings.queries import ruling_of
from lms.assessments.rulings.settling import settled
from lms.assessments.states import ItemKind, ItemLevel, Skill
from lms.database import db

Said = dict[str, Any]
_USUAL_SKILL = {
    ItemKind.GAP_TYPED: Skill.USE_OF_LANGUAGE,
    ItemKind.GAP_LIST: Skill.USE_OF_LANGUAGE,
    ItemKind.ORDERING: Skill.USE_OF_LANGUAGE,
    ItemKind.DIALOGUE: Skill.USE_OF_LANGUAGE,
    ItemKind.SPOKEN: Skill.SPEAKING,
    ItemKind.WRITTEN: Skill.WRITING,
}


def new(by: Viewer, kind: ItemKind) -> Said:
    """An item of a kind that nobody wrote yet; whoever writes several writes them about one thing."""
    said = said_of(kind, {}) | {"level": ItemLevel.A1, "skill": _USUAL_SKILL.get(kind, Skill.READING)}
    last = db.session.scalar(
        select(ItemVersion).where(ItemVersion.author_id == by.account_id).order_by(ItemVersion.id.desc()).limit(1)
    )
    if last:
        said |= {"level": last.level, "topic": last.topic}
        said |= {"skill": last.skill} if last.kind is kind else {}
    return said


def again(version: ItemVersion) -> Said:
    """A version to be worded anew, with the key and the answers that were decided to be right since."""
    said = said_of(version.kind, settled(version.body, ruling_of(version.id)))
    said |= {name: getattr(version, name) for name in ("level", "skill", "topic", "grammar")}
    said["seen"] = digest_of(version)
    if version.sound:
        said["sound"] = version.sound.digest
        said["spoken"] = words_digest(said["heard"], synthetic=True) if version.sound.synthetic else ""
    return said
