"""Reading recordings: which a sitting has."""

from sqlalchemy import select

from lms.assessments.marking.models import Recording
from lms.assessments.quizzes.models import Attempt
from lms.database import db


def recordings_in(attempt: Attempt) -> dict[int, Recording]:
    """What was said in a sitting, by the place of the item; without the sounds themselves."""
    found = db.session.scalars(select(Recording).where(Recording.attempt_id == attempt.id))
    return {one.position: one for one in found}
