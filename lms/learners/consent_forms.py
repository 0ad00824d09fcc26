"""The form in which an answer about consent is noted."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from lms.learners import words
from lms.learners.consent_models import Answer, Purpose
from lms.learners.consent_texts import languages
from lms.learners.record_fields import choices_of


class ConsentForm(FlaskForm):
    """One answer to one purpose."""

    purpose = SelectField(_l("To what"), choices=choices_of(words.PURPOSES))
    answer = RadioField(
        _l("The answer"),
        [InputRequired(_l("Choose what the person said."))],
        choices=[
            SelectChoice(Answer.GIVEN.value, _l("agrees")),
            SelectChoice(Answer.REFUSED.value, _l("does not agree")),
            SelectChoice(Answer.WITHDRAWN.value, _l("withdraws it")),
        ],
    )
    on = DateField(_l("On"), [DataRequired(_l("Enter the day as a date."))])
    language = SelectField(_l("Language of the text that was read"))
    guardian_name = StringField(_l("Given by the guardian: their name"), [Optional(), Length(max=200)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.language.choices = [SelectChoice(code, words.language(code)) for code in languages()]

    @property
    def said(self) -> tuple[Purpose, Answer]:
        """What was answered to what. Only after the form was validated."""
        return Purpose(self.purpose.data), Answer(self.answer.data)
