"""What a writer should think about while writing: remarks that forbid nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.finding import comparable
from lms.assessments.items.lint import asked_texts, remarks, what_is_asked
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.states import ItemKind, ItemState
from lms.database import db

Body = Mapping[str, Any]
AT_ONCE = 50
"""Items with the same words that are looked at."""


def hints(by: Viewer, kind: ItemKind, body: Body, item_id: int | None) -> list[Any]:
    """What there is to say about an item that may lack anything, in sentences."""
    item = {"kind": kind, **body}
    return [*remarks(item), *_doubles(by, item, item_id), *_unheard(item)]


def _doubles(by: Viewer, item: Body, item_id: int | None) -> Iterator[Any]:
    """The items of the bank that ask the same; found by the longest of its texts, which they must have too."""
    asked, longest = what_is_asked(item), max(asked_texts(item), key=len, default="")
    if not longest:
        return
    same_words = (
        scoped(select(Item.code, ItemVersion.body).join(ItemVersion.item), "items.view", by)
        .where(ItemVersion.state != ItemState.RETIRED, ItemVersion.item_id != (item_id or 0))
        .where(ItemVersion.words.contains(comparable(longest), autoescape=True))
    )
    for code, body in db.session.execute(same_words.order_by(Item.code).limit(AT_ONCE)):
        if what_is_asked(body) == asked:
            yield _l("%(code)s asks the same.", code=code)


def _unheard(item: Body) -> Iterator[Any]:
    """What to do speaks of listening, and there is nothing to hear."""
    instruction = str(item.get("instruction", ""))
    if "audio" not in item and (instruction.startswith(("listen_", "heard_")) or instruction == "type_heard"):
        yield _l("The learner is told to listen, and there is nothing to be heard.")
