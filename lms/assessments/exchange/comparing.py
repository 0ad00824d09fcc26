"""What would become of each item of a file: it is new, another version of one that is known, known already, or refused.

Pure. The bank is told by what its items say: a digest for each version that counts.
"""

import enum
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.found import Incoming

Item = Mapping[str, Any]
_NOT_SAID = frozenset({"code", "author"})
"""Fields in which two items can differ and still say the same."""


class Fate(enum.StrEnum):
    """What becomes of an item of a file."""

    NEW = "new"
    VERSION = "version"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """An item of a file, and what becomes of it."""

    incoming: Incoming
    fate: Fate
    code: str = ""
    """The code of the item that it is; empty while it has none."""


@dataclass
class Known:
    """What the bank says: of each code the digests of the versions that count, and of each digest a code."""

    said: dict[str, set[str]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    heard: dict[str, list[Any]] = field(default_factory=dict)
    """Of each code the words of which there is a recording."""

    def add(self, code: str, digests: Collection[str], heard: Iterable[Any] = ()) -> None:
        """Know one more item."""
        self.said[code], self.heard[code] = set(digests), list(heard)
        for one in digests:
            self.codes.setdefault(one, code)


def digest(item: Item) -> str:
    """What stands for all that anybody reads or hears of an item; an empty list says as much as none."""
    said = {name: value for name, value in item.items() if name not in _NOT_SAID and value not in ([], {}, "")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def compare(found: Iterable[Incoming], known: Known) -> list[Outcome]:
    """What would become of each item, in the order of the file."""
    places: dict[str, Any] = {}
    return [_heard(_outcome(one, known, places), known) for one in found]


def _heard(outcome: Outcome, known: Known) -> Outcome:
    """An outcome, and that a recording is to be made: a file brings what is said and not the sound."""
    came = outcome.incoming
    if outcome.fate not in (Fate.NEW, Fate.VERSION) or came.item is None or "audio" not in came.item:
        return outcome
    if came.item["audio"] in known.heard.get(outcome.code, ()):
        return outcome
    said = str(_l("The recording does not come along; it is to be made anew."))
    return replace(outcome, incoming=replace(came, lost=tuple(dict.fromkeys((*came.lost, said)))))


def _outcome(one: Incoming, known: Known, places: dict[str, Any]) -> Outcome:
    if one.item is None or one.faults:
        return Outcome(one, Fate.REFUSED, one.item.get("code", "") if one.item else "")
    code, said = one.item.get("code", ""), digest(one.item)
    mark = code or said
    if mark in places:
        twice = _l("It stands in the file before: %(place)s.", place=places[mark])
        return Outcome(replace(one, faults=(str(twice),)), Fate.REFUSED, code)
    places[mark] = one.place
    if not code:
        same = known.codes.get(said, "")
        return Outcome(one, Fate.SAME if same else Fate.NEW, same)
    if code not in known.said:
        return Outcome(one, Fate.NEW, code)
    return Outcome(one, Fate.SAME if said in known.said[code] else Fate.VERSION, code)
