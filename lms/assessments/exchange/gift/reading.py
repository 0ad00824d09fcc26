"""Reading GIFT: blocks parted by empty lines, each a question with its answers in braces.

The grammar is that of Moodle's documentation; a file that Moodle takes is understood in the same way.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.carrying import said_in
from lms.assessments.exchange.found import NotCarried, Read
from lms.assessments.exchange.gift.answers import answers_of
from lms.assessments.exchange.gift.markup import GiftTexts
from lms.assessments.exchange.gift.signs import hide, show
from lms.assessments.exchange.gift.writing import COMMENT
from lms.assessments.exchange.making import DEFAULTS, Defaults
from lms.assessments.exchange.question import Question
from lms.assessments.exchange.taking_in import Asked, asked, code_in, take_in
from lms.assessments.exchange.texts import tidy
from lms.assessments.items.flaws import GAP
from lms.spreadsheets import decoded

_LABEL = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_UNESCAPED = re.compile(r"\\(.)")
_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)", re.IGNORECASE)


def read(data: bytes, defaults: Defaults = DEFAULTS) -> Read:
    """The questions of a GIFT file. Raises DomainError when it has none, or too many."""
    remarks: list[Any] = []
    return take_in(_questions(tidy(decoded(data)), remarks), remarks, defaults)


def _questions(text: str, remarks: list[Any]) -> Iterator[Asked]:
    categories = list[str]()
    for number, lines in _blocks(text):
        comments = [line.strip() for line in lines if line.lstrip().startswith("//")]
        rest = [line for line in lines if not line.lstrip().startswith("//")]
        categories += [found[1].strip() for line in rest if (found := _CATEGORY.match(line))]
        question = "\n".join(line for line in rest if not _CATEGORY.match(line)).strip()
        if question:
            yield _asked(question, _Said(comments), number)
    if categories:
        remarks.append(_l("Categories are not kept: %(names)s.", names=", ".join(categories[:5])))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that stand together, with the number of the first."""
    block = list[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


class _Said:
    """What the comments before a question say of it."""

    def __init__(self, comments: list[str]) -> None:
        notes = [line.removeprefix(COMMENT) for line in comments if line.startswith(COMMENT)]
        labelled = "\n".join(line for line in comments if not line.startswith(COMMENT))
        labels = [(name, _UNESCAPED.sub(r"\1", value)) for name, value in _LABEL.findall(labelled)]
        tags = [value for name, value in labels if name == "tag"]
        self.code = next((value for name, value in labels if name == "id"), "")
        self.fields = said_in(tags)
        self.others = [tag for tag in tags if not tag.startswith("azbuka:")]
        for note in notes:
            self.fields |= _fields(note)


def _fields(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _asked(text: str, said: _Said, number: int) -> Asked:
    place = _l("line %(number)s", number=number)
    hidden = hide(text)
    name, hidden = _named(hidden)
    return asked(place, name, lambda: _question(hidden, said, name))


def _question(hidden: str, said: _Said, name: str) -> Question:
    start, end = hidden.find("{"), hidden.find("}")
    if start < 0 and end < 0:
        raise NotCarried(_l("There is nothing to answer."))
    if not 0 <= start < end or hidden.count("{") + hidden.count("}") > 2:
        raise NotCarried(_l("A brace is opened and not closed, or closed and not opened."))
    after = hidden[end + 1 :].strip()
    texts = GiftTexts(exact=bool(said.fields))
    prompt = texts.prompt(hidden[:start] + (_gap_before(after) if after else ""))
    question = answers_of(hidden[start + 1 : end].strip(), texts)
    question.prompt = prompt
    return _finished(question, said, texts, name)


def _gap_before(after: str) -> str:
    """Answers in the middle of a sentence stand where its gap is."""
    return f"{GAP}{after}" if after[0] in ".,;:!?)" else f"{GAP} {after}"


def _finished(question: Question, said: _Said, texts: GiftTexts, name: str) -> Question:
    question.code = code_in(said.code, name)
    question.said = {field: value for field, value in said.fields.items() if field != "model"}
    question.model = str(said.fields.get("model", ""))
    question.lost += texts.markup.lost()
    if said.others:
        question.lost.append(_l("Tags are not kept: %(names)s.", names=", ".join(said.others[:5])))
    return question


def _named(hidden: str) -> tuple[str, str]:
    if hidden.startswith("::"):
        name, colons, rest = hidden[2:].partition("::")
        if colons:
            return show(name).strip(), rest.strip()
    return "", hidden
