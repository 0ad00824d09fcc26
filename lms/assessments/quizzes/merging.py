"""Two people become one: a placement that both are in the middle of."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import AttemptState
from lms.database import db
from lms.learners.merge_actions import prepares_merge
from lms.learners.models import Learner


@prepares_merge
def settle_attempts(_by: Viewer, kept: Learner, gone: Learner) -> None:
    """Raise DomainError while both records are in the middle of the same placement."""
    started = (
        select(Attempt.quiz_id)
        .where(Attempt.learner_id.in_((kept.id, gone.id)), Attempt.state == AttemptState.STARTED)
        .group_by(Attempt.quiz_id)
        .having(func.count() > 1)
    )
    if db.session.scalar(started.limit(1)) is not None:
        raise DomainError(_l("Both records are in the middle of a placement. Let the person finish one of them first."))
