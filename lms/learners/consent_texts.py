"""The texts of consent: content/consent, one file a purpose, with every version that was ever put before people."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from lms.learners.consent_models import Purpose
from lms.settings import ROOT

FILES = ROOT / "content" / "consent"
SCHEMA = ROOT / "content" / "schemas" / "consent.json"
FALLBACK = "en"
"""The language in which whoever has no text of their own is asked."""


class ConsentTextError(Exception):
    """A text of consent is not whole; the message says where and why, for whoever wrote it."""


@dataclass(frozen=True)
class ConsentText:
    """What a person is asked to agree to, in one language and version."""

    purpose: Purpose
    version: int
    language: str
    title: str
    paragraphs: tuple[str, ...]


@cache
def _read(purpose: Purpose) -> list[dict[str, Any]]:
    data = yaml.safe_load((FILES / f"{purpose.value}.yaml").read_text(encoding="utf-8"))
    return checked(purpose, data)


def checked(purpose: Purpose, data: Any) -> list[dict[str, Any]]:
    """The versions in what a file holds. Raises ConsentTextError when it is not whole."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    flaws = [f"{flaw.json_path}: {flaw.message}" for flaw in Draft202012Validator(schema).iter_errors(data)]
    if not flaws and data["purpose"] != purpose.value:
        flaws.append(f"purpose: {data['purpose']} stands in the file of {purpose.value}")
    versions: list[dict[str, Any]] = [] if flaws else data["versions"]
    if any(later["version"] != earlier["version"] + 1 for earlier, later in pairwise(versions)):
        flaws.append("versions: each one is numbered one higher than the one before it")
    if flaws:
        raise ConsentTextError(f"{purpose.value}.yaml: " + "; ".join(flaws))
    return versions


def current_version(purpose: Purpose) -> int:
    """The number of the version that is put before people now."""
    return int(_read(purpose)[-1]["version"])


def languages() -> tuple[str, ...]:
    """The languages in which every current text can be read."""
    sets = [set(_read(purpose)[-1]["texts"]) for purpose in Purpose]
    return tuple(code for code in _read(Purpose.PROCESSING)[-1]["texts"] if all(code in one for one in sets))


def language_for(wanted: str | None) -> str:
    """The language a person is asked in: theirs where there is a text, English where there is none."""
    return wanted if wanted in languages() else FALLBACK


def text_of(purpose: Purpose, language: str, version: int | None = None) -> ConsentText:
    """The text in a language of `languages()`, as it is now or as it was in a version.

    Raises KeyError for a version or language that never was.
    """
    number = version or current_version(purpose)
    found = next((one for one in _read(purpose) if one["version"] == number), None)
    if found is None:
        raise KeyError(number)
    text = found["texts"][language]
    return ConsentText(purpose, number, language, text["title"], tuple(text["paragraphs"]))
