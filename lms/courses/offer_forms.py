"""Forms of offers: until when people answer, and whom a free place is offered to."""

from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from lms import clock
from lms.centres.models import Centre
from lms.courses.forms import Identifiers, PageForm

UNHURRIED, HURRIED = timedelta(days=5), timedelta(days=2)
"""How long people have to answer as it is proposed: before a course begins, and while it runs."""
LONGEST = timedelta(days=14)
"""How long a place of a running course may be held."""


class ReplyByForm(PageForm):
    """Until when people answer."""

    reply_by = DateField(_l("Answer by"), [InputRequired(_l("Choose the day."))])

    def moment(self, centre: Centre, starts_on: date) -> datetime:
        """The end of the day until which people answer the offer of a course that begins then.

        Raises ValidationError when the day is past, after the course began, or holds a place for too long.
        """
        today, day = clock.today(centre.time_zone), self.reply_by.data
        if starts_on > today and not today <= day <= starts_on:
            raise ValidationError(_l("Choose a day from today until the group begins."))
        if not today <= day <= max(starts_on, today + LONGEST):
            raise ValidationError(_l("Choose a day from today, two weeks ahead at the most."))
        return clock.to_utc(day, time(23, 59), centre.time_zone)


class OfferForm(ReplyByForm):
    """Whom free places are offered to."""

    entries = Identifiers(_l("People"), [DataRequired(_l("Choose at least one person."))])


def answer_until(centre: Centre, starts_on: date) -> date:
    """The day that is proposed for answering: some days from now, before a course begins that is to come."""
    today = clock.today(centre.time_zone)
    if starts_on <= today:
        return today + HURRIED
    return min(today + UNHURRIED, starts_on - timedelta(days=1))
