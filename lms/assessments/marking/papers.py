"""One answer as somebody marks it: what was asked and said, what they are to do, and what others gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.assessments.items.rubrics import Rubric
from lms.assessments.marking import rules
from lms.assessments.marking.models import Rating, Recording
from lms.assessments.marking.queries import rated, ratings_of, rubric_of
from lms.assessments.marking.queue import stands_in
from lms.assessments.marking.recording_queries import recordings_in
from lms.assessments.marking.rules import Stage, Task
from lms.assessments.quizzes.models import Attempt, Response
from lms.assessments.states import AttemptState
from lms.database import db
from lms.learners.models import Learner

LATELY = 20
"""How many of their own marks somebody finds again."""


@dataclass(frozen=True)
class Paper:
    """An answer on somebody's desk."""

    response: Response
    attempt: Attempt
    whose: Learner | None
    """Who gave it; None for whoever does not teach them."""
    rubric: Rubric
    recording: Recording | None
    stage: Stage
    task: Task | None
    """What the viewer may do; None where nothing is asked of them, or nothing changes any more."""
    own: Rating | None
    """What the viewer gave and may change."""
    given: Sequence[Rating]
    """What others gave, and the viewer, as far as the viewer may know."""
    may_ask: bool
    """Whether the viewer may ask for a second marker, or take that back."""


def paper(by: Viewer, response: Response) -> Paper:
    """An answer as the viewer marks it."""
    attempt = db.session.get_one(Attempt, response.attempt_id)
    ratings = ratings_of(response)
    case = rated(response, ratings)
    task = rules.task_for(case, by.account_id, stands_in(by)) if attempt.state is AttemptState.FINISHED else None
    own = [one for one in ratings if one.marker_id == by.account_id]
    released_at = attempt.assignment.released_at if attempt.assignment else None
    open_still = rules.may_change(released_at, attempt.finished_at)
    return Paper(
        response=response,
        attempt=attempt,
        whose=attempt.learner if _knows(by, response) else None,
        rubric=rubric_of(response.item_version),
        recording=recordings_in(attempt).get(response.position) if "recording" in (response.answer or {}) else None,
        stage=rules.stage(case),
        task=None if task is Task.CHANGE and not open_still else task,
        own=own[-1] if own and task is Task.CHANGE else None,
        given=ratings if rules.shows_others(case, task) else (),
        may_ask=open_still and len(ratings) == 1 and (bool(own) or stands_in(by)),
    )


def _knows(by: Viewer, response: Response) -> bool:
    asked = scoped(select(Response.id).where(Response.id == response.id), "answers.whose", by)
    return db.session.scalar(asked) is not None


def marked_lately(by: Viewer) -> Sequence[Rating]:
    """What the viewer gave last, to be found again."""
    own = select(Rating).where(Rating.marker_id == by.account_id)
    among = Rating.response_id.in_(scoped(select(Response.id), "answers.mark", by))
    with_item = joinedload(Rating.response).joinedload(Response.item_version)
    return db.session.scalars(own.where(among).order_by(Rating.at.desc()).limit(LATELY).options(with_item)).all()
