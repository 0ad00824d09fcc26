"""What the person who gave an answer reads of its marks: the lines that were chosen, and what their teacher writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import get_locale

from lms.assessments.items.rubrics import Criterion
from lms.assessments.marking.learner_words import CRITERIA
from lms.assessments.marking.models import Rating
from lms.assessments.marking.queries import rated, ratings_by_response, rubric_of
from lms.assessments.marking.rules import counted
from lms.assessments.quizzes.models import Attempt, Response


@dataclass(frozen=True)
class Line:
    """One criterion, as far as the person got in it."""

    name: str
    points: float
    most: int
    said: tuple[str, ...]
    """The lines that were chosen: two where two teachers chose differently."""
    language: str
    """In which language they are."""


@dataclass(frozen=True)
class Marks:
    """What was given to an answer."""

    lines: tuple[Line, ...]
    comments: tuple[str, ...]


def marks_in(attempt: Attempt) -> Mapping[int, Marks]:
    """What was given to the answers of a sitting that are marked, by the identifier of the answer."""
    marked = {one.id: one for one in attempt.responses if one.share is not None}
    found = ratings_by_response(marked)
    return {key: _marks(marked[key], ratings) for key, ratings in found.items()}


def _marks(response: Response, ratings: Sequence[Rating]) -> Marks:
    count = {(one.marker, one.settles) for one in counted(rated(response, ratings))}
    counting = [one for one in ratings if (one.marker_id, one.settles) in count]
    criteria = rubric_of(response.item_version).criteria
    lines = tuple(_line(criterion, [one.points[criterion.code] for one in counting]) for criterion in criteria)
    return Marks(lines, tuple(one.comment for one in counting if one.comment))


def _line(criterion: Criterion, points: Sequence[int]) -> Line:
    # Rubrics are written in the languages of the staff; whoever learns Bulgarian reads it there.
    language = "en" if get_locale().language == "en" else "bg"
    name = str(CRITERIA.get(criterion.code) or criterion.name[language])
    said = tuple(criterion.bands[one][language] for one in sorted(set(points)))
    return Line(name, sum(points) / len(points), criterion.most, said, language)
