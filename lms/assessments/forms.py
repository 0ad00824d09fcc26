"""Forms of the placement: an answer, and a coordinator's decision."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from lms.assessments.items.models import ItemVersion
from lms.assessments.words import LEVEL_NAMES


class AnswerForm(FlaskForm):
    """The answer to one question: a choice, or the button “I don’t know”."""

    version = IntegerField(widget=HiddenInput())
    choice = RadioField(_l("Your answer"), [Optional()], validate_choice=False)
    unknown = SubmitField(_l("I don’t know"))

    @classmethod
    def to(cls, version: ItemVersion) -> "AnswerForm":
        """The form for a version of an item, with its choices."""
        form = cls()
        choices = version.body["choices"]
        form.choice.choices = [SelectChoice(one["id"], one.get("text") or one["picture"]) for one in choices]
        if not form.is_submitted():
            form.version.data = version.id
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """A choice that exists, unless the person does not know."""
        if not super().validate(extra_validators):
            return False
        if self.unknown.data or self.choice.data in {option.value for option in self.choice.choices}:
            return True
        self.choice.errors = [_("Choose an answer, or press “I don’t know”.")]
        return False

    @property
    def answer(self) -> str | None:
        """The choice; nothing for “I don’t know”, whatever else was touched before."""
        return None if self.unknown.data else self.choice.data


class DecisionForm(FlaskForm):
    """The level a coordinator decides on, and why."""

    level = RadioField(
        _l("Level"),
        [DataRequired(_l("Choose a level."))],
        choices=[SelectChoice(level.value, name) for level, name in LEVEL_NAMES.items()],
    )
    reason = TextAreaField(_l("Reason"), [Optional(), Length(max=400)], filters=[lambda text: text or ""])
    waits = BooleanField(_l("Put the person on the waiting list for this level"))
