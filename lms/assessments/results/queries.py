"""Reading the results of quizzes that were given: of everybody, and of one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.results.lines import Line, lines_of
from lms.assessments.results.rules import Came
from lms.assessments.rulings.queries import Rulings, rulings_of
from lms.courses.models import Enrolment
from lms.courses.queries import enrolments_shown
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.models import Learner

CAN_TAKE = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
"""The states of people to whom a quiz of their cohort is given."""


@dataclass(frozen=True)
class Results:
    """What came out of a quiz that was given, as far as the viewer may see it."""

    assignment: Assignment
    items: Sequence[QuizItem]
    lines: Sequence[Line]
    rulings: Rulings
    """What was decided about the items after they were asked."""

    @property
    def handed_in(self) -> list[Line]:
        """The people who have handed in a sitting."""
        return [line for line in self.lines if line.counts]

    def number(self, came: Came) -> int:
        """How many people have come so far."""
        return sum(line.came is came for line in self.lines)


def results_of(assignment: Assignment, by: Viewer) -> Results:
    """The results of a quiz that was given, the people in the order of the alphabet."""
    asked = scoped(select(Attempt), "attempts.view", by).where(Attempt.assignment_id == assignment.id)
    with_people = joinedload(Attempt.learner).joinedload(Learner.centre)
    found = db.session.scalars(asked.options(with_people).order_by(Attempt.learner_id, Attempt.id))
    sittings = {key: tuple(group) for key, group in groupby(found, key=lambda one: one.learner_id)}
    people = {one.id: one for one in _people(assignment, by)}
    # Whoever has left the cohort leaves their answers here.
    people |= {one[0].learner_id: one[0].learner for one in sittings.values()}
    in_order = sorted(people.values(), key=lambda one: (one.family_cyrillic, one.given_cyrillic, one.id))
    lines = lines_of((one, sittings.get(one.id, ())) for one in in_order)
    items = items_of(assignment.quiz)
    return Results(assignment, items, lines, rulings_of({one.item_version_id for one in items}))


def items_of(quiz: Quiz) -> Sequence[QuizItem]:
    """The items of a quiz in its order."""
    with_item = joinedload(QuizItem.item_version).joinedload(ItemVersion.item)
    asked = select(QuizItem).where(QuizItem.quiz_id == quiz.id).order_by(QuizItem.position)
    return db.session.scalars(asked.options(with_item)).all()


def sittings_beside(attempt: Attempt, by: Viewer) -> Sequence[Attempt]:
    """The sittings of the same person of what they were given, this one among them, the first one first."""
    asked = scoped(select(Attempt), "attempts.view", by).where(Attempt.assignment_id == attempt.assignment_id)
    return db.session.scalars(asked.where(Attempt.learner_id == attempt.learner_id).order_by(Attempt.id)).all()


def quizzes_of(learner: Learner, by: Viewer) -> list[tuple[Assignment, Line]]:
    """What a person was given, of that which the viewer may see, with how far they have come; the newest first."""
    cohorts = select(Enrolment.cohort_id).where(Enrolment.learner_id == learner.id, Enrolment.state.in_(CAN_TAKE))
    asked = scoped(select(Attempt), "attempts.view", by).where(Attempt.learner_id == learner.id)
    sittings = _by_assignment(db.session.scalars(asked.order_by(Attempt.assignment_id, Attempt.id)))
    given = scoped(select(Assignment), "assignments.view", by).where(
        or_(
            Assignment.learner_id == learner.id,
            Assignment.cohort_id.in_(cohorts),
            Assignment.id.in_(sittings),
        )
    )
    found = db.session.scalars(given.options(joinedload(Assignment.quiz)).order_by(Assignment.id.desc())).all()
    return list(zip(found, lines_of((learner, sittings.get(one.id, ())) for one in found), strict=True))


def _by_assignment(attempts: Iterable[Attempt]) -> dict[int | None, tuple[Attempt, ...]]:
    return {key: tuple(group) for key, group in groupby(attempts, key=lambda one: one.assignment_id)}


def _people(assignment: Assignment, by: Viewer) -> Sequence[Learner]:
    if assignment.learner is not None:
        return [assignment.learner]
    asked = select(Learner).join(Enrolment, Enrolment.learner_id == Learner.id)
    own = asked.where(Enrolment.cohort_id == assignment.cohort_id, Enrolment.state.in_(CAN_TAKE), enrolments_shown(by))
    return db.session.scalars(own.options(joinedload(Learner.centre))).all()
