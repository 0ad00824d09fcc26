"""Items as parts of a file, each with what does not go along."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.asking import question_of
from lms.assessments.exchange.found import Loss, NotCarried
from lms.assessments.exchange.question import Question
from lms.assessments.exchange.texts import has_strange, without_strange

Item = dict[str, Any]
T = TypeVar("T")


def give_out(
    items: Iterable[Item],
    make: Callable[[Question], T],
    told: Callable[[Question], Iterable[Any]],
) -> tuple[list[T], tuple[Loss, ...]]:
    """What is made of each item, and what is lost: all of one for which NotCarried is raised, and what is told."""
    made, losses = list[T](), list[Loss]()
    for item in keepable(items, losses):
        question = question_of(item)
        try:
            made.append(make(question))
        except NotCarried as refusal:
            losses.append(Loss(question.code, refusal.message, left_out=True))
        else:
            losses.extend(Loss(question.code, message) for message in told(question))
    return made, tuple(losses)


def keepable(items: Iterable[Item], losses: list[Loss]) -> Iterator[Item]:
    """Items without signs that no file can hold; whose there were is added to the losses."""
    for item in items:
        if any(has_strange(text) for text in _texts(item)):
            losses.append(Loss(item.get("code", ""), _l("Signs that no file can hold were taken out.")))
            yield _cleaned(item)
        else:
            yield item


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return without_strange(part)
    if isinstance(part, dict):
        return {name: _cleaned(inner) for name, inner in part.items()}
    return [_cleaned(inner) for inner in part] if isinstance(part, list) else part
