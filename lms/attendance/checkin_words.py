"""What a learner reads after checking in."""

from flask_babel import lazy_gettext as _l

from lms.attendance.checkin_models import CheckInState

TOLD = {
    CheckInState.PENDING: _l("You are on the list. Your teacher will confirm it."),
    CheckInState.ACCEPTED: _l("Your teacher has confirmed that you are here."),
    CheckInState.DECLINED: _l("Your teacher has not confirmed it. Please speak to your teacher."),
}
SAID_BEFORE = _l("You were on the list already. Nothing has changed.")
