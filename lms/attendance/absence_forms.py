"""What comes from the call list: the result of a call, which absences are excused, what is decided about a proposal."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, StringField
from wtforms.fields import SelectChoice, SelectMultipleField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from lms.access.scope import LARGEST_IDENTIFIER, identifier
from lms.attendance.rules import Refusal
from lms.attendance.words import REFUSALS
from lms.centres.forms import trimmed
from lms.learners.contact_models import Answer, Reason
from lms.learners.words import ABSENCE_REASONS

Result = tuple[Answer, Reason | None]
OTHER = "other"
RESULTS: dict[str, Result] = {
    "reached": (Answer.SPOKE, None),
    "ill": (Answer.SPOKE, Reason.ILL),
    "work": (Answer.SPOKE, Reason.WORK),
    "child": (Answer.SPOKE, Reason.CHILD_CARE),
    "leaves": (Answer.WANTS_TO_LEAVE, None),
    "unanswered": (Answer.NO_ANSWER, None),
    "wrong": (Answer.WRONG_NUMBER, None),
    OTHER: (Answer.SPOKE, None),
}
"""What one tap notes."""


class CallForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """One tap: a result, or the day on which the person will come; what else there is to say is a line."""

    result = StringField(validators=[Optional(), AnyOf([*RESULTS])])
    next_on = DateField(_l("On which day will they come?"), [Optional()])
    note = StringField(
        _l("What did they say?"), [Length(max=400, message=_l("Use at most 400 characters."))], filters=[trimmed]
    )
    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, LARGEST_IDENTIFIER)])

    def validate_note(self, field: StringField) -> None:
        """Whoever notes something else says what."""
        if self.result.data == OTHER and not field.data:
            raise ValidationError(_l("Write what they said."))

    @property
    def said(self) -> Result | None:
        """What came of the call; none when nothing was chosen."""
        if self.next_on.data:
            return Answer.COMING, None
        return RESULTS.get(self.result.data or "")

    @property
    def tampered(self) -> bool:
        """Whether something was sent that no page of ours sends."""
        return bool(self.seen.errors or self.result.errors)


class WhyForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Why marks are corrected when the time for it is over."""

    why = StringField(
        _l("Why do you correct it now?"),
        [Length(max=400, message=_l("Use at most 400 characters."))],
        description=_l("The reason is kept in the history of each mark."),
        filters=[trimmed],
    )
    needs_why = False

    def validate_why(self, field: StringField) -> None:
        """A reason is given when one is needed."""
        if self.needs_why and not field.data:
            raise ValidationError(REFUSALS[Refusal.REASON_MISSING])


def as_seen(one: int, version: int) -> str:
    """A record with the version of the mark that was seen, as a form carries it: “17:2”."""
    return f"{one}:{version}"


def seen_in(text: str) -> str:
    """The same, read back. Raises ValueError for what no page of ours sends."""
    one, _colon, version = text.partition(":")
    return as_seen(identifier(one), identifier(version))


def versions(texts: Iterable[str] | None) -> dict[int, int]:
    """The versions seen, by record."""
    return {int(one): int(version) for one, _colon, version in (text.partition(":") for text in texts or ())}


class ExcuseForm(WhyForm):
    """The reason, and the missed lessons that it excuses."""

    reason = RadioField(
        _l("Reason"),
        [InputRequired(_l("Choose a reason."))],
        choices=[SelectChoice(reason.value, name) for reason, name in ABSENCE_REASONS.items()],
    )
    lessons = SelectMultipleField(
        _l("Which lessons does it excuse?"),
        [InputRequired(_l("Choose a lesson."))],
        coerce=seen_in,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """The lessons to choose from, each as it was seen."""
        self.lessons.choices = [SelectChoice(seen, label) for seen, label in choices]

    @property
    def seen(self) -> dict[int, int]:
        """The chosen lessons with the versions of their marks."""
        return versions(self.lessons.data)


class DecisionForm(WhyForm):
    """Whether proposed excuses are accepted, and what was seen of their marks."""

    decision = StringField(validators=[AnyOf(["accept", "decline"])])
    proposals = SelectMultipleField(coerce=seen_in, validate_choice=False, validators=[InputRequired()])

    @property
    def seen(self) -> dict[int, int]:
        """The proposals with the versions of their marks."""
        return versions(self.proposals.data)
