"""An answer that is kept becomes the fields of the page again, so that whoever comes back sees what they gave."""

from collections.abc import Iterator, Sequence

from werkzeug.datastructures import MultiDict

from lms.assessments.judging.reading import Answer
from lms.assessments.judging.showing import Option, Shown
from lms.assessments.taking.arriving import prefix_of
from lms.assessments.taking.queries import Asked


def fields_of(asked: Sequence[Asked]) -> MultiDict[str, str]:
    """The fields of a page of items with what was answered so far."""
    fields: MultiDict[str, str] = MultiDict()
    for one in asked:
        answer = one.response.answer if one.response else None
        for name, value in _fields(one.shown, answer) if answer else ():
            fields.add(prefix_of(one.position) + name, value)
    return fields


def _fields(shown: Shown, answer: Answer) -> Iterator[tuple[str, str]]:
    marks = _marks(shown.options)
    if "choice" in answer:
        yield "choice", marks[answer["choice"]]
    for identifier in answer.get("choices", ()):
        yield "choice", marks[identifier]
    for place, identifier in enumerate(answer.get("order", ()), 1):
        yield f"place-{marks[identifier]}", str(place)
    lefts = _marks(shown.lefts)
    for left, right in answer.get("pairs", {}).items():
        yield f"pair-{lefts[left]}", marks[right] if right else ""
    for number, (given, options) in enumerate(zip(answer.get("gaps", ()), shown.gaps, strict=False), 1):
        yield f"gap-{number}", _marks(options).get(given, given) if given else ""
    if "text" in answer:
        yield "text", answer["text"]
    if "live" in answer:
        yield "live", "1"


def _marks(options: Sequence[Option]) -> dict[str, str]:
    return {one.identifier: one.mark for one in options}
