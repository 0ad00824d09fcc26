"""A person's line in the results of a quiz: how far they have come, and the sitting of theirs that counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.results import rules
from lms.assessments.results.rules import Came, Cell
from lms.assessments.states import AttemptState
from lms.assessments.taking.rules import passed
from lms.database import db
from lms.learners.models import Learner

Answers = Mapping[int, Response]
"""The responses of a sitting by the place of their item in the quiz."""
Sittings = tuple[Attempt, ...]


@dataclass(frozen=True)
class Line:
    """One person: how far they have come, their sittings, and what is in the one that counts."""

    learner: Learner
    attempts: Sittings
    came: Came
    counts: Attempt | None
    """The best sitting of those that were handed in."""
    answers: Answers
    """What was answered in the one that counts; in the one under way while none does."""

    @property
    def last(self) -> Attempt | None:
        """The newest sitting."""
        return self.attempts[-1] if self.attempts else None

    @property
    def share(self) -> float | None:
        """How much is right in the sitting that counts; None while a teacher has not marked all of it."""
        return self.counts.share if self.counts else None

    @property
    def passed(self) -> bool | None:
        """Whether the sitting that counts is passed; None where nobody passes or fails, or it is not known yet."""
        return passed(self.counts.share, self.counts.quiz.pass_percent) if self.counts else None

    @property
    def minutes(self) -> int | None:
        """How long the sitting that counts took, in minutes begun."""
        return minutes_of(self.counts) if self.counts else None

    @property
    def late(self) -> int:
        """Answers that arrived after the end, from a device without a network."""
        return sum(one.late for one in self.answers.values())

    @property
    def answered(self) -> int:
        """Items that have an answer."""
        return sum(one.answer is not None for one in self.answers.values())

    @property
    def waiting(self) -> int:
        """Answers of the sitting that counts that wait for a teacher."""
        return sum(one.share is None for one in self.answers.values()) if self.counts else 0

    def cell(self, position: int) -> Cell:
        """What became of the item at a place, in the sitting that counts."""
        return cell_in(self.answers, position)


def minutes_of(attempt: Attempt) -> int | None:
    """How long a sitting took, in minutes begun; None while it is under way."""
    return rules.minutes_taken(attempt.started_at, attempt.finished_at, attempt.due_at) if attempt.finished_at else None


def cell_in(answers: Answers, position: int) -> Cell:
    """What became of the item at a place of a sitting."""
    response = answers.get(position)
    if response is None:
        return rules.cell_of(False, 0.0)
    return rules.cell_of(response.answer is not None, response.share)


def lines_of(sittings: Iterable[tuple[Learner, Sittings]]) -> list[Line]:
    """A line for each person with their sittings of one quiz, the first one first, in the order in which they come."""
    everybody, now = list(sittings), clock.now()
    shown = [_shown(attempts) for _, attempts in everybody]
    answers = _answers(one.id for one in shown if one)
    return [_line(*one, place, answers, now) for one, place in zip(everybody, shown, strict=True)]


def _shown(attempts: Sequence[Attempt]) -> Attempt | None:
    """The sitting whose answers stand in a person's line: the one that counts, or else the one under way."""
    handed_in = [one for one in attempts if one.state is AttemptState.FINISHED]
    place = rules.counting([one.share for one in handed_in])
    if place is not None:
        return handed_in[place]
    return attempts[-1] if attempts else None


def _answers(attempt_ids: Iterable[int]) -> dict[int, dict[int, Response]]:
    asked = select(Response).where(Response.attempt_id.in_(list(attempt_ids)))
    found: dict[int, dict[int, Response]] = {}
    for one in db.session.scalars(asked.options(joinedload(Response.item_version)).order_by(Response.position)):
        found.setdefault(one.attempt_id, {})[one.position] = one
    return found


def _line(
    learner: Learner,
    attempts: Sittings,
    shown: Attempt | None,
    answers: Mapping[int, Answers],
    now: datetime,
) -> Line:
    started = next((one for one in attempts if one.state is AttemptState.STARTED), None)
    counts = shown if shown and shown.state is AttemptState.FINISHED else None
    came = rules.came(counts is not None, started is not None, started.due_at if started else None, now)
    return Line(learner, attempts, came, counts, answers.get(shown.id, {}) if shown else {})
