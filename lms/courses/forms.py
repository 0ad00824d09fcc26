"""Forms for programmes and enrolments."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from lms.centres.forms import trimmed
from lms.courses.states import LeavingReason, Level
from lms.courses.words import LEAVING_REASONS, LEVEL_NAMES

CODE = [
    Length(max=24),
    Regexp(r"^[\w./-]+$", message=_l("Use letters, digits, dots and dashes, without spaces.")),
]
LEVELS = [SelectChoice(level.value, LEVEL_NAMES[level]) for level in Level]
_NUMBER = re.compile("[0-9]{1,9}")
MOST = 200
"""Records chosen in one go."""
NO_CHOICE = SelectChoice("", _l("Choose…"))


def number_or_none(value: object) -> int | None:
    """What a list of identifiers with an empty first line sends: a number, or nothing."""
    return int(str(value)) if value not in (None, "") else None


class Identifiers(Field):
    """Numbers of records chosen on the page; what is no number counts as one that does not exist."""

    data: list[int]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what the browser sent."""
        self.data = [int(text) if _NUMBER.fullmatch(text) else 0 for text in valuelist[:MOST]]


class PageForm(FlaskForm):
    """The base of the forms in this room's other modules."""


class LineForm(Form):
    """The base of forms that are a line of another."""


class NamesForm(FlaskForm):
    """What may always be changed in a programme: code, titles, and until when free places
    are offered, and whether new cohorts can run it."""

    code = StringField(_l("Code"), [DataRequired(_l("Enter a short code, for example A1-100.")), *CODE], [trimmed])
    title_bg = StringField(
        _l("Title in Bulgarian"),
        [DataRequired(_l("Enter the title in Bulgarian.")), Length(max=200)],
        [trimmed],
    )
    title_en = StringField(
        _l("Title in English"), [DataRequired(_l("Enter the title in English.")), Length(max=200)], [trimmed]
    )
    late_join_percent = IntegerField(
        _l("A free place is offered until so much of the hours is held, in percent"),
        [InputRequired(_l("Enter a percentage.")), NumberRange(0, 100, _l("From 0 to 100."))],
        default=20,
        description=_l("Later a place that falls free stays empty, unless somebody is enrolled by hand."),
    )
    active = BooleanField(_l("New cohorts can run this programme"), default=True)

    def facts(self) -> dict[str, Any]:
        """What was entered, by the names of the model."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class ProgrammeForm(NamesForm):
    """A whole programme, as long as no cohort uses it."""

    level = SelectField(_l("Level"), choices=LEVELS, coerce=Level, default=Level.A1)
    hours = IntegerField(
        _l("Academic hours"),
        [
            InputRequired(_l("Enter how many academic hours the course has.")),
            NumberRange(1, 1000, _l("From 1 to 1000.")),
        ],
    )
    hour_minutes = RadioField(
        _l("An academic hour is"),
        choices=[SelectChoice(40, _l("40 minutes")), SelectChoice(45, _l("45 minutes"))],
        coerce=int,
        default=45,
    )
    threshold_percent = IntegerField(
        _l("Attendance needed to complete, in percent"),
        [InputRequired(_l("Enter a percentage.")), NumberRange(0, 100, _l("From 0 to 100."))],
        default=70,
    )
    pass_mark = IntegerField(
        _l("Pass mark of the final test, of 100"),
        [InputRequired(_l("Enter a number of points.")), NumberRange(0, 100, _l("From 0 to 100."))],
        default=60,
    )
    excused_counts = BooleanField(_l("Excused hours count towards the attendance that is needed"))


class EnrolForm(FlaskForm):
    """Whom to enrol, and from which day."""

    people = Identifiers(_l("People"), [DataRequired(_l("Choose at least one person."))])
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose the first day."))])
    beyond = StringField(
        _l("Why more people than places"),
        [Optional(), Length(max=400)],
        [trimmed],
        description=_l("Only to enrol more people than there are places. It stays in the history of the enrolment."),
    )


class WithdrawForm(FlaskForm):
    """Why and when a person leaves a cohort."""

    reason = RadioField(
        _l("Why does the person leave?"),
        [InputRequired(_l("Choose the reason."))],
        choices=[SelectChoice(reason.value, LEAVING_REASONS[reason]) for reason in LeavingReason],
        coerce=str,
    )
    last_day = DateField(_l("Last day in the cohort"), [InputRequired(_l("Choose the last day."))])
    note = StringField(_l("Note"), [Optional(), Length(max=400)], [trimmed])


class TransferForm(FlaskForm):
    """To which cohort a person moves, and when."""

    to = SelectField(_l("Continues in"), [InputRequired(_l("Choose the cohort."))], coerce=number_or_none)
    last_day = DateField(_l("Last day in this cohort"), [InputRequired(_l("Choose the last day."))])
