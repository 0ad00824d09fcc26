"""Forms for a centre, its rooms and its non-working days."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp


def trimmed(text: str | None) -> str | None:
    """A filter: what was typed, without the spaces around it."""
    return text.strip() if text else text


class CentreForm(FlaskForm):
    """A centre: its code, names, address and telephone."""

    code = StringField(
        _l("Code"),
        [
            DataRequired(_l("Enter a short code, for example SOF.")),
            Length(max=12),
            Regexp(r"^[\w-]+$", message=_l("Use letters, digits and dashes only.")),
        ],
        filters=[trimmed],
        description=_l("Short; the codes of its cohorts carry it."),
    )
    name_bg = StringField(
        _l("Name in Bulgarian"),
        [DataRequired(_l("Enter the name in Bulgarian.")), Length(max=120)],
        filters=[trimmed],
    )
    name_en = StringField(
        _l("Name in English"),
        [DataRequired(_l("Enter the name in English.")), Length(max=120)],
        filters=[trimmed],
    )
    address = StringField(_l("Address"), [Optional(), Length(max=200)], filters=[trimmed])
    phone = StringField(_l("Phone of the centre"), [Optional(), Length(max=40)], filters=[trimmed])

    def facts(self) -> dict[str, Any]:
        """What was entered, by the names of the model."""
        return {
            "code": self.code.data,
            "name_bg": self.name_bg.data,
            "name_en": self.name_en.data,
            "address": self.address.data or "",
            "phone": self.phone.data or "",
        }


class RoomForm(FlaskForm):
    """A room: its name and how many people it seats."""

    name = StringField(_l("Name of the room"), [DataRequired(_l("Enter a name.")), Length(max=60)], filters=[trimmed])
    seats = IntegerField(
        _l("Seats"),
        [InputRequired(_l("Enter how many people can sit.")), NumberRange(1, 200, _l("From 1 to 200."))],
        default=15,
    )


class ClosureForm(FlaskForm):
    """Days on which a centre is closed: one, or all from the first to the last."""

    first = DateField(_l("Day"), [InputRequired(_l("Choose the day."))])
    last = DateField(_l("Last day, if there are several"), [Optional()])
    reason = StringField(
        _l("Reason"), [DataRequired(_l("Say why the centre is closed.")), Length(max=120)], filters=[trimmed]
    )
