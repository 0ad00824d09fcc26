"""Reading files of items from content/items and checking that each item is whole.

The shape is checked by the schema in content/schemas, what a schema cannot say here.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from lms.access.errors import DomainError
from lms.assessments.items.flaws import flaws_of
from lms.assessments.states import ItemKind, ItemLevel, QuizKind, Skill
from lms.settings import ROOT

ITEMS = ROOT / "content" / "items"
HEAD = ("code", "level", "skill", "kind")
"""What an item says of itself beside its body."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one written in C where PyYAML was built with it: ten times as quick."""
SCHEMA = ROOT / "content" / "schemas" / "items.json"


class ContentError(DomainError):
    """A file of items is not whole; the message says where and why, for whoever wrote it."""


@dataclass(frozen=True)
class Wording:
    """An item as a file words it."""

    code: str
    level: ItemLevel
    skill: Skill
    kind: ItemKind
    body: dict[str, Any]


@dataclass(frozen=True)
class QuizPlan:
    """A quiz as a file describes it: the codes of its items in the order they are asked."""

    code: str
    kind: QuizKind
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class ItemFile:
    """What one file holds."""

    items: tuple[Wording, ...]
    quiz: QuizPlan | None


def read_all(directory: Path = ITEMS) -> list[ItemFile]:
    """Every file of items in a folder, checked.

    Raises ContentError when a file is not whole or two files word the same item.
    """
    files = [read(path) for path in sorted(directory.glob("*.yaml"))]
    _refuse(f"Several items have the code {code}." for code in _twice(i.code for f in files for i in f.items))
    return files


def read(path: Path) -> ItemFile:
    """One file of items, checked. Raises ContentError when it is not whole."""
    return _read(path.name, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _read(name: str, text: str) -> ItemFile:
    # A bank of hundreds of items takes seconds to read, and a process that loads it twice need not read it twice.
    try:
        data = yaml.load(text, _LOADER)  # noqa: S506  # a safe one
    except yaml.YAMLError as error:
        raise ContentError(f"{name} is not YAML: {error}") from error
    _refuse(f"{name}: {flaw}" for flaw in [*_misshapen(data)] or _flaws(data))
    items = tuple(_wording(item, data["author"]) for item in data["items"])
    plan = data.get("quiz")
    codes = tuple(item.code for item in items)
    return ItemFile(items, QuizPlan(plan["code"], QuizKind(plan["kind"]), plan["title"], codes) if plan else None)


@cache
def schema() -> dict[str, Any]:
    """The schema of a file of items."""
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _misshapen(data: Any) -> Iterator[str]:
    for error in _validator().iter_errors(data):
        yield f"{error.json_path}: {error.message}"


def _flaws(data: dict[str, Any]) -> Iterator[str]:
    for item in data["items"]:
        for flaw in flaws_of(item):
            yield f"{item['code']}: {flaw}"


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _refuse(flaws: Iterable[str]) -> None:
    if found := list(flaws):
        raise ContentError("\n".join(found))


def _wording(item: dict[str, Any], author: str) -> Wording:
    body = {name: value for name, value in item.items() if name not in HEAD}
    return Wording(
        item["code"], ItemLevel(item["level"]), Skill(item["skill"]), ItemKind(item["kind"]), body | {"author": author}
    )
