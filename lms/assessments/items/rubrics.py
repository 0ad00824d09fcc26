"""The rubrics in content/rubrics: criteria with bands by which teachers mark what no key can mark.

The shape is checked by content/schemas/rubrics.json.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask_babel import lazy_gettext as _l
from jsonschema import Draft202012Validator

from lms.access.errors import DomainError
from lms.assessments.items.content import ContentError
from lms.assessments.states import Skill
from lms.settings import ROOT

FILES = ROOT / "content" / "rubrics"
SCHEMA = ROOT / "content" / "schemas" / "rubrics.json"
TALK = "talk"
"""The rubric of the talk after a placement."""
InBoth = Mapping[str, str]
"""A text in the languages of the staff: `bg` and `en`."""


@dataclass(frozen=True)
class Criterion:
    """One thing that is looked at; the place of a band is its points, from 0."""

    code: str
    name: InBoth
    bands: tuple[InBoth, ...]

    @property
    def most(self) -> int:
        """The points of the best band."""
        return len(self.bands) - 1


@dataclass(frozen=True)
class Rubric:
    """Criteria for one kind of answer at one level."""

    code: str
    skill: Skill
    title: InBoth
    criteria: tuple[Criterion, ...]
    prompts: tuple[InBoth, ...] = ()

    def check(self, points: Mapping[str, int]) -> None:
        """Raise DomainError unless there are points for every criterion, and each is one of its bands."""
        wanted = {criterion.code: criterion.most for criterion in self.criteria}
        if points.keys() != wanted.keys() or any(not 0 <= given <= wanted[code] for code, given in points.items()):
            raise DomainError(_l("Choose one line of each criterion."))

    def share(self, points: Mapping[str, int]) -> float:
        """How much of all points was given, from 0 to 1. Raises DomainError as `check` does."""
        self.check(points)
        return sum(points.values()) / sum(criterion.most for criterion in self.criteria)


@cache
def rubrics(directory: Path = FILES) -> Mapping[str, Rubric]:
    """Every rubric by its code. Raises ContentError when a file is not whole."""
    return {rubric.code: rubric for rubric in map(_read, sorted(directory.glob("*.yaml")))}


def _read(path: Path) -> Rubric:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    if flaws := [f"{error.json_path}: {error.message}" for error in schema.iter_errors(data)]:
        raise ContentError(f"{path.name}: " + "; ".join(flaws))
    criteria = tuple(Criterion(one["code"], one["name"], tuple(one["bands"])) for one in data["criteria"])
    return Rubric(data["code"], Skill(data["skill"]), data["title"], criteria, tuple(data.get("prompts", ())))
