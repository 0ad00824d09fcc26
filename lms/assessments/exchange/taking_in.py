"""Questions of a file as items of the bank, each with what is to be said of it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.assessments.exchange.checking import checked
from lms.assessments.exchange.found import Incoming, NotCarried, Read
from lms.assessments.exchange.making import Defaults, item_of
from lms.assessments.exchange.question import Question
from lms.assessments.exchange.shapes import schema_of
from lms.assessments.states import ItemKind

MOST_ITEMS = 10_000
"""Items that one file may hold."""
LONGEST_NAME = 60
_CODE = re.compile(schema_of(ItemKind.SINGLE_CHOICE)["properties"]["code"]["pattern"])


@dataclass(frozen=True)
class Asked:
    """A question of a file, or why it is none."""

    place: Any
    name: str
    question: Question | None
    fault: Any = None


def asked(place: Any, name: str, ask: Callable[[], Question]) -> Asked:
    """A question, or why it is none; `ask` raises NotCarried."""
    try:
        return Asked(place, name, ask())
    except NotCarried as refusal:
        return Asked(place, name, None, refusal.message)


def take_in(questions: Iterable[Asked], remarks: list[Any], defaults: Defaults) -> Read:
    """Every question of a file as an item. Raises DomainError when there are too many, or none."""
    read = Read([_incoming(asked, defaults) for asked in bounded(questions)], remarks)
    if any(one.item and "code" not in one.item and one.name for one in read.items):
        read.remarks.append(_l("Names of questions are not kept; their items get codes."))
    return read


def bounded(questions: Iterable[Any]) -> Iterator[Any]:
    """As many as a file may hold. Raises DomainError when there are more, or none."""
    count = 0
    for count, one in enumerate(questions, 1):
        if count > MOST_ITEMS:
            raise DomainError(_l("The file has more than %(count)s questions. Divide it.", count=MOST_ITEMS))
        yield one
    if not count:
        raise DomainError(_l("There are no questions in this file."))


def code_in(*names: str) -> str:
    """The first of these names that is a code of an item; empty when none is."""
    return next((name for name in names if is_code(name)), "")


def is_code(name: str) -> bool:
    """Whether an item can have this code."""
    return bool(_CODE.fullmatch(name))


def _incoming(asked: Asked, defaults: Defaults) -> Incoming:
    name = asked.name if len(asked.name) <= LONGEST_NAME else f"{asked.name[:LONGEST_NAME]}…"
    if asked.question is None:
        return Incoming(asked.place, name, None, faults=(str(asked.fault),))
    item = item_of(asked.question, defaults)
    found = checked(item)
    lost = tuple(dict.fromkeys(map(str, asked.question.lost)))
    return Incoming(asked.place, name, item, lost, found.faults, found.unfinished)
