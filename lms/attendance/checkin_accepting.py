"""Accepting the list of those who checked in: from then on they are called, by entries like any other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.viewer import Viewer
from lms.attendance.actions import Answer, AnswerKind, Arrival, enter
from lms.attendance.checkin_models import CheckIn, CheckInState
from lms.attendance.checkin_queries import CheckedIn, check_ins_at
from lms.attendance.rules import Refusal
from lms.courses.models import Lesson
from lms.database import db


@dataclass(frozen=True)
class Tick:
    """One line of the list as it was sent: whether it is accepted, and the version of the mark that was seen."""

    check_in_id: int
    accepted: bool
    seen: int


@dataclass
class Accepted:
    """What became of a list."""

    called: int = 0
    """People who are marked by it, now or when it was sent before."""
    declined: int = 0
    left: list[CheckedIn] = field(default_factory=list)
    """People whose mark says something else, which was left as it is."""
    refused: set[Refusal] = field(default_factory=set)
    """Why others could not be marked; they go on waiting."""


def accept_check_ins(by: Viewer, lesson: Lesson, ticks: Sequence[Tick]) -> Accepted:
    """Mark who is ticked as present, or late by when they came, and decline who is not; sent twice it is once.

    Whoever is marked otherwise by now is left so. Who is accepted already stays so, ticked or not: a mark is
    corrected on the roll. Whoever checked in after the list was made is not on it and goes on waiting.
    """
    # Nobody else marks while it is looked at who is marked already; enter holds the same row.
    db.session.scalars(select(Lesson.id).where(Lesson.id == lesson.id).with_for_update()).one()
    found = {one.check_in.id: one for one in check_ins_at(lesson, by).people}
    done, to_call = Accepted(), []
    for tick in ticks:
        one = found.get(tick.check_in_id)
        if one is None:
            continue
        if tick.accepted and one.marked_otherwise:
            done.left.append(one)
        elif tick.accepted and one.agrees:
            _decide(by, one.check_in, CheckInState.ACCEPTED)
            done.called += 1
        elif tick.accepted:
            to_call.append((one, tick.seen))
        elif one.check_in.state is not CheckInState.ACCEPTED:
            _decide(by, one.check_in, CheckInState.DECLINED)
            done.declined += 1
    _call(by, lesson, to_call, done)
    if done.called or done.declined:
        record(by, "check_in.accept", "lesson", lesson.id, called=done.called, declined=done.declined)
    db.session.flush()
    return done


def _call(by: Viewer, lesson: Lesson, to_call: Sequence[tuple[CheckedIn, int]], done: Accepted) -> None:
    arrivals = [
        Arrival(one.check_in.entry_id, one.check_in.enrolment_id, one.value, clock.now(), seen) for one, seen in to_call
    ]
    answers: dict[str, Answer] = {answer.entry_id: answer for answer in enter(by, lesson, arrivals)}
    for one, _seen in to_call:
        answer = answers[one.check_in.entry_id]
        if answer.kind is AnswerKind.REFUSED:
            done.refused |= {answer.why} if answer.why else set()
        else:
            _decide(by, one.check_in, CheckInState.ACCEPTED)
            done.called += 1


def _decide(by: Viewer, check_in: CheckIn, state: CheckInState) -> None:
    if check_in.state is not state:
        check_in.state, check_in.decided_at, check_in.decided_by_id = state, clock.now(), by.account_id
