"""Forms of checking in: the digits a learner types, and the list a teacher accepts."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from lms.attendance.checkin_accepting import Tick
from lms.attendance.checkin_models import CheckInState
from lms.attendance.checkin_queries import CheckedIn
from lms.courses.forms import LineForm, PageForm

HIDDEN = HiddenInput()


class CodeForm(PageForm):
    """The digits on the teacher's screen."""

    code = StringField(_l("Digits on the screen"))


class TickForm(LineForm):
    """One person of the list: ticked or not, as the page saw their mark."""

    check_in = IntegerField(widget=HIDDEN, validators=[InputRequired()])
    seen = IntegerField(widget=HIDDEN, validators=[InputRequired(), NumberRange(min=0)])
    accepted = BooleanField()


class ListForm(PageForm):
    """The list of those who checked in and are neither accepted yet nor marked otherwise."""

    lines = FieldList(FormField(TickForm), max_entries=200)

    def ticks(self) -> list[Tick]:
        """What was sent. Only after the form was validated."""
        return [Tick(line.check_in.data, line.accepted.data, line.seen.data) for line in self.lines]


def list_form(people: Sequence[CheckedIn]) -> ListForm:
    """The form as it is first shown: everybody ticked but whom the teacher declined before."""
    lines: list[dict[str, Any]] = [
        {
            "check_in": one.check_in.id,
            "seen": one.line.version,
            "accepted": one.check_in.state is not CheckInState.DECLINED,
        }
        for one in people
        if one.waits
    ]
    return ListForm(formdata=None, data={"lines": lines})
