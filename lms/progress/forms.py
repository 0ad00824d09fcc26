"""The question form of the statistics page; it is sent by GET, so that a page can be kept as a bookmark."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from lms.progress.periods import SPANS, WHOLE_QUARTERS, Span

_ALL = SelectChoice("", _l("all"))
GROUP_NAMES = {"centre": _l("centres"), "programme": _l("programmes"), "cohort": _l("cohorts")}


def _number_or_none(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isdigit() else None


class QuestionForm(FlaskForm):
    """Which period, told apart by what, and only for which centre or programme."""

    class Meta:
        """Nothing is written, so no token is asked for."""

        csrf = False

    span = SelectField(_l("Period"), default=Span.TWELVE_MONTHS.value)
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("To"), [Optional()])
    by = SelectField(_l("Compare"), default="centre")
    centre = SelectField(_l("Centre"), coerce=_number_or_none, default="")
    programme = SelectField(_l("Programme"), coerce=_number_or_none, default="")

    def offer(
        self, groups: tuple[str, ...], own_dates: bool, centres: dict[int, str], programmes: dict[int, str]
    ) -> None:
        """Say what can be chosen; own dates only where they cannot be used to single people out."""
        spans = tuple(Span) if own_dates else WHOLE_QUARTERS
        if not self.span.raw_data and not own_dates:
            self.span.data = Span.THIS_YEAR.value
        self.span.choices = [SelectChoice(span.value, SPANS[span]) for span in spans]
        self.by.choices = [SelectChoice(group, GROUP_NAMES[group]) for group in groups]
        self.centre.choices = [
            _ALL,
            *(SelectChoice(*one) for one in centres.items()),
        ]
        self.programme.choices = [
            _ALL,
            *(SelectChoice(*one) for one in programmes.items()),
        ]
