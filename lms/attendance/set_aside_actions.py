"""Settling entries that were set aside: taken after all, or left with a reason. Nothing is ever taken away."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.attendance.actions import enter
from lms.attendance.arrivals import TAKEN, Arrival
from lms.attendance.rules import Refusal
from lms.attendance.set_aside_models import SetAside, Settlement
from lms.attendance.set_aside_targets import Target
from lms.attendance.shelf import said_by
from lms.courses.models import Lesson
from lms.database import db


class SettledMeanwhile(DomainError):
    """Somebody else has said what becomes of an entry."""


def take_after_all(by: Viewer, wishes: Mapping[SetAside, Target], reason: str | None) -> dict[int, Refusal]:
    """Take entries that were set aside as entries of now, by whoever settles them, in the lessons that were chosen.

    They go through the ordinary rules. Returns why those stay aside that still cannot be taken, by their
    identifier. Raises SettledMeanwhile when somebody has settled one of them already.
    """
    _hold(wishes)
    # All lessons at once and in order, so that two who settle never wait for each other.
    lessons = {target.lesson.id: target.lesson for target in wishes.values()}
    locked = select(Lesson.id).where(Lesson.id.in_(lessons)).order_by(Lesson.id).with_for_update()
    db.session.execute(locked).all()
    of_lesson: dict[int, dict[str, SetAside]] = defaultdict(dict)
    arrivals: dict[int, list[Arrival]] = defaultdict(list)
    for kept, target in wishes.items():
        arrival = Arrival(str(uuid4()), target.enrolment_id, said_by(kept), clock.now(), target.version)
        of_lesson[target.lesson.id][arrival.id] = kept
        arrivals[target.lesson.id].append(arrival)
    refused: dict[int, Refusal] = {}
    for lesson_id, lesson in sorted(lessons.items()):
        for answer in enter(by, lesson, arrivals[lesson_id], reason):
            kept = of_lesson[lesson_id][answer.entry_id]
            if answer.kind in TAKEN:
                _settle(by, kept, Settlement.TAKEN, reason, answer.entry_id)
            elif answer.why:
                refused[kept.id] = answer.why
    db.session.flush()
    return refused


def leave_aside(by: Viewer, entries: Collection[SetAside], reason: str) -> None:
    """Say that entries are not taken, and why; they stay as they came.

    Raises SettledMeanwhile when somebody has settled one of them already.
    """
    _hold(entries)
    for kept in entries:
        _settle(by, kept, Settlement.LEFT, reason)
    db.session.flush()


def _hold(entries: Collection[SetAside]) -> None:
    """Let nobody else settle these until this request is done, and read them anew."""
    ids = [one.id for one in entries]
    statement = select(SetAside).where(SetAside.id.in_(ids)).order_by(SetAside.id).with_for_update()
    held: Sequence[SetAside] = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    if any(one.settled_at for one in held):
        raise SettledMeanwhile(_l("Somebody has settled one of these marks in the meantime. Please look again."))


def _settle(by: Viewer, kept: SetAside, how: Settlement, reason: str | None, entry_id: str | None = None) -> None:
    kept.settlement, kept.settled_at, kept.settled_by_id = how, clock.now(), by.account_id
    kept.settled_reason, kept.taken_as_id = reason, entry_id
    record(by, f"set_aside.{how}", "set_aside", kept.id, lesson=kept.lesson_id, enrolment=kept.enrolment_id)
