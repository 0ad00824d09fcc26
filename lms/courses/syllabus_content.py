"""The outlines in content/syllabus: written-out parts of courses that a programme can take its units from.

The shape is checked by content/schemas/syllabus.json, what a schema cannot say here.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from lms.access.errors import DomainError
from lms.courses.states import Level
from lms.settings import ROOT

FILES = ROOT / "content" / "syllabus"
SCHEMA = ROOT / "content" / "schemas" / "syllabus.json"


class OutlineError(DomainError):
    """A file of the syllabus is not whole; the message says where and why, for whoever wrote it."""


@dataclass(frozen=True)
class Outline:
    """A part of a course: its units with the facts a unit of a programme has."""

    code: str
    level: Level
    hours: int
    """Academic hours."""
    units: tuple[Mapping[str, Any], ...]


@cache
def outlines(directory: Path = FILES) -> Mapping[str, Outline]:
    """Every outline by its code, in order. Raises OutlineError when a file is not whole."""
    read = [_read(path) for path in sorted(directory.glob("*.yaml"))]
    return {outline.code: outline for outline in read}


def outlines_of(level: Level) -> list[Outline]:
    """The outlines of a level, in order."""
    return [outline for outline in outlines().values() if outline.level is level]


def _read(path: Path) -> Outline:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise OutlineError(f"{path.name} is not YAML: {error}") from error
    if flaws := [*_misshapen(data)] or [*_flaws(data)]:
        raise OutlineError(f"{path.name}: " + "; ".join(flaws))
    return Outline(data["code"], Level(data["level"]), data["hours"], tuple(_unit(unit) for unit in data["units"]))


def _misshapen(data: Any) -> Iterator[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(data):
        yield f"{error.json_path}: {error.message}"


def _flaws(data: Mapping[str, Any]) -> Iterator[str]:
    hours = sum(unit["hours"] for unit in data["units"])
    if hours != data["hours"]:
        yield f"The units have {hours} hours together, the outline {data['hours']}."


def _unit(unit: Mapping[str, Any]) -> Mapping[str, Any]:
    title = unit["title"]
    return {
        "title_bg": title["bg"],
        "title_en": title["en"],
        "hours": unit["hours"],
        "focus": unit["focus"],
        "can_do": unit["can_do"],
    }
