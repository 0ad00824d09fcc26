"""What a note about a call may say. Pure: no database, no request."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.learners.contact_models import Answer

AHEAD = timedelta(days=366)
"""A day further off is a slip of the hand."""
WITH_A_DAY = (Answer.COMING, Answer.CALL_AGAIN)
"""The answers that look forward to a day."""


def next_day(answer: Answer, day: date | None, today: date) -> date | None:
    """The day an answer looks forward to; none for answers that look forward to nothing.

    Raises DomainError when the day is past or more than a year ahead.
    """
    if answer not in WITH_A_DAY or day is None:
        return None
    if not today <= day <= today + AHEAD:
        raise DomainError(_l("Choose today or a day within the next year."))
    return day
