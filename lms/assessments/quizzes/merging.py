"""Two people become one: a placement or quiz that both are in the middle of, and what each needs in quizzes."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.quizzes.assignment_models import Accommodation
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import AttemptState
from lms.database import db
from lms.learners.merge_actions import prepares_merge
from lms.learners.models import Learner

ONE_AT_A_TIME = (
    (
        Attempt.quiz_id,
        Attempt.assignment_id.is_(None),
        _l("Both records are in the middle of a placement. Let the person finish one of them first."),
    ),
    (
        Attempt.assignment_id,
        Attempt.assignment_id.is_not(None),
        _l("Both records are in the middle of the same quiz. Let the person hand in one of them first."),
    ),
)
"""What a person has one sitting of at a time, of which attempts, and what is said where there are two."""


@prepares_merge
def settle_attempts(_by: Viewer, kept: Learner, gone: Learner) -> None:
    """Raise DomainError while both records are in the middle of the same placement, or of the same given quiz."""
    own = Attempt.learner_id.in_((kept.id, gone.id))
    for of, which, refusal in ONE_AT_A_TIME:
        started = select(of).where(own, which, Attempt.state == AttemptState.STARTED)
        if db.session.scalar(started.group_by(of).having(func.count() > 1).limit(1)) is not None:
            raise DomainError(refusal)


@prepares_merge
def settle_needs(by: Viewer, kept: Learner, gone: Learner) -> None:
    """What the kept record says a person needs stands; where it says nothing, the other's is taken over."""
    noted = db.session.get(Accommodation, gone.id)
    if noted is not None and db.session.get(Accommodation, kept.id) is not None:
        dropped = {"extra_percent": noted.extra_percent, "simple_layout": noted.simple_layout}
        record(by, "learner.needs", "learner", kept.id, dropped=dropped)
        db.session.execute(delete(Accommodation).where(Accommodation.learner_id == gone.id))
