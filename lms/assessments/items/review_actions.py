"""The way of a version: offered, reviewed by a second person, live, retired; and a draft that is given up."""

from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.models import Item, ItemVersion, Review
from lms.assessments.items.rules import Act, Standing, acts
from lms.assessments.items.versions import digest_of
from lms.assessments.states import ItemState, Verdict
from lms.database import db

REFUSALS = {
    Act.REWORD: _l("Somebody else is writing this draft."),
    Act.WORD_ANEW: _l("A newer version of this item is being written."),
    Act.TAKE_OVER: _l("There is no draft of somebody else to take over."),
    Act.DISCARD: _l("Only whoever writes a draft can give it up."),
    Act.REVIEW: _l("A draft is reviewed by somebody else than its author, once the author has offered it."),
    Act.PUT_LIVE: _l("An item goes live when a second person has approved it."),
    Act.RETIRE: _l("Only what is live or reviewed can be retired."),
}


def possible(version: ItemVersion, by: Viewer) -> frozenset[Act]:
    """What the viewer can do with a version now, if their role may do it at all."""
    mine = version.author_id is not None and version.author_id == by.account_id
    latest = version is version.item.latest
    offered = version.offered_at is not None
    return acts(Standing(version.state, latest, offered, mine, version.author_id is not None))


def claim(by: Viewer, version: ItemVersion, act: Act) -> None:
    """Lock a version for an act. Raises DomainError when it cannot be done now."""
    db.session.refresh(version, with_for_update=True)
    db.session.expire(version.item, ["versions"])
    if act not in possible(version, by):
        raise DomainError(REFUSALS[act])


def review(by: Viewer, version: ItemVersion, verdict: Verdict, comment: str, seen: str) -> None:
    """Approve a draft, or send it back with a reason; `seen` is the digest of what was read.

    Raises DomainError for the author, for what is not offered or was changed meanwhile, and without a reason.
    """
    claim(by, version, Act.REVIEW)
    if seen != digest_of(version):
        raise DomainError(_l("The draft was changed while you read it. Read it once more."))
    if verdict is Verdict.RETURNED and not comment.strip():
        raise DomainError(_l("Say what is to be changed."))
    version.reviews.append(Review(reviewer_id=by.account_id or 0, verdict=verdict, comment=comment.strip()))
    version.offered_at = None
    if verdict is Verdict.APPROVED:
        version.state = ItemState.REVIEWED
    _record(by, version, "item.review", verdict=verdict)


def put_live(by: Viewer, version: ItemVersion) -> None:
    """Ask people this version from now on, in the place of the one before. Raises DomainError before its review."""
    claim(by, version, Act.PUT_LIVE)
    for other in version.item.versions:
        if other is not version and other.state in (ItemState.LIVE, ItemState.REVIEWED):
            other.state = ItemState.RETIRED
    # One version is live at a time, also in the middle of this.
    db.session.flush()
    version.state = ItemState.LIVE
    _record(by, version, "item.live")


def retire(by: Viewer, version: ItemVersion) -> None:
    """Ask nobody this version any more; whoever is being asked it may still answer. Raises DomainError for others."""
    claim(by, version, Act.RETIRE)
    version.state = ItemState.RETIRED
    _record(by, version, "item.retire")


def take_over(by: Viewer, version: ItemVersion) -> None:
    """Become the author of somebody else's draft; it is not offered any more. Raises DomainError for one's own."""
    claim(by, version, Act.TAKE_OVER)
    before, version.author_id, version.offered_at = version.author_id, by.account_id, None
    db.session.flush()
    db.session.expire(version, ["author"])
    _record(by, version, "item.take_over", author=before)


def discard(by: Viewer, version: ItemVersion) -> Item | None:
    """Give a draft up; the item is what is left of it, nothing when it had no other version.

    Raises DomainError for what is no draft of the viewer's.
    """
    claim(by, version, Act.DISCARD)
    _record(by, version, "item.discard")
    item = version.item
    db.session.delete(version)
    db.session.flush()
    db.session.expire(item, ["versions"])
    if item.versions:
        return item
    db.session.delete(item)
    db.session.flush()
    return None


def _record(by: Viewer, version: ItemVersion, act: str, **detail: Any) -> None:
    record(by, act, "item", version.item_id, version=version.version, **detail)
