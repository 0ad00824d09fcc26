"""Reading entries that were set aside: those that wait for the viewer, and those somebody settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.attendance.set_aside_models import SetAside
from lms.attendance.set_aside_targets import Target, targets_of
from lms.courses.models import Cohort, Enrolment, Lesson
from lms.courses.queries import enrolments_shown
from lms.database import db
from lms.learners.models import Learner


@dataclass(frozen=True)
class Waiting:
    """An entry nobody has settled yet, and where it might be taken; first where it was meant to be."""

    kept: SetAside
    targets: tuple[Target, ...]

    @property
    def own(self) -> Target:
        """The mark it was made for."""
        return self.targets[0]

    @property
    def proposed(self) -> Target:
        """The first lesson in which it can be taken now; where it was meant to be if there is none."""
        return next((target for target in self.targets if not target.why_not), self.own)


def waiting_entries(by: Viewer, lesson: Lesson | None = None) -> list[Waiting]:
    """The entries that wait to be settled, of all lessons the viewer calls or of one, in the order of lessons."""
    statement = _shown(by, lesson).where(SetAside.settled_at.is_(None))
    order = (Lesson.starts_at, Lesson.id, Learner.given_cyrillic, Learner.family_cyrillic, SetAside.id)
    kept = db.session.scalars(statement.order_by(*order)).all()
    targets = targets_of(kept, by)
    return [Waiting(one, targets[one.id]) for one in kept]


def settled_entries(by: Viewer, since: datetime | None = None, lesson: Lesson | None = None) -> Sequence[SetAside]:
    """The entries somebody settled, the latest first: since a moment, or of one lesson."""
    statement = _shown(by, lesson).where(SetAside.settled_at >= since if since else SetAside.settled_at.is_not(None))
    return db.session.scalars(statement.order_by(SetAside.settled_at.desc(), SetAside.id)).all()


def count_waiting(by: Viewer) -> int:
    """How many entries wait for the viewer to settle them."""
    statement = select(func.count(SetAside.id)).where(SetAside.settled_at.is_(None))
    return db.session.scalar(_limited(statement, by)) or 0


def _limited(statement: Select[Any], by: Viewer) -> Select[Any]:
    """Only of lessons the viewer calls, and of people whose name they may read there."""
    return statement.where(
        SetAside.lesson_id.in_(scoped(select(Lesson.id), "lessons.own", by)),
        SetAside.enrolment_id.in_(select(Enrolment.id).where(enrolments_shown(by))),
    )


def _shown(by: Viewer, lesson: Lesson | None) -> Select[Any]:
    cohort = joinedload(SetAside.lesson).joinedload(Lesson.cohort)
    statement = _limited(select(SetAside), by).options(
        cohort.joinedload(Cohort.centre),
        cohort.joinedload(Cohort.programme),
        joinedload(SetAside.enrolment).joinedload(Enrolment.learner),
        joinedload(SetAside.made_by),
        joinedload(SetAside.settled_by),
    )
    statement = statement.join(SetAside.lesson).join(SetAside.enrolment).join(Enrolment.learner)
    return statement.where(SetAside.lesson_id == lesson.id) if lesson else statement
