"""Keeping what a person said in a sitting, in place of what they said before; deleting it when it has served."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, case, delete, func, or_, select

from lms import clock, media
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.marking.models import Recording
from lms.assessments.quizzes.assignment_models import Assignment
from lms.assessments.quizzes.models import Attempt
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import QuizKind
from lms.assessments.taking.actions import GivenAnswer, keep_answers
from lms.assessments.taking.rules import Taken
from lms.database import db
from lms.media import Encoded, NotASound, TooLong

LARGEST = 400 * media.KILOBYTE
"""Bytes of a recording as it is kept: two minutes of clear speech."""
SHORTEST = 0.5
"""Seconds under which nobody has said anything."""
GRACE = 5
"""Seconds by which a phone may run on after its page has told it to stop."""


def as_kept(data: bytes, seconds: int) -> Encoded:
    """A recording of at most so many seconds, whatever made it, as it is kept.

    It takes a moment of computing and no database. Raises DomainError when it is no recording, or of no use.
    """
    try:
        made = media.encode(data, seconds + GRACE, LARGEST)
    except NotASound as error:
        raise DomainError(_l("There is no sound in it. Record your answer again.")) from error
    except TooLong as error:
        raise DomainError(
            _l("It is too long. Speak for at most %(seconds)s seconds, and record it again.", seconds=seconds)
        ) from error
    if made.seconds < SHORTEST:
        raise DomainError(_l("It is too short. Record your answer again."))
    return made


def keep_recording(
    attempt: Attempt, position: int, version: ItemVersion, sound: Encoded, made_at: datetime | None = None
) -> Taken:
    """Keep what was said as the answer to an item, as any answer is kept; what became of it."""
    # Two that arrive at once wait for each other here.
    db.session.refresh(attempt, with_for_update=True)
    there = db.session.scalar(
        select(Recording).where(Recording.attempt_id == attempt.id, Recording.position == position)
    )
    kept = there or Recording(attempt_id=attempt.id, position=position, data=sound.data, seconds=sound.seconds)
    db.session.add(kept)
    db.session.flush()
    (fate,) = keep_answers(attempt, [GivenAnswer(position, version, {"recording": kept.id}, made_at)])
    if fate in (Taken.KEPT, Taken.LATE):
        kept.data, kept.seconds, kept.made_at = sound.data, sound.seconds, clock.now()
    elif there is None:
        db.session.delete(kept)
    db.session.flush()
    return fate


def forget_recordings(by: Viewer, days: int) -> int:
    """Delete the recordings whose results were shown more than so many days ago; returns how many.

    Results of a practice are shown when it is handed in, and those of a quiz that was taken back never: it counts from
    then. Of a sitting that nobody handed in a recording is deleted so long after it was made.
    """
    limit = clock.now() - timedelta(days=days)
    given_out = func.coalesce(Assignment.released_at, Assignment.withdrawn_at)
    shown_at = case((Quiz.kind == QuizKind.PRACTICE, Attempt.finished_at), else_=given_out)
    # Results that are shown at once are released before the sitting is over.
    over = and_(Attempt.finished_at < limit, shown_at < limit)
    left = and_(Attempt.finished_at.is_(None), Recording.made_at < limit)
    due = select(Recording.id).join(Recording.attempt).join(Attempt.quiz).outerjoin(Attempt.assignment)
    result = db.session.execute(
        delete(Recording).where(Recording.id.in_(due.where(or_(over, left)))).returning(Recording.id)
    )
    count = len(result.all())
    if count:
        record(by, "recordings.forget", "recording", count=count)
    return count
