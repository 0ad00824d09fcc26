"""What is done in exchange: the items of a file are written, all or none of them; a file of items is given out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.exchange import queries
from lms.assessments.exchange.codes import FreshCodes
from lms.assessments.exchange.comparing import Fate, Outcome
from lms.assessments.exchange.formats import FORMATS, Format
from lms.assessments.exchange.found import Written
from lms.assessments.exchange.queries import AT_ONCE, Wanted
from lms.assessments.items.content import HEAD, Wording
from lms.assessments.items.models import Item, ItemVersion, Sound
from lms.assessments.items.versions import draft_after, version_of
from lms.assessments.states import ItemKind, ItemLevel, Skill
from lms.database import db


@dataclass(frozen=True)
class Taken:
    """How many items a file brought."""

    created: int
    versions: int


def take_items(by: Viewer, outcomes: Sequence[Outcome]) -> Taken:
    """Write the items that are new as drafts, and drafts of those that say something else; all of them, or none.

    Raises DomainError when somebody wrote one of them in the same moment.
    """
    new = [one for one in outcomes if one.fate is Fate.NEW]
    changed = [one for one in outcomes if one.fate is Fate.VERSION]
    try:
        with db.session.begin_nested():
            _create(by, new, FreshCodes(queries.codes_like, (one.code for one in new)))
            _add_versions(by, changed)
    except IntegrityError as error:
        raise DomainError(_l("Somebody wrote one of these items in the same moment. Upload the file again.")) from error
    taken = Taken(len(new), len(changed))
    record(by, "item.import", "item", created=taken.created, versions=taken.versions)
    return taken


def give_items(by: Viewer, format_: Format, wanted: Wanted) -> Written:
    """A file of the items that are wanted. Raises DomainError when there are none."""
    written = FORMATS[format_].write(queries.wanted_items(by, wanted))
    if not written.count:
        raise DomainError(_l("There are no such items that this format could hold."))
    record(by, "item.export", "item", format=format_.value, items=written.count)
    return written


def _create(by: Viewer, new: Sequence[Outcome], codes: FreshCodes) -> None:
    for some in _parts(new):
        for one in some:
            item = _said(one)
            code = one.code or codes.next(item["level"], item["skill"])
            db.session.add(Item(code=code, versions=[_draft(by, code, item)]))
        db.session.flush()


def _add_versions(by: Viewer, changed: Sequence[Outcome]) -> None:
    for some in _parts(changed):
        known = queries.items_with([one.code for one in some])
        for one in some:
            item = known[one.code]
            draft = _draft(by, one.code, _said(one))
            draft.sound = _sound_of(draft, item)
            draft_after(item, draft)
        db.session.flush()


def _sound_of(draft: ItemVersion, item: Item) -> Sound | None:
    """The recording of the same words in another version; a file brings none."""
    said = draft.body.get("audio")
    same = (version.sound for version in reversed(item.versions) if said and version.body.get("audio") == said)
    return next(filter(None, same), None)


def _said(outcome: Outcome) -> dict[str, Any]:
    item = outcome.incoming.item
    if item is None:
        raise ValueError("An item that was refused is never written.")
    return item


def _draft(by: Viewer, code: str, item: dict[str, Any]) -> ItemVersion:
    body = {name: value for name, value in item.items() if name not in HEAD}
    level, skill, kind = ItemLevel(item["level"]), Skill(item["skill"]), ItemKind(item["kind"])
    version = version_of(Wording(code, level, skill, kind, body))
    # Whoever brings an item answers for it: somebody else reviews it, and no file of ours overrules it.
    version.author_id = by.account_id
    return version


def _parts(outcomes: Sequence[Outcome]) -> Iterator[Sequence[Outcome]]:
    for at in range(0, len(outcomes), AT_ONCE):
        yield outcomes[at : at + AT_ONCE]
