"""Forms of the placement: an answer, what a person can do, a coordinator's decision, and a talk."""

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.reading import Answer, read
from lms.assessments.judging.showing import Shown
from lms.assessments.placement.statements import CAN_DO
from lms.assessments.placement.words import LEVEL_NAMES
from lms.assessments.rubric_form import RubricForm


class AnswerForm(FlaskForm):
    """The answer to one item: which version was answered, or the button “I don’t know”. The rest reads its kind."""

    version = IntegerField(widget=HiddenInput())
    unknown = SubmitField(_l("I don’t know"))

    @classmethod
    def to(cls, version: ItemVersion) -> "AnswerForm":
        """The empty form for a version of an item, whatever the request that is answered with it carries."""
        form = cls(formdata=None)
        form.version.data = version.id
        return form

    def answer(self, shown: Shown) -> Answer | None:
        """What was answered; nothing for “I don’t know”, whatever else was touched before.

        Raises Unanswered and NotOffered.
        """
        return None if self.unknown.data else read(shown, dict(request.form.lists()))


class CanDoForm(FlaskForm):
    """What a person says of themselves; leaving all of it empty is an answer too."""

    said = SelectMultipleField(
        _l("What can you do in Bulgarian?"),
        choices=[SelectChoice(code, text) for code, (_picture, text) in CAN_DO.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class DecisionForm(FlaskForm):
    """The level a coordinator decides on, and why."""

    level = RadioField(
        _l("Level"),
        [DataRequired(_l("Choose a level."))],
        choices=[SelectChoice(level.value, name) for level, name in LEVEL_NAMES.items()],
    )
    reason = TextAreaField(_l("Reason"), [Optional(), Length(max=400)], filters=[lambda text: text or ""])
    waits = BooleanField(_l("Put the person on the waiting list for this level"))


class TalkForm(RubricForm):
    """What a talk showed: a line of each criterion, and a note."""

    note = TextAreaField(_l("Note"), [Optional(), Length(max=1000)], filters=[lambda text: text or ""])
