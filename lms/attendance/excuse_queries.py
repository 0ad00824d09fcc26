"""Reading excuses: which absences of a person can be excused, by whom, and which proposals wait for the viewer."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms import clock
from lms.access.scope import holds, scoped
from lms.access.viewer import Viewer
from lms.attendance.absence_models import ExcuseProposal
from lms.attendance.models import Mark, MarkKind
from lms.attendance.queries import window_of
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.database import db


@dataclass(frozen=True)
class Excusable:
    """A lesson a person missed: whether the viewer excuses it themselves, or proposes it to whoever may."""

    lesson: Lesson
    version: int
    """The version of the mark that is seen."""
    at_once: bool
    needs_why: bool
    """Whether the time for corrections is over, so that a reason for correcting now is needed."""
    proposed: bool


@dataclass(frozen=True)
class OpenExcuse:
    """A proposal that the viewer can decide about, with the version of the mark that is seen."""

    proposal: ExcuseProposal
    version: int
    needs_why: bool


def excusable(by: Viewer, enrolment: Enrolment, lesson_ids: Collection[int]) -> Sequence[Excusable]:
    """The lessons among these that the person missed without an excuse, in their order."""
    statement = (
        select(Lesson, Mark.version)
        .join(Mark, and_(Mark.lesson_id == Lesson.id, Mark.enrolment_id == enrolment.id))
        .options(joinedload(Lesson.cohort).joinedload(Cohort.centre))
        .where(Lesson.id.in_(lesson_ids), Lesson.cohort_id == enrolment.cohort_id, Mark.kind == MarkKind.ABSENT)
    )
    called = scoped(select(Lesson.id), "roll.call", by).where(Lesson.cohort_id == enrolment.cohort_id)
    own, proposed, now = set(db.session.scalars(called)), _proposed(enrolment), clock.now()
    found = []
    for lesson, version in db.session.execute(statement.order_by(Lesson.starts_at, Lesson.id)):
        window = window_of(lesson)
        at_once = lesson.id in own and window.closed_to(by.role, now) is None
        needs_why = at_once and window.needs_reason(now)
        found.append(Excusable(lesson, version, at_once, needs_why, lesson.id in proposed))
    return found


def _proposed(enrolment: Enrolment) -> frozenset[int]:
    waiting = select(ExcuseProposal.lesson_id).where(
        ExcuseProposal.enrolment_id == enrolment.id, ExcuseProposal.decided_at.is_(None)
    )
    return frozenset(db.session.scalars(waiting))


def open_excuses(by: Viewer) -> Sequence[OpenExcuse]:
    """The proposals that the viewer can decide about now, the oldest first.

    One whose mark says something else meanwhile waits for nothing any more.
    """
    if not holds(by.role, "excuses.decide"):
        return []
    of_lesson = and_(Mark.lesson_id == ExcuseProposal.lesson_id, Mark.enrolment_id == ExcuseProposal.enrolment_id)
    statement = (
        scoped(select(ExcuseProposal), "excuses.decide", by)
        .join(Mark, of_lesson)
        .join(ExcuseProposal.lesson)
        .options(
            contains_eager(ExcuseProposal.lesson).joinedload(Lesson.cohort).joinedload(Cohort.centre),
            joinedload(ExcuseProposal.enrolment).joinedload(Enrolment.learner),
            joinedload(ExcuseProposal.proposed_by),
        )
        .where(ExcuseProposal.decided_at.is_(None), Mark.kind == MarkKind.ABSENT)
        .order_by(ExcuseProposal.proposed_at, ExcuseProposal.id)
        .add_columns(Mark.version)
    )
    now = clock.now()
    windows = [(*row, window_of(row[0].lesson)) for row in db.session.execute(statement)]
    return [
        OpenExcuse(proposal, version, window.needs_reason(now))
        for proposal, version, window in windows
        if window.closed_to(by.role, now) is None
    ]


def by_enrolment(found: Sequence[OpenExcuse]) -> Mapping[int, Sequence[OpenExcuse]]:
    """The proposals about each enrolment, which are decided about together."""
    together: dict[int, list[OpenExcuse]] = defaultdict(list)
    for one in found:
        together[one.proposal.enrolment_id].append(one)
    return together
