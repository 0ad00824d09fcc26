"""The touch on a way to send a message: which message, by what, and what the page had shown."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, NumberRange

from lms.access.scope import LARGEST_IDENTIFIER
from lms.messages.models import Channel, Kind


class TouchForm(FlaskForm):
    """Hidden fields and buttons only: what does not fit was not made by the page."""

    kind = StringField(validators=[AnyOf([one.value for one in Kind])])
    channel = StringField(validators=[AnyOf([one.value for one in Channel])])
    seen = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST_IDENTIFIER)])

    @property
    def about(self) -> Kind:
        """The kind of the message."""
        return Kind(self.kind.data)

    @property
    def by(self) -> Channel:
        """By what it goes."""
        return Channel(self.channel.data)
