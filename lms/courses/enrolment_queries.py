"""Reading enrolments: what a person already has, who could join a cohort, and where somebody could move."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import nulls_last, or_, select
from sqlalchemy.orm import joinedload

from lms.access.scope import holds, scoped
from lms.access.viewer import Viewer
from lms.courses.cohort_queries import overdue_enrolments, places_taken, unfinished
from lms.courses.enrolment_rules import Place, Refusal, Stay, Why, refusal
from lms.courses.models import Cohort, Enrolment, Programme, WaitingEntry
from lms.courses.queries import enrolments_shown
from lms.courses.states import ENDED, EnrolmentState
from lms.courses.waiting_queries import numbered
from lms.database import db
from lms.learners.models import Learner
from lms.learners.search_queries import search

SHOWN = 50
"""People offered on one page; more are found by searching."""


def place_of(cohort: Cohort) -> Place:
    """A cohort as the rules of joining see it."""
    taken = places_taken([cohort.id])[cohort.id]
    called_off = cohort.called_off_on is not None
    return Place(cohort.id, cohort.centre_id, cohort.starts_on, cohort.ends_on, cohort.capacity, taken, called_off)


def stays_of(learner_ids: Sequence[int]) -> Mapping[int, list[Stay]]:
    """The enrolments each person already has; a place they did not answer for in time is none of theirs any more."""
    statement = (
        select(Enrolment)
        .options(joinedload(Enrolment.cohort))
        .where(Enrolment.learner_id.in_(learner_ids), Enrolment.id.not_in(overdue_enrolments()))
    )
    found: dict[int, list[Stay]] = defaultdict(list)
    for enrolment in db.session.scalars(statement):
        found[enrolment.learner_id].append(stay_of(enrolment))
    return found


def stay_of(enrolment: Enrolment) -> Stay:
    """An enrolment as the rules of joining see it."""
    cohort = enrolment.cohort
    last = enrolment.ends_on if enrolment.state in ENDED else enrolment.ends_on or cohort.ends_on
    return Stay(cohort.id, cohort.code, enrolment.state, enrolment.starts_on, last)


@dataclass(frozen=True)
class Candidate:
    """A person who could join a cohort: their place in the waiting list, or what stands in the way."""

    learner: Learner
    waiting: WaitingEntry | None
    position: int | None
    refusal: Refusal | None


def candidates(
    by: Viewer, cohort: Cohort, words: str, starts_on: date, today: date, chosen: Collection[int] = ()
) -> list[Candidate]:
    """The people of the centre who are not in the cohort: who waits for its level first, longest first.

    Only the first of them, as many as a page shows; `words` are looked for in names and numbers. Whoever is
    chosen already stands on top, found or not.
    """
    is_chosen = Learner.id.in_(chosen)
    queue = numbered(cohort.centre_id, cohort.programme.level).subquery()
    inside = select(Enrolment.learner_id).where(
        Enrolment.cohort_id == cohort.id,
        Enrolment.state.not_in([EnrolmentState.WITHDRAWN, EnrolmentState.TRANSFERRED]),
    )
    statement = (
        scoped(select(Learner, WaitingEntry, queue.c.position), "learners.enrol", by)
        .outerjoin(queue, queue.c.learner_id == Learner.id)
        .outerjoin(WaitingEntry, WaitingEntry.id == queue.c.id)
        .where(Learner.centre_id == cohort.centre_id, Learner.id.not_in(inside))
        .order_by(is_chosen.desc(), nulls_last(queue.c.position), Learner.family_latin, Learner.given_latin, Learner.id)
        .limit(SHOWN + len(chosen))
    )
    if words:
        found = search(by, words, cohort.centre_id).order_by(None).with_only_columns(Learner.id)
        statement = statement.where(or_(is_chosen, Learner.id.in_(found)))
    rows = db.session.execute(statement).all()
    stays, place = stays_of([row[0].id for row in rows]), place_of(cohort)
    return [
        Candidate(
            learner,
            waiting,
            position,
            _but_for_places(by, refusal(place, learner.centre_id, stays[learner.id], starts_on, today)),
        )
        for learner, waiting, position in rows
    ]


def _but_for_places(by: Viewer, found: Refusal | None) -> Refusal | None:
    """What stands in the way of somebody; a full cohort does not for whoever may let in more people than places."""
    full = found is not None and found.why is Why.FULL
    return None if full and holds(by.role, "cohorts.overfill") else found


def people(by: Viewer, learner_ids: Sequence[int]) -> list[Learner]:
    """The people with these identifiers whom the viewer may enrol, in the order of the identifiers."""
    statement = scoped(select(Learner), "learners.enrol", by).where(Learner.id.in_(learner_ids))
    found = {learner.id: learner for learner in db.session.scalars(statement)}
    return [found[learner_id] for learner_id in dict.fromkeys(learner_ids) if learner_id in found]


def enrolled(cohort: Cohort, by: Viewer) -> Sequence[Enrolment]:
    """The enrolments of a cohort that the viewer may read: who is in it first, by name; then who left."""
    statement = (
        select(Enrolment)
        .join(Enrolment.learner)
        .options(joinedload(Enrolment.learner))
        .where(Enrolment.cohort_id == cohort.id, enrolments_shown(by))
        .order_by(Learner.family_latin, Learner.given_latin, Enrolment.id)
    )
    left = (EnrolmentState.WITHDRAWN, EnrolmentState.TRANSFERRED)
    return sorted(db.session.scalars(statement), key=lambda enrolment: enrolment.state in left)


def cohorts_to_move_to(by: Viewer, enrolment: Enrolment, today: date) -> Sequence[Cohort]:
    """The unfinished cohorts of the same level and centre a person could be transferred to."""
    here = enrolment.cohort
    statement = (
        scoped(select(Cohort), "cohorts.enrol", by)
        .join(Cohort.programme)
        .where(
            Cohort.id != here.id,
            Cohort.centre_id == here.centre_id,
            Programme.level == here.programme.level,
            unfinished(today),
        )
        .order_by(Cohort.starts_on, Cohort.code)
    )
    return db.session.scalars(statement).all()


def enrolments_of(learner: Learner, by: Viewer) -> Sequence[Enrolment]:
    """The enrolments of a person in cohorts the viewer may see, the latest first."""
    cohorts = scoped(select(Cohort.id), "cohorts.view", by)
    statement = (
        select(Enrolment)
        .options(joinedload(Enrolment.cohort).joinedload(Cohort.programme))
        .where(Enrolment.learner_id == learner.id, Enrolment.cohort_id.in_(cohorts))
        .order_by(Enrolment.starts_on.desc(), Enrolment.id.desc())
    )
    return db.session.scalars(statement).all()
