"""Drawing a quiz from the bank: so many items of each skill and topic, none twice.

Pure: the bank comes as candidates, and the draw depends on the seed alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from lms.assessments.states import ItemLevel, Skill

MOST = 40
"""Items one line of a blueprint may ask for."""


@dataclass(frozen=True)
class Line:
    """So many items of a level and a skill, of one topic or of any."""

    level: ItemLevel
    skill: Skill
    topic: str | None
    number: int


@dataclass(frozen=True)
class Candidate:
    """An item of the bank that a draw may take."""

    version_id: int
    level: ItemLevel
    skill: Skill
    topic: str


@dataclass(frozen=True)
class Draw:
    """What one line of a blueprint gave, and how many items the bank was short of."""

    line: Line
    version_ids: tuple[int, ...]

    @property
    def missing(self) -> int:
        """How many items the bank does not have."""
        return self.line.number - len(self.version_ids)


def draw(lines: Sequence[Line], bank: Iterable[Candidate], taken: Iterable[int], seed: str) -> list[Draw]:
    """Draw each line of a blueprint, in the order of the lines; items in `taken` are not drawn.

    Lines that ask for a topic choose first, so that a line for any topic leaves them what they need.
    """
    rng = Random(seed)  # noqa: S311  # a choice of questions, not a secret
    left = {one.version_id: one for one in bank}
    for version_id in taken:
        left.pop(version_id, None)
    drawn: dict[int, tuple[int, ...]] = {}
    for place, line in sorted(enumerate(lines), key=lambda one: one[1].topic is None):
        fitting = sorted(version_id for version_id, one in left.items() if _fits(one, line))
        drawn[place] = tuple(rng.sample(fitting, min(line.number, len(fitting))))
        for version_id in drawn[place]:
            del left[version_id]
    return [Draw(line, drawn[place]) for place, line in enumerate(lines)]


def _fits(candidate: Candidate, line: Line) -> bool:
    topic = line.topic is None or candidate.topic == line.topic
    return topic and candidate.level is line.level and candidate.skill is line.skill
