"""Forms with which a coordinator decides on a request."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from lms.centres.models import Centre
from lms.learners.request_models import DeclineReason, RequestState

REASONS = {
    DeclineReason.NO_ANSWER: _l("never answered"),
    DeclineReason.WITHDREW: _l("does not want the course any more"),
    DeclineReason.NOT_FOR_US: _l("our courses are not for them; advised elsewhere"),
    DeclineReason.TWICE: _l("asked twice"),
    DeclineReason.NOT_REAL: _l("not a real request"),
    DeclineReason.OTHER: _l("another reason, in the note"),
}
STATES = {
    RequestState.NEW: _l("waits"),
    RequestState.ACCEPTED: _l("accepted"),
    RequestState.MERGED: _l("added to a record"),
    RequestState.DECLINED: _l("declined"),
}
FIELDS = {
    "name_native": _l("As the person writes it"),
    "phone": _l("Phone"),
    "born_on": _l("Born"),
    "nationalities": _l("Nationality"),
    "mother_tongue": _l("Mother tongue"),
    "language": _l("Language of pages and messages"),
    "available": _l("When they can come"),
    "meets": _l("In person or online"),
    "reads_cyrillic": _l("Reads Cyrillic"),
    "reads_latin": _l("Reads Latin letters"),
    "reads_other": _l("Reads other letters"),
}


class AcceptForm(FlaskForm):
    """The name as the document has it: people write theirs in any order."""

    given_latin = StringField(_l("Given name, as in the document"), [Length(max=200)])
    family_latin = StringField(_l("Family name, as in the document"), [Length(max=200)])


class DeclineForm(FlaskForm):
    """Why nothing comes of a request."""

    reason = SelectField(
        _l("Why?"),
        [InputRequired(_l("Choose why."))],
        choices=[SelectChoice("", "–"), *(SelectChoice(one.value, name) for one, name in REASONS.items())],
    )
    decline_note = TextAreaField(_l("Note"), [Optional(), Length(max=400)])


class TryForm(FlaskForm):
    """Somebody tried to reach the person."""

    again_on = DateField(_l("Ask again on"), [Optional()])
    try_note = StringField(_l("Note"), [Optional(), Length(max=400)])


class MoveForm(FlaskForm):
    """Another centre."""

    to = SelectField(_l("Centre"), coerce=int)

    def offer(self, centres: Sequence[Centre]) -> None:
        """Let the person choose among these centres."""
        self.to.choices = [SelectChoice(one.id, one.name) for one in centres]
