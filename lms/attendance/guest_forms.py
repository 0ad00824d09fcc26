"""Forms of guests: taking one down, and saying what becomes of one."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from lms.attendance.guest_actions import GuestArrival
from lms.attendance.guest_rules import LONGEST_NAME
from lms.attendance.row_form import identifier
from lms.attendance.rules import Refusal
from lms.attendance.words import REFUSALS
from lms.centres.forms import trimmed
from lms.courses.forms import Identifiers, PageForm


class GuestForm(PageForm):
    """Somebody who is at the lesson: a name, or a person chosen from those who wait."""

    guest = HiddenField(validators=[InputRequired()])
    """The identifier the guest will have, so that two taps are one guest."""
    name = StringField(
        _l("Name"), [Length(max=LONGEST_NAME, message=_l("Use at most 200 characters."))], filters=[trimmed]
    )
    minutes = StringField(
        _l("Minutes late"),
        [Optional(), Regexp("^[0-9]{1,4}$", message=REFUSALS[Refusal.MINUTES_MISSING])],
        filters=[trimmed],
    )
    learner = Identifiers()

    def validate_guest(self, field: HiddenField) -> None:
        """The identifier is a UUID."""
        field.data = identifier(field.data)

    @property
    def tampered(self) -> bool:
        """Whether something was sent that no page of ours sends."""
        return bool(self.guest.errors) or len(self.learner.data or ()) > 1

    def arrival(self, now: datetime) -> GuestArrival:
        """What was sent. Only after the form was validated."""
        learner_id = next(iter(self.learner.data or ()), None)
        minutes = int(self.minutes.data) if self.minutes.data else None
        return GuestArrival(self.guest.data, now, None if learner_id else self.name.data, learner_id, minutes)


class ResolveForm(PageForm):
    """Which visits are decided on, who it was, and what is needed to decide."""

    guests = Identifiers()
    learner = Identifiers()
    q = StringField(_l("Search for somebody else"), [Optional(), Length(max=100)], filters=[trimmed])
    beyond = StringField(
        _l("If all places are taken: why one person more"),
        [Optional(), Length(max=400, message=_l("Use at most 400 characters."))],
        filters=[trimmed],
    )
    reason = StringField(
        _l("Why are they turned away?"),
        [Optional(), Length(max=200, message=_l("Use at most 200 characters."))],
        filters=[trimmed],
    )
