"""What became of each item of a quiz: how much of it people got right, and what they answered how often."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.assessments.items import answers, keys
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.rules import BY_TEACHER, Ruling
from lms.assessments.quizzes.quiz_models import QuizItem
from lms.assessments.results.lines import Line
from lms.assessments.results.queries import Results
from lms.assessments.results.rules import Cell, Tally, facility, tallied
from lms.assessments.states import ItemKind

ONE_OF_MANY = frozenset({ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE, ItemKind.DIALOGUE, ItemKind.PICTURE_CHOICE})
"""Kinds of which one choice is taken: the choices that nobody took say something too."""


@dataclass(frozen=True)
class ItemResult:
    """One item, and everybody who has handed in by what they answered."""

    line: QuizItem
    facility: float | None
    """How much of it people got right on average; None while nothing is marked."""
    tallies: Sequence[Tally[Line]]

    @property
    def version(self) -> ItemVersion:
        """The item as it was worded for them."""
        return self.line.item_version


def item_results(results: Results) -> list[ItemResult]:
    """Each item of the quiz, over the sittings that count."""
    return [_result(one, results.handed_in, results.rulings[one.item_version_id]) for one in results.items]


def _result(item: QuizItem, people: Sequence[Line], ruling: Ruling) -> ItemResult:
    return ItemResult(
        item,
        facility(_share(line, item.position) for line in people),
        tallied(
            ((_said(line, item), line.cell(item.position), line) for line in people),
            _offered(item.item_version, ruling),
        ),
    )


def _share(line: Line, position: int) -> float | None:
    response = line.answers.get(position)
    return response.share if response else 0.0


def _said(line: Line, item: QuizItem) -> str:
    """What a person answered, in the words of the item; nothing for what a teacher reads or hears as a whole."""
    version, response = item.item_version, line.answers.get(item.position)
    if response is None or response.answer is None or version.kind in BY_TEACHER:
        return ""
    return answers.in_words(version.kind, version.body, response.answer)


def _offered(version: ItemVersion, ruling: Ruling) -> Iterator[tuple[str, Cell]]:
    if version.kind in ONE_OF_MANY and not ruling.void:
        for one in keys.key_lines(version.kind, {**version.body, **ruling.key}):
            yield one.text, Cell.RIGHT if one.right else Cell.WRONG
