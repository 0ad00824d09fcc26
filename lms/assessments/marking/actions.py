"""Marking: rating an answer by its rubric, asking for a second marker, hearing a spoken answer without a recording."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.scope import LARGEST_IDENTIFIER
from lms.access.viewer import Viewer
from lms.assessments.marking import rules
from lms.assessments.marking.models import Rating
from lms.assessments.marking.queries import rated, ratings_of, rubric_of
from lms.assessments.marking.queue import stands_in
from lms.assessments.marking.rules import Task
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import AttemptState, ItemKind
from lms.assessments.taking.actions import reckon
from lms.assessments.taking.queries import version_at
from lms.database import db


def rate(by: Viewer, response: Response, points: Mapping[str, int], comment: str) -> None:
    """Give an answer points by its rubric, and work out anew what the sitting is worth.

    Raises DomainError for points the rubric does not have, for whoever has nothing to do with the answer (somebody else
    was quicker), and for a change after the results were shown.
    """
    attempt = _lock(response)
    rubric = rubric_of(response.item_version)
    share = rubric.share(points)
    task = rules.task_for(rated(response, ratings_of(response)), by.account_id, stands_in(by))
    if task is None:
        raise DomainError(_l("Somebody else has marked this answer already."))
    kept = _own(response, by, task)
    if kept.id is not None:
        _not_shown(attempt)
    before = dict(kept.points or {})
    kept.points, kept.comment, kept.at = dict(points), comment.strip(), clock.now()
    db.session.add(kept)
    db.session.flush()
    _reckon(attempt, response)
    changed = {"before": before} if before else {}
    record(by, "answer.rate", "response", response.id, task=task, points=dict(points), share=share, **changed)


def _own(response: Response, by: Viewer, task: Task) -> Rating:
    """The rating of an account that is changed, or a new one."""
    if task is not Task.CHANGE:
        return Rating(response=response, marker_id=by.account_id, settles=task is Task.SETTLE)
    # What settled is what counts, and so what is changed.
    return max((one for one in ratings_of(response) if one.marker_id == by.account_id), key=lambda one: one.settles)


def want_second(by: Viewer, response: Response, wanted: bool) -> None:
    """Ask for a second marker, or no more; the answer waits until there is one.

    Raises DomainError when nobody has marked it yet or two have, for anybody but its first marker and a coordinator,
    and after the results were shown.
    """
    attempt = _lock(response)
    ratings = ratings_of(response)
    if len(ratings) != 1 or not (stands_in(by) or ratings[0].marker_id == by.account_id):
        raise DomainError(_l("A second marker can be asked for when one person has marked the answer."))
    _not_shown(attempt)
    response.second_wanted_by_id = by.account_id if wanted else None
    db.session.flush()
    _reckon(attempt, response)
    record(by, "answer.second", "response", response.id, wanted=wanted)


def hear_live(by: Viewer, attempt: Attempt, position: int) -> Response:
    """Let a spoken item that has no answer be done with the teacher: it waits to be marked.

    Raises DomainError when it is no spoken item or has an answer, the sitting is not over, or its results were shown.
    """
    version = version_at(attempt, position) if position <= LARGEST_IDENTIFIER else None
    if version is None or version.kind is not ItemKind.SPOKEN:
        raise DomainError(_l("This task is not a spoken one."))
    db.session.refresh(attempt, with_for_update=True)
    _over(attempt)
    _not_shown(attempt)
    asked = select(Response).where(Response.attempt_id == attempt.id, Response.position == position)
    response = db.session.scalar(asked) or Response(attempt_id=attempt.id, position=position, item_version=version)
    if response.answer:
        raise DomainError(_l("There is an answer to this task."))
    response.answer, response.correct, response.share = {"live": True}, False, None
    db.session.add(response)
    db.session.flush()
    _reckon(attempt, response)
    record(by, "answer.live", "response", response.id)
    return response


def _lock(response: Response) -> Attempt:
    # Two teachers who save at once wait for each other here.
    attempt = db.session.get_one(Attempt, response.attempt_id, with_for_update=True, populate_existing=True)
    db.session.refresh(response)
    _over(attempt)
    return attempt


def _over(attempt: Attempt) -> None:
    if attempt.state is not AttemptState.FINISHED:
        raise DomainError(_l("The person is still working on this quiz."))


def _not_shown(attempt: Attempt) -> None:
    released_at = attempt.assignment.released_at if attempt.assignment else None
    if not rules.may_change(released_at, attempt.finished_at):
        raise DomainError(_l("The results are shown already, so marks do not change any more."))


def _reckon(attempt: Attempt, response: Response) -> None:
    """What the answer is worth, and what the sitting is then."""
    response.share = rules.share_of(rated(response, ratings_of(response)))
    response.correct = response.share == 1
    db.session.flush()
    db.session.expire(attempt, ["responses"])
    reckon(attempt)
