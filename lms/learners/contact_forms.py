"""The note about a call: how, what came of it, until when."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from lms.learners.contact_models import Way
from lms.learners.words import CONTACT_ANSWERS, WAYS


class ContactForm(FlaskForm):
    """How a person was reached and what came of it."""

    way = RadioField(
        _l("How?"),
        choices=[SelectChoice(way.value, name) for way, name in WAYS.items()],
        default=Way.CALL.value,
    )
    answer = RadioField(
        _l("What came of it?"),
        [InputRequired(_l("Choose what came of it."))],
        choices=[SelectChoice(answer.value, name) for answer, name in CONTACT_ANSWERS.items()],
    )
    next_on = DateField(_l("On which day do they come, or want to be called?"), [Optional()])
    note = TextAreaField(_l("Note"), [Optional(), Length(max=400)])
