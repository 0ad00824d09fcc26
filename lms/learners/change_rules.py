"""Two people who change one record at a time: which facts somebody else changed since a form was filled in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from lms.learners.rules import Facts

_BORN = ("born_on", "born_precision")


@dataclass(frozen=True)
class Meanwhile:
    """The fields whose facts are no longer those that the form was filled with."""

    only_theirs: frozenset[str] = frozenset()
    """Left here as they were seen: what the colleague wrote stands."""
    both: frozenset[str] = frozenset()
    """Written here too, and differently."""

    def __bool__(self) -> bool:
        """Whether there is anything to look at before saving."""
        return bool(self.only_theirs or self.both)


def by_field(facts: Mapping[str, Any], mediator_id: int | None) -> dict[str, Any]:
    """The columns of a record under the names of the form's fields."""
    found = {name: value for name, value in facts.items() if name not in _BORN}
    return found | {"born": tuple(facts[name] for name in _BORN), "mediator": mediator_id}


def columns_of(record: object) -> dict[str, Any]:
    """The facts that a record holds now."""
    return {field.name: getattr(record, field.name) for field in fields(Facts)}


def seen(values: Mapping[str, Any]) -> str:
    """What a form carries of the facts it was filled with: a short mark for each, from which no fact can be read."""
    return " ".join(f"{name}.{_mark(name, value)}" for name, value in sorted(values.items()))


def meanwhile(carried: str, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Meanwhile:
    """What changed between the form that carried these marks and the record now.

    A field without a mark that can be read counts as changed by both: better asked once too often.
    """
    marks = dict(part.split(".", 1) for part in carried.split() if "." in part)
    differing = [name for name in theirs if _mark(name, theirs[name]) != _mark(name, mine[name])]
    changed = [name for name in differing if marks.get(name) != _mark(name, theirs[name])]
    untouched = frozenset(name for name in changed if marks.get(name) == _mark(name, mine[name]))
    return Meanwhile(untouched, frozenset(changed) - untouched)


def _mark(name: str, value: Any) -> str:
    return hashlib.sha256(f"{name}={_plain(value)}".encode()).hexdigest()[:12]


def _plain(value: Any) -> str:
    """One text for each fact; all that means “not known” is one."""
    if isinstance(value, frozenset):
        return "|".join(sorted(value))
    if isinstance(value, tuple):
        return "|".join(map(_plain, value))
    if value is None:
        return ""
    return value.value if isinstance(value, StrEnum) else str(value)
