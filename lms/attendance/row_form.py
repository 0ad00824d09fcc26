"""One row of the roll as it is posted: read, checked, and made an entry if it says something new."""

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from lms import clock
from lms.attendance.actions import Arrival
from lms.attendance.models import MarkKind
from lms.attendance.roll import RollLine
from lms.attendance.rules import LONGEST_REASON, Value, value_of, wrong_minutes
from lms.attendance.words import REFUSALS

UNCALLED, UNSETTLED = "uncalled", "unsettled"


def identifier(text: str | None) -> str | None:
    """An identifier in the usual form of a UUID, None for an empty one. Raises ValidationError."""
    try:
        return str(UUID(text)) if text else None
    except ValueError as error:
        raise ValidationError(str(error)) from error


def state_of(kind: str | None, based_on: int | None) -> str:
    """What a row counts as: the kind chosen, or why none is."""
    return kind or (UNSETTLED if based_on else UNCALLED)


class RowForm(Form):  # type: ignore[misc]  # WTForms ships no types
    """One person's row. Minutes stay as typed, so that they can be shown again."""

    enrolment = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    entry = HiddenField(validators=[InputRequired()])
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=0)])
    follows = HiddenField()
    made_at = HiddenField()
    kind = StringField(_l("Mark"))
    minutes = StringField(_l("Minutes"))
    reason = StringField(_l("Reason"), [Length(max=LONGEST_REASON, message=_l("Use at most 200 characters."))])
    remark = StringField(_l("Note"), [Length(max=LONGEST_REASON, message=_l("Use at most 200 characters."))])
    length = 0
    """The length of the lesson in minutes."""

    def validate_entry(self, field: HiddenField) -> None:
        """The identifier is a UUID."""
        field.data = identifier(field.data)

    def validate_follows(self, field: HiddenField) -> None:
        """So is the one of the entry before it, if there was one."""
        field.data = identifier(field.data)

    def validate_kind(self, field: StringField) -> None:
        """The kind is one of ours, or none."""
        if field.data and field.data not in list(MarkKind):
            raise ValidationError(field.data)

    def validate_minutes(self, field: StringField) -> None:
        """Minutes are a whole number of at least one and fewer than the lesson has."""
        if self.value and (wrong := wrong_minutes(self.value, self.length)):
            raise ValidationError(REFUSALS[wrong])

    @property
    def value(self) -> Value | None:
        """What is chosen, if anything."""
        if self.kind.data not in list(MarkKind):
            return None
        text = (self.minutes.data or "").strip()
        minutes = int(text) if text.isdecimal() and len(text) < 6 else None
        # Two fields for one thing that is said, so that the reason of an excuse never stays behind as a note.
        said = self.reason if self.kind.data == MarkKind.EXCUSED else self.remark
        return value_of(MarkKind(self.kind.data), minutes, said.data)

    @property
    def state(self) -> str:
        """What the row counts as."""
        return state_of(self.kind.data, self.based_on.data)

    @property
    def at(self) -> str:
        """What the names of the row's fields begin with."""
        return str(self._prefix).removesuffix("-")

    @property
    def messages(self) -> list[str]:
        """What is wrong with the row, in sentences."""
        return [*self.kind.errors, *self.minutes.errors, *self.reason.errors, *self.remark.errors]

    @property
    def tampered(self) -> bool:
        """Whether something is wrong that nobody can have typed."""
        return any(f.errors for f in (self.enrolment, self.entry, self.based_on, self.follows, self.kind))

    def arrival(self, line: RollLine | None, rest_present: bool) -> Arrival | None:
        """The entry this row makes, None if it says nothing new. The rest is who was never called."""
        value = self.value
        if value is None and rest_present and self.state == UNCALLED:
            value = Value(MarkKind.PRESENT)
        if value is None or (line and value == line.shown_at(self.based_on.data)):
            return None
        return Arrival(
            self.entry.data,
            self.enrolment.data,
            value,
            self._made_at(),
            self.based_on.data,
            self.follows.data,
        )

    def _made_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.made_at.data or "").astimezone(UTC)
        except (ValueError, OverflowError):
            # Without JavaScript an entry counts as made when it is received.
            return clock.now()
