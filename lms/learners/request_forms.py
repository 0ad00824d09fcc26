"""The public form with which a person asks for a course, in words for every language of learners."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms import clock
from lms.centres.models import Centre
from lms.learners import import_values, words
from lms.learners.models import Meets, PartOfWeek
from lms.learners.names import clean, clean_name
from lms.learners.request_rules import AgeUnclear, Answers, is_adult, western_digits

OFTEN_FROM = (
    "UA",
    "SY",
    "AF",
    "RU",
    "IR",
    "IQ",
    "TR",
    "MD",
    "BY",
    "KZ",
    "UZ",
    "KG",
    "AM",
    "LB",
    "EG",
    "MA",
    "CN",
    "VN",
)
OFTEN_SPOKEN = ("ar", "uk", "ru", "fa", "ps", "ku", "tr", "en", "fr", "zh", "vi", "es", "hy", "uz", "kk", "bn", "ko")
PARTS = {
    PartOfWeek.MORNING: _l("Monday to Friday: morning"),
    PartOfWeek.AFTERNOON: _l("Monday to Friday: afternoon"),
    PartOfWeek.EVENING: _l("Monday to Friday: evening"),
    PartOfWeek.WEEKEND_MORNING: _l("Saturday and Sunday: morning"),
    PartOfWeek.WEEKEND_AFTERNOON: _l("Saturday and Sunday: afternoon"),
    PartOfWeek.WEEKEND_EVENING: _l("Saturday and Sunday: evening"),
}
MEETS = {
    Meets.IN_PERSON: _l("In the classroom"),
    Meets.ONLINE: _l("Online, by video"),
    Meets.EITHER: _l("Both are possible"),
}
INVITATION = _l("Learn Bulgarian for free. Scan the code with your phone.")
"""What the poster says."""
LETTERS = {
    "cyrillic": _l("Cyrillic: А Б В Г Д"),
    "latin": _l("Latin: A B C D E"),
    "other": _l("Other letters"),
    "none": _l("I do not read"),
}


def _several(label: Any, choices: dict[Any, Any]) -> SelectMultipleField:
    options = [SelectChoice(str(value), name) for value, name in choices.items()]
    widget = ListWidget(prefix_label=False)
    return SelectMultipleField(label, [Optional()], choices=options, widget=widget, option_widget=CheckboxInput())


class JoinForm(FlaskForm):
    """What a person says who asks for a course."""

    too_young = False
    """Whether the person is not of age: then everything else does not matter, and nothing is kept."""

    name = StringField(_l("Your name"), [DataRequired(_l("Write your name.")), Length(max=200)])
    name_latin = StringField(_l("Your name in Latin letters"), [Optional(), Length(max=200)])
    born = StringField(_l("When were you born?"), [DataRequired(_l("Write the year.")), Length(max=40)])
    phone = StringField(_l("Telephone"), [DataRequired(_l("Write your telephone.")), Length(max=40)])
    language = SelectField(_l("In which language can we speak with you?"))
    centre = RadioField(_l("Which centre is near you?"), [InputRequired(_l("Choose a centre."))], coerce=int)
    meets = RadioField(
        _l("How can you learn?"),
        [InputRequired(_l("Choose how."))],
        choices=[SelectChoice(value.value, name) for value, name in MEETS.items()],
    )
    available = _several(_l("When can you come?"), PARTS)
    letters = _several(_l("Which letters do you read?"), LETTERS)
    learnt_before = RadioField(
        _l("Have you learned Bulgarian before?"),
        [Optional()],
        choices=[SelectChoice("no", _l("No")), SelectChoice("yes", _l("Yes, a little or more"))],
    )
    mother_tongue = SelectField(_l("Your mother tongue"), default="")
    nationality = SelectField(_l("Your nationality"), default="")
    message = TextAreaField(_l("Do you want to tell us something?"), [Optional(), Length(max=500)])
    agreed = BooleanField(_l("I agree"), [DataRequired(_l("We may keep your answers only if you agree."))])
    website = StringField(_l("Leave this empty"), [Length(max=0, message=_l("Leave this empty, please."))])

    def __init__(self, centres: Sequence[Centre], **given: Any) -> None:
        super().__init__(**given)
        self.centre.choices = [SelectChoice(one.id, one.name) for one in centres]
        offered = current_app.config["SETTINGS"].languages
        self.language.choices = [SelectChoice(code, words.own_language(code)) for code in offered]
        self.mother_tongue.choices = _often_first(words.languages(), OFTEN_SPOKEN)
        self.nationality.choices = _often_first(words.countries(), (*OFTEN_FROM, "XX"))

    def validate_name(self, field: StringField) -> None:
        """There is a letter in it, whatever the script."""
        field.data = clean_name(field.data)
        if not field.data:
            raise ValidationError(_l("Write your name."))

    def validate_phone(self, field: StringField) -> None:
        """A number, in the digits of any script."""
        try:
            field.data = import_values.phone(western_digits(field.data))
        except ValueError:
            raise ValidationError(_l("This is not a telephone. Write the digits, for example 0888 123 456.")) from None

    def validate_born(self, field: StringField) -> None:
        """A year or a day, of somebody who is of age."""
        field.data = western_digits(field.data.strip())
        today = clock.today()
        try:
            adult = is_adult(*import_values.born(field.data, today), today)
        except AgeUnclear:
            raise ValidationError(_l("Write the day and the month too, for example 31.12.2001.")) from None
        except ValueError:
            raise ValidationError(_l("Write only the year, for example 1990, or the whole date: 31.12.1990.")) from None
        if not adult:
            self.too_young = True
            raise ValidationError(_l("You are not 18 yet. We are glad that you want to learn."))

    def answers(self) -> Answers:
        """What was written. Only after the form was validated."""
        born_on, precision = import_values.born(self.born.data, clock.today())
        letters = set(self.letters.data or ())
        reads = {f"reads_{one}": one in letters if letters else None for one in ("cyrillic", "latin", "other")}
        return Answers(
            name=self.name.data,
            name_latin=clean_name(self.name_latin.data or "") or None,
            born_on=born_on,
            born_precision=precision,
            phone=self.phone.data,
            language=self.language.data,
            nationality=self.nationality.data or None,
            mother_tongue=self.mother_tongue.data or None,
            available=frozenset(map(PartOfWeek, self.available.data)) if self.available.data else None,
            meets=Meets(self.meets.data),
            learnt_before={"yes": True, "no": False}.get(self.learnt_before.data),
            message=clean(self.message.data or "") or None,
            **reads,
        )


def _often_first(named: Sequence[tuple[str, str]], often: Sequence[str]) -> list[SelectChoice]:
    names = dict(named)
    first = [SelectChoice(code, names.pop(code)) for code in often if code in names]
    rest = [SelectChoice(*one) for one in names.items()]
    return [SelectChoice("", "–"), *first, *rest]


def page_language() -> str:
    """The language in which the form was read."""
    return str(get_locale() or "bg").split("_", maxsplit=1)[0]
