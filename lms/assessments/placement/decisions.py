"""What staff do with a placement: decide on the level, let a person take it again, talk with them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.rubrics import Rubric
from lms.assessments.placement import queries
from lms.assessments.placement.models import PlacementTalk
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import AttemptState
from lms.courses.states import Level, LevelSource
from lms.courses.waiting_actions import Basis, add_waiting, open_entry, rest_level_on
from lms.database import db


def decide(by: Viewer, attempt: Attempt, level: Level, reason: str, waits: bool = False) -> None:
    """Confirm the suggested level or decide on another one; it can be decided anew.

    With `waits` the person also waits for a course of the level, since the day of the placement; above our
    courses there is none to wait for.

    Raises DomainError for a placement that is not finished, and without a reason where the level is
    another than was suggested or decided before.
    """
    if attempt.finished_at is None:
        raise DomainError(_l("The placement is not finished yet."))
    changed = level is not (attempt.decided_level or attempt.suggested_level)
    if (changed or level is not attempt.suggested_level) and not reason.strip():
        raise DomainError(_l("Say why, so that others understand the decision later."))
    attempt.decided_level, attempt.decision_reason = level, reason.strip() or None
    attempt.decided_by_id, attempt.decided_at = by.account_id, clock.now()
    record(by, "placement.decide", "attempt", attempt.id, suggested=attempt.suggested_level, decided=level)
    _wait(by, attempt, level, waits)


def _wait(by: Viewer, attempt: Attempt, level: Level, waits: bool) -> None:
    """Say on the waiting entry of the level, or on a new one where it is wanted, that it rests on the placement."""
    zone = attempt.learner.centre.time_zone
    basis = Basis(LevelSource.PLACEMENT, clock.today(zone))
    if entry := open_entry(attempt.learner_id, level):
        rest_level_on(by, entry, basis)
    elif waits and level is not Level.B1 and attempt.finished_at:
        add_waiting(by, attempt.learner, level, clock.to_local(attempt.finished_at, zone).date(), basis)


def allow_retake(by: Viewer, attempt: Attempt) -> None:
    """Let the person take the placement once more; what they answered so far stays.

    Raises DomainError when this attempt is not finished or not their latest.
    """
    if attempt.state is not AttemptState.FINISHED or queries.latest_placement(attempt.learner) is not attempt:
        raise DomainError(_l("Only the latest finished placement can be taken again."))
    if attempt.retake_allowed_at is None:
        attempt.retake_allowed_at = clock.now()
        record(by, "placement.allow_retake", "attempt", attempt.id)


def keep_talk(by: Viewer, attempt: Attempt, rubric: Rubric, points: Mapping[str, int], note: str) -> PlacementTalk:
    """Keep what a short talk with the person showed, by the criteria of a rubric; a later talk replaces it.

    Raises DomainError for a placement that is not finished, and for points the rubric does not have.
    """
    if attempt.state is not AttemptState.FINISHED:
        raise DomainError(_l("The placement is not finished yet."))
    rubric.check(points)
    talk = queries.talk_after(attempt) or PlacementTalk(attempt_id=attempt.id)
    talk.held_by_id, talk.at = by.account_id or 0, clock.now()
    talk.rubric, talk.points, talk.note = rubric.code, dict(points), note.strip()
    db.session.add(talk)
    db.session.flush()
    record(by, "placement.talk", "attempt", attempt.id)
    return talk
