"""Reading the results of a quiz that was given: a line for each person, with the sitting of theirs that counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.results import rules
from lms.assessments.results.rules import Came, Cell
from lms.assessments.states import AttemptState
from lms.assessments.taking.rules import passed
from lms.courses.models import Enrolment
from lms.courses.queries import enrolments_shown
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.models import Learner

CAN_TAKE = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
"""The states of people to whom a quiz of their cohort is given."""
Answers = Mapping[int, Response]
"""The responses of a sitting by the place of their item in the quiz."""


@dataclass(frozen=True)
class Line:
    """One person: how far they have come, their sittings, and what is in the one that counts."""

    learner: Learner
    attempts: tuple[Attempt, ...]
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


@dataclass(frozen=True)
class Results:
    """What came out of a quiz that was given, as far as the viewer may see it."""

    assignment: Assignment
    items: Sequence[QuizItem]
    lines: Sequence[Line]

    @property
    def handed_in(self) -> list[Line]:
        """The people who have handed in a sitting."""
        return [line for line in self.lines if line.counts]

    def number(self, came: Came) -> int:
        """How many people have come so far."""
        return sum(line.came is came for line in self.lines)


def minutes_of(attempt: Attempt) -> int | None:
    """How long a sitting took, in minutes begun; None while it is under way."""
    return rules.minutes_taken(attempt.started_at, attempt.finished_at, attempt.due_at) if attempt.finished_at else None


def cell_in(answers: Answers, position: int) -> Cell:
    """What became of the item at a place of a sitting."""
    response = answers.get(position)
    if response is None:
        return rules.cell_of(False, 0.0)
    return rules.cell_of(response.answer is not None, response.share)


def results_of(assignment: Assignment, by: Viewer) -> Results:
    """The results of a quiz that was given, the people in the order of the alphabet."""
    asked = scoped(select(Attempt), "attempts.view", by).where(Attempt.assignment_id == assignment.id)
    with_people = joinedload(Attempt.learner).joinedload(Learner.centre)
    found = db.session.scalars(asked.options(with_people).order_by(Attempt.learner_id, Attempt.id))
    sittings = {key: tuple(group) for key, group in groupby(found, key=lambda one: one.learner_id)}
    people = {one.id: one for one in _people(assignment, by)}
    # Whoever has left the cohort leaves their answers here.
    people |= {one[0].learner_id: one[0].learner for one in sittings.values()}
    shown = {key: _shown(attempts) for key, attempts in sittings.items()}
    answers = _answers(one.id for one in shown.values())
    lines = [_line(one, sittings.get(one.id, ()), shown.get(one.id), answers, clock.now()) for one in people.values()]
    in_order = sorted(lines, key=lambda line: (line.learner.family_cyrillic, line.learner.given_cyrillic))
    return Results(assignment, items_of(assignment.quiz), in_order)


def items_of(quiz: Quiz) -> Sequence[QuizItem]:
    """The items of a quiz in its order."""
    with_item = joinedload(QuizItem.item_version).joinedload(ItemVersion.item)
    asked = select(QuizItem).where(QuizItem.quiz_id == quiz.id).order_by(QuizItem.position)
    return db.session.scalars(asked.options(with_item)).all()


def sittings_beside(attempt: Attempt, by: Viewer) -> Sequence[Attempt]:
    """The sittings of the same person of what they were given, this one among them, the first one first."""
    asked = scoped(select(Attempt), "attempts.view", by).where(Attempt.assignment_id == attempt.assignment_id)
    return db.session.scalars(asked.where(Attempt.learner_id == attempt.learner_id).order_by(Attempt.id)).all()


def _people(assignment: Assignment, by: Viewer) -> Sequence[Learner]:
    if assignment.learner is not None:
        return [assignment.learner]
    asked = select(Learner).join(Enrolment, Enrolment.learner_id == Learner.id)
    own = asked.where(Enrolment.cohort_id == assignment.cohort_id, Enrolment.state.in_(CAN_TAKE), enrolments_shown(by))
    return db.session.scalars(own.options(joinedload(Learner.centre))).all()


def _shown(attempts: Sequence[Attempt]) -> Attempt:
    """The sitting whose answers stand in a person's line: the one that counts, or the one under way."""
    handed_in = [one for one in attempts if one.state is AttemptState.FINISHED]
    place = rules.counting([one.share for one in handed_in])
    return attempts[-1] if place is None else handed_in[place]


def _answers(attempt_ids: Iterable[int]) -> dict[int, dict[int, Response]]:
    asked = select(Response).where(Response.attempt_id.in_(list(attempt_ids)))
    found: dict[int, dict[int, Response]] = {}
    for one in db.session.scalars(asked.options(joinedload(Response.item_version)).order_by(Response.position)):
        found.setdefault(one.attempt_id, {})[one.position] = one
    return found


def _line(
    learner: Learner,
    attempts: tuple[Attempt, ...],
    shown: Attempt | None,
    answers: Mapping[int, Answers],
    now: datetime,
) -> Line:
    started = next((one for one in attempts if one.state is AttemptState.STARTED), None)
    counts = shown if shown and shown.state is AttemptState.FINISHED else None
    came = rules.came(counts is not None, started is not None, started.due_at if started else None, now)
    return Line(learner, attempts, came, counts, answers.get(shown.id, {}) if shown else {})
