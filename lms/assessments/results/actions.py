"""Showing the results of a quiz to those who took it, ending sittings whose time is over, allowing one more."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.results.rules import is_overdue
from lms.assessments.states import AttemptState
from lms.assessments.taking.actions import hand_in
from lms.assessments.taking.queries import window_of
from lms.assessments.taking.rules import Standing, standing
from lms.database import db


@dataclass(frozen=True)
class Obstacles:
    """What speaks against showing the results of a quiz now."""

    unmarked: int = 0
    """Answers that wait for a teacher."""
    under_way: int = 0
    """Sittings that can still be answered, whose people would learn the key from others."""

    def __bool__(self) -> bool:
        return bool(self.unmarked or self.under_way)

    def said(self) -> list[str]:
        """Each in a sentence."""
        unmarked = ngettext("%(num)d answer waits to be marked.", "%(num)d answers wait to be marked.", self.unmarked)
        under_way = ngettext(
            "%(num)d person is still taking it.", "%(num)d people are still taking it.", self.under_way
        )
        return [text for number, text in ((self.unmarked, unmarked), (self.under_way, under_way)) if number]


def obstacles(assignment: Assignment) -> Obstacles:
    """What speaks against showing the results of a quiz now; sittings whose time is over count as handed in."""
    started, overdue = _started(assignment)
    under_way = [one.id for one in started if one not in overdue]
    asked = select(func.count(Response.id)).join(Attempt, Attempt.id == Response.attempt_id)
    unmarked = asked.where(
        Attempt.assignment_id == assignment.id, Attempt.id.not_in(under_way), Response.share.is_(None)
    )
    return Obstacles(db.session.scalar(unmarked) or 0, len(under_way))


def release(by: Viewer, assignment: Assignment, confirmed: bool = False) -> None:
    """Show everybody their results; sittings whose time is over are handed in first. Doing it again changes nothing.

    Raises DomainError while answers wait for a mark or somebody is still taking it, unless that is `confirmed`.
    """
    db.session.refresh(assignment, with_for_update=True)
    if assignment.released_at is not None:
        return
    against = obstacles(assignment)
    if against and not confirmed:
        raise DomainError(" ".join([*against.said(), _("Say that you want to show the results all the same.")]))
    ended = end_overdue(by, assignment)
    assignment.released_at, assignment.released_by_id = clock.now(), by.account_id
    record(by, "quiz.release", "assignment", assignment.id, ended=ended, **vars(against))


def end_overdue(by: Viewer, assignment: Assignment) -> int:
    """Hand in the sittings whose time is over, with what was answered in them; how many there were."""
    _under_way, overdue = _started(assignment)
    for one in overdue:
        hand_in(by, one)
    return len(overdue)


def allow_again(by: Viewer, attempt: Attempt) -> None:
    """Let a person take a quiz once more: their last sitting does not count against how often they may.

    Raises DomainError when the quiz is closed or taken back, and when the person can take it now anyhow.
    """
    assignment, now = attempt.assignment, clock.now()
    if assignment is None:
        raise DomainError(_l("This is a placement: let the person take it again on its own page."))
    # Two who allow it at once wait for each other here.
    db.session.refresh(attempt, with_for_update=True)
    if is_overdue(attempt.due_at, now):
        hand_in(by, attempt)
    own = select(Attempt).where(Attempt.assignment_id == assignment.id, Attempt.learner_id == attempt.learner_id)
    sittings = db.session.scalars(own.order_by(Attempt.id)).all()
    over = [one for one in sittings if one.over]
    started = any(one.state is AttemptState.STARTED for one in sittings)
    window = window_of(assignment)
    if window.withdrawn or (window.closes_at is not None and now >= window.closes_at):
        raise DomainError(_l("This quiz is closed. Give the person the quiz anew, from their own page."))
    if standing(window, now, len(over), None, started) is not Standing.DONE:
        raise DomainError(_l("This person can take it now, so nothing was changed."))
    over[-1].retake_allowed_at = now
    record(by, "quiz.again", "attempt", over[-1].id)


def _started(assignment: Assignment) -> tuple[Sequence[Attempt], Sequence[Attempt]]:
    """The sittings that were not handed in, and those of them whose time is over."""
    asked = select(Attempt).where(Attempt.assignment_id == assignment.id, Attempt.state == AttemptState.STARTED)
    started = db.session.scalars(asked.order_by(Attempt.id)).all()
    return started, [one for one in started if is_overdue(one.due_at, clock.now())]
