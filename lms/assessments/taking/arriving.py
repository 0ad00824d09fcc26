"""Answers of a quiz as they arrive, with a form or from a script, read item by item.

A form carries all items of a page, each under its own prefix; a script sends the fields of those that changed. What
cannot be read is answered by itself and keeps nothing else back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.access.sent import moment_of, storable
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.reading import NotOffered, Unanswered, read_partly
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.taking.actions import GivenAnswer
from lms.assessments.taking.queries import Asked, shown_in, version_at

LARGEST = 200
"""How many answers a script may send at once."""
TROUBLE = {
    Unanswered: _l("Put all the parts in order."),
    NotOffered: _l("Choose one of the answers."),
}


class UnreadableAnswers(ValueError):
    """What came is no parcel of answers at all."""


@dataclass
class Arrived:
    """What could be read, and why the rest could not, by the item's place in the quiz."""

    answers: list[GivenAnswer] = field(default_factory=list)
    trouble: dict[int, str] = field(default_factory=dict)


def prefix_of(position: int) -> str:
    """What the fields of the item at a place begin with."""
    return f"q{position}-"


def from_form(attempt: Attempt, asked: Sequence[Asked], fields: Mapping[str, Sequence[str]]) -> Arrived:
    """The answers of a page without a script: those that were given or changed. Recordings come by themselves."""
    arrived = Arrived()
    for one in asked:
        prefix = prefix_of(one.position)
        own = {name.removeprefix(prefix): values for name, values in fields.items() if name.startswith(prefix)}
        if not _is_recorded(one.response):
            _read(arrived, attempt, one.position, one.version, own, None)
    before = {one.position: one.response for one in asked}
    arrived.answers = [one for one in arrived.answers if _differs(one, before[one.position])]
    return arrived


def _is_recorded(before: Response | None) -> bool:
    """Whether an answer is a recording, which no field that was left empty takes away."""
    return bool(before and before.answer and "recording" in before.answer)


def _differs(given: GivenAnswer, before: Any) -> bool:
    return given.answer != before.answer if before else given.answer is not None


def from_script(attempt: Attempt, sent: object) -> Arrived:
    """The answers a script sends: `{"answers": [{"position": 3, "fields": {"choice": ["2"]}, "made_at": "…"}]}`.

    Raises UnreadableAnswers when it is not of this form.
    """
    arrived = Arrived()
    before = {one.position: one for one in attempt.responses}
    for position, fields, made_at in _parcel(sent):
        version = version_at(attempt, position)
        if version is None:
            arrived.trouble[position] = str(TROUBLE[NotOffered])
        elif "live" in fields or not _is_recorded(before.get(position)):
            _read(arrived, attempt, position, version, fields, made_at)
    return arrived


def _parcel(sent: object) -> Iterator[tuple[int, dict[str, list[str]], datetime]]:
    answers = sent.get("answers") if isinstance(sent, dict) else None
    if not isinstance(answers, list) or len(answers) > LARGEST:
        raise UnreadableAnswers
    for one in answers:
        position, fields = (one.get("position"), one.get("fields")) if isinstance(one, dict) else (None, None)
        if type(position) is not int or not 0 <= position < 2**31 or not isinstance(fields, dict):
            raise UnreadableAnswers
        yield position, _texts(fields), moment_of(one.get("made_at"))


def _texts(fields: dict[str, Any]) -> dict[str, list[str]]:
    texts = {}
    for name, values in fields.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise UnreadableAnswers
        try:
            texts[name] = [storable(value) for value in values]
        except ValueError as error:
            raise UnreadableAnswers from error
    return texts


def _read(
    arrived: Arrived,
    attempt: Attempt,
    position: int,
    version: ItemVersion,
    fields: Mapping[str, Sequence[str]],
    made_at: datetime | None,
) -> None:
    try:
        answer = read_partly(shown_in(attempt, version), fields)
    except (Unanswered, NotOffered) as error:
        arrived.trouble[position] = str(TROUBLE[type(error)])
    else:
        arrived.answers.append(GivenAnswer(position, version, answer, made_at))
