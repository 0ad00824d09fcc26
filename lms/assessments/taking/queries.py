"""Reading what a learner was given: their quizzes, where they stand with each, and the items as they meet them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.showing import Shown, show
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.states import AttemptState, QuizKind
from lms.assessments.taking.rules import Standing, Window, in_order, standing
from lms.courses.models import Enrolment
from lms.courses.states import EnrolmentState
from lms.database import db
from lms.learners.models import Learner
from lms.learners.queries import own_record


def own_assignments(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Assignment: what the signed-in learner was given, themselves or with a cohort they are in."""
    own = select(Learner.id).where(own_record(viewer))
    in_cohort = select(Enrolment.cohort_id).where(
        Enrolment.learner_id.in_(own), Enrolment.state.in_((EnrolmentState.ACTIVE, EnrolmentState.COMPLETED))
    )
    return or_(Assignment.learner_id.in_(own), Assignment.cohort_id.in_(in_cohort))


def own_quiz_attempts(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Attempt: the signed-in learner's own sittings of quizzes they were given."""
    own = select(Learner.id).where(own_record(viewer))
    return Attempt.learner_id.in_(own) & Attempt.assignment_id.is_not(None)


@dataclass(frozen=True)
class Given:
    """A quiz a learner was given, their sittings of it, and where they stand."""

    assignment: Assignment
    attempts: tuple[Attempt, ...]
    standing: Standing

    @property
    def started(self) -> Attempt | None:
        """The sitting the person is in the middle of."""
        return next((one for one in self.attempts if one.state is AttemptState.STARTED), None)

    @property
    def last(self) -> Attempt | None:
        """The newest sitting."""
        return self.attempts[-1] if self.attempts else None

    @property
    def shows_results(self) -> bool:
        """Whether the person may see what came out."""
        practice = self.assignment.quiz.kind is QuizKind.PRACTICE
        return bool(self.attempts) and (practice or self.assignment.released_at is not None)


def given_to(by: Viewer, now: datetime) -> list[Given]:
    """What the signed-in learner was given and can still see: what ends first on top, what is over last."""
    asked = scoped(select(Assignment), "quizzes.take", by).options(joinedload(Assignment.quiz))
    found = db.session.scalars(asked.order_by(Assignment.closes_at, Assignment.id)).all()
    own = scoped(select(Attempt), "attempts.own", by).order_by(Attempt.assignment_id, Attempt.id)
    sittings = {key: tuple(group) for key, group in groupby(db.session.scalars(own), key=lambda one: one.assignment_id)}
    known = [_given(one, sittings.get(one.id, ()), now) for one in found]
    seen = [one for one in known if one.attempts or one.standing in (Standing.OPEN, Standing.NOT_YET)]
    return sorted(seen, key=lambda one: one.standing not in (Standing.UNDER_WAY, Standing.OPEN))


def given(by: Viewer, assignment: Assignment, now: datetime) -> Given:
    """Where the signed-in learner stands with one assignment."""
    own = scoped(select(Attempt), "attempts.own", by).where(Attempt.assignment_id == assignment.id)
    return _given(assignment, tuple(db.session.scalars(own.order_by(Attempt.id))), now)


def window_of(assignment: Assignment) -> Window:
    """When an assignment is open and how often it may be taken."""
    withdrawn = assignment.withdrawn_at is not None
    return Window(assignment.opens_at, assignment.closes_at, assignment.attempts, withdrawn)


def _given(assignment: Assignment, attempts: Sequence[Attempt], now: datetime) -> Given:
    handed_in = sum(one.over for one in attempts)
    started = next((one for one in attempts if one.state is AttemptState.STARTED), None)
    stands = standing(window_of(assignment), now, handed_in, started.due_at if started else None, started is not None)
    return Given(assignment, tuple(attempts), stands)


@dataclass(frozen=True)
class Asked:
    """An item as one person meets it in one sitting."""

    number: int
    """Its place for this person, from 1."""
    position: int
    """Its place in the quiz, under which it is answered."""
    version: ItemVersion
    shown: Shown
    response: Response | None
    title: str
    """The title of the section that begins with it; empty for the others."""


def asked_in(attempt: Attempt) -> list[Asked]:
    """The items of a sitting in the order of the person, with what they answered so far."""
    lines = {line.position: line for line in _lines(attempt.quiz)}
    titles: dict[int | None, str] = {one.id: one.title for one in attempt.quiz.sections}
    by_section = [list(group) for _, group in groupby(lines.values(), key=lambda line: line.section_id)]
    positions = [[line.position for line in group] for group in by_section]
    responses = {one.position: one for one in attempt.responses}
    order = in_order(positions, attempt.seed, attempt.quiz.shuffled)
    asked: list[Asked] = []
    section: int | None = None
    for number, position in enumerate(order, 1):
        line = lines[position]
        title = titles.get(line.section_id, "") if line.section_id != section else ""
        section = line.section_id
        response = responses.get(position)
        asked.append(Asked(number, position, line.item_version, shown_in(attempt, line.item_version), response, title))
    return asked


def shown_in(attempt: Attempt, version: ItemVersion) -> Shown:
    """An item as it is shown in a sitting."""
    return show(version.kind, version.body, f"{attempt.seed}/{version.id}")


def version_at(attempt: Attempt, position: int) -> ItemVersion | None:
    """The item that stands at a place of the quiz of a sitting; None where there is none."""
    asked = select(ItemVersion).join(QuizItem, QuizItem.item_version_id == ItemVersion.id)
    return db.session.scalar(asked.where(QuizItem.quiz_id == attempt.quiz_id, QuizItem.position == position))


def _lines(quiz: Quiz) -> Sequence[QuizItem]:
    with_sound = joinedload(QuizItem.item_version).joinedload(ItemVersion.sound)
    asked = select(QuizItem).where(QuizItem.quiz_id == quiz.id).order_by(QuizItem.position)
    return db.session.scalars(asked.options(with_sound)).all()
