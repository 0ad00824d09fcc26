"""The lexicon in content/speech: how words are said that espeak-ng would stress elsewhere.

The shape is checked by content/schemas/stress.json, what a schema cannot say here.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from lms.settings import ROOT
from lms.speech.stress import MARK, guessed_in, harmless, marked_by

FILE = ROOT / "content" / "speech" / "stress.yaml"
SCHEMA = ROOT / "content" / "schemas" / "stress.json"
_ENDING = re.compile(rf"(?:[ая]|[ьй]?ъ{MARK})(?=т?$)")
"""A stressed а or я at the end of a verb, or of a masculine noun with its article, is said as ъ."""


class LexiconError(ValueError):
    """The lexicon is not whole; the message says where and why, for whoever wrote it."""


@cache
def lexicon(path: Path = FILE) -> Mapping[str, str]:
    """Words as they are written, each with how it is said: with a mark. Raises LexiconError."""
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    flaws = [f"{error.json_path}: {error.message}" for error in schema.iter_errors(data)]
    if not flaws:
        flaws = [f"{word} is not {said}" for word, said in data.items() if not _is_said(word, harmless(said))]
    if flaws:
        raise LexiconError("\n".join(flaws))
    return {word: harmless(said) for word, said in data.items()}


def _is_said(word: str, said: str) -> bool:
    return word == said.replace(MARK, "") or _ENDING.sub("*", word) == _ENDING.sub("*", said)


def marked(text: str) -> str:
    """The text as it is to be said: with marks on the words whose stress is known."""
    return marked_by(lexicon(), text)


def guessed(text: str) -> list[str]:
    """The words of a text whose stress is left to espeak-ng."""
    return guessed_in(marked(text))
