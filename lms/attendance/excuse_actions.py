"""Excusing absences after a call: at once by whoever calls the roll, proposed by everybody else, decided once."""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.attendance.absence_models import ExcuseProposal
from lms.attendance.actions import TAKEN, AnswerKind, Arrival, enter
from lms.attendance.excuse_queries import Excusable, OpenExcuse, excusable
from lms.attendance.models import MarkKind
from lms.attendance.rules import value_of
from lms.courses.models import Enrolment, Lesson
from lms.database import db
from lms.learners.contact_models import Reason
from lms.learners.words import ABSENCE_REASONS

DONE = frozenset({*TAKEN, AnswerKind.ALREADY_KNOWN})


class Excused(enum.StrEnum):
    """What became of an absence that was to be excused."""

    EXCUSED = "excused"
    PROPOSED = "proposed"
    CHANGED = "changed"
    """The mark says something else than what was seen: nothing was written over it."""


def excuse(
    by: Viewer, enrolment: Enrolment, seen: Mapping[int, int], reason: Reason, why: str | None = None
) -> Counter[Excused]:
    """Excuse the absences of a person in these lessons, each with the version of the mark that was seen.

    What the viewer may not mark, or no longer, is proposed to whoever may. `why` is why it is corrected now, needed
    when the time for corrections is over. Says how many were excused, proposed, and changed by somebody meanwhile.
    """
    _hold(enrolment.id)
    found = {one.lesson.id: one for one in excusable(by, enrolment, seen)}
    became: Counter[Excused] = Counter()
    for lesson_id, version in seen.items():
        one = found.get(lesson_id)
        if one is None or one.version != version:
            became[Excused.CHANGED] += 1
        elif one.at_once:
            became[_mark(by, one.lesson, enrolment, version, reason, why)] += 1
        else:
            became[_propose(by, one, enrolment, reason)] += 1
    db.session.flush()
    return became


def decide(
    by: Viewer, proposals: Sequence[OpenExcuse], seen: Mapping[int, int], accepted: bool, why: str | None = None
) -> Counter[Excused]:
    """Accept proposals about one person, or decline them; `seen` are the versions of the marks by proposal.

    An accepted one becomes an ordinary entry of whoever accepts it. Says how many were excused and how many marks
    somebody changed meanwhile; those stay open.
    """
    became: Counter[Excused] = Counter()
    for one in proposals:
        marked = _accept(by, one, seen[one.proposal.id], why) if accepted else None
        if marked:
            became[marked] += 1
        if marked is not Excused.CHANGED:
            _settle(by, one.proposal, accepted)
    db.session.flush()
    return became


def _accept(by: Viewer, one: OpenExcuse, version: int, why: str | None) -> Excused:
    if version != one.version:
        return Excused.CHANGED
    proposal = one.proposal
    return _mark(by, proposal.lesson, proposal.enrolment, version, proposal.reason, why)


def _settle(by: Viewer, proposal: ExcuseProposal, accepted: bool) -> None:
    proposal.decided_at, proposal.decided_by_id, proposal.accepted = clock.now(), by.account_id, accepted
    act = "excuse.accept" if accepted else "excuse.decline"
    record(by, act, "enrolment", proposal.enrolment_id, lesson=proposal.lesson_id)


def _mark(by: Viewer, lesson: Lesson, enrolment: Enrolment, version: int, reason: Reason, why: str | None) -> Excused:
    # The same touch twice is the same entry.
    name = f"azbuka:excuse:{lesson.id}:{enrolment.id}:{version}:{by.account_id}"
    value = value_of(MarkKind.EXCUSED, reason=_written(reason))
    arrival = Arrival(str(uuid5(NAMESPACE_URL, name)), enrolment.id, value, clock.now(), based_on=version)
    (answer,) = enter(by, lesson, [arrival], why)
    return Excused.EXCUSED if answer.kind in DONE else Excused.CHANGED


def _written(reason: Reason) -> str:
    """The reason as it stands in the register, which is in the first language of the house."""
    with force_locale(current_app.config["SETTINGS"].languages[0]):
        return str(ABSENCE_REASONS[reason]).lower()


def _propose(by: Viewer, one: Excusable, enrolment: Enrolment, reason: Reason) -> Excused:
    if not one.proposed:
        record(by, "excuse.propose", "enrolment", enrolment.id, lesson=one.lesson.id)
        db.session.add(
            ExcuseProposal(
                lesson_id=one.lesson.id, enrolment_id=enrolment.id, reason=reason, proposed_by_id=by.account_id
            )
        )
    return Excused.PROPOSED


def _hold(enrolment_id: int) -> None:
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())
