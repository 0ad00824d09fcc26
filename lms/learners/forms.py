"""Forms of this room: a person's record, the interview in which it is begun, and the upload of a list."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from lms import clock
from lms.centres.models import Centre
from lms.learners import import_values, import_words, words
from lms.learners.consent_models import Answer, Purpose
from lms.learners.doubts import Doubt, doubts, with_number
from lms.learners.intake import Interview
from lms.learners.models import BirthPrecision, Document, Meets, PartOfWeek, ResidenceStatus, Sex
from lms.learners.record_fields import (
    ANSWERS,
    NOT_SAID,
    ReadField,
    choices_of,
    chosen,
    one_of,
    several_of,
    ticked,
    yes_or_no,
)
from lms.learners.rules import Facts
from lms.learners.safeguarding_forms import AroundFields
from lms.learners.safeguarding_rules import Around, is_minor

NAMES = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic")
FREE = ("name_native", "preferred_name", "pronunciation", "town", "access_needs", "language")
_READ = (
    "personal_number",
    "nationalities",
    "mother_tongue",
    "other_languages",
    "schooling_years",
    "phone",
    "email",
)
CHOSEN = {"document": Document, "status": ResidenceStatus, "meets": Meets}
YES_OR_NO = ("reads_cyrillic", "reads_latin", "reads_other", "child_care")


class LearnerForm(FlaskForm):
    """Everything that may be written into a person's record."""

    given_latin = StringField(_l("Given name, as in the document"), [Length(max=200)])
    family_latin = StringField(_l("Family name, as in the document"), [Length(max=200)])
    given_cyrillic = StringField(_l("Given name in Cyrillic"), [Length(max=200)])
    family_cyrillic = StringField(_l("Family name in Cyrillic"), [Length(max=200)])
    name_native = StringField(_l("Name as the person writes it"), [Optional(), Length(max=400)])
    preferred_name = StringField(_l("What the person is called"), [Optional(), Length(max=200)])
    pronunciation = StringField(_l("How the name is said"), [Optional(), Length(max=200)])
    phone = ReadField(_l("Phone"), import_values.phone)
    language = SelectField(_l("Language of pages and messages"), default="")
    born = StringField(_l("Date of birth"), [Optional(), Length(max=import_values.DATE_LIMIT)])
    sex = SelectField(_l("Sex"), choices=choices_of(words.SEX), default="unknown")
    nationalities = ReadField(_l("Nationality"), import_values.nationalities, ())
    mother_tongue = ReadField(_l("Mother tongue"), import_values.language)
    other_languages = ReadField(_l("Other languages"), import_values.languages, ())
    reads_cyrillic = yes_or_no(_l("Reads Cyrillic"))
    reads_latin = yes_or_no(_l("Reads Latin letters"))
    reads_other = yes_or_no(_l("Reads another script"))
    schooling_years = ReadField(_l("Years of schooling"), import_words.schooling_years)
    document = one_of(_l("Document"), words.DOCUMENTS)
    personal_number = ReadField(_l("Personal number (ЛНЧ or ЕГН)"), import_words.personal_number)
    status = one_of(_l("Status"), words.STATUS)
    town = StringField(_l("Town"), [Optional(), Length(max=120)])
    email = ReadField(_l("E-mail"), import_values.email)
    available = several_of(_l("When they can come"), words.PARTS_OF_WEEK)
    meets = RadioField(_l("In person or online"), choices=[*choices_of(words.MEETS), NOT_SAID], default="")
    child_care = yes_or_no(_l("Child care needed during the course"))
    access_needs = StringField(_l("What the person needs to take part"), [Optional(), Length(max=400)])
    certain = BooleanField(_l("It is right as it is written"))

    doubted: tuple[Doubt, ...] = ()
    """What does not fit together, after validation; saying that it is right lets it through."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        offered = current_app.config["SETTINGS"].languages
        self.language.choices = [NOT_SAID, *(SelectChoice(code, words.language(code)) for code in offered)]

    def validate_born(self, field: StringField) -> None:
        """A day, or only the year."""
        try:
            import_values.born(field.data, clock.today())
        except ValueError as error:
            raise ValidationError(error.args[0]) from None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; then whether they fit together, unless somebody said that they do."""
        if not super().validate(extra_validators):
            return False
        self.doubted = () if self.certain.data else tuple(doubts(self.facts(), clock.today()))
        return not self.doubted

    def told(self, *names: str) -> bool:
        """Whether something was written in one of these fields, is wrong there, or does not fit."""
        doubted = {doubt.field for doubt in self.doubted}
        return any(self[name].data or self[name].errors or name in doubted for name in names if name in self)

    def facts(self) -> Facts:
        """What was written, as the facts of a person. Only after the fields were validated."""
        born_on, precision = self._born()
        facts = Facts(sex=Sex(self.sex.data), born_on=born_on, born_precision=precision)
        found: dict[str, Any] = {name: self[name].data or "" for name in NAMES}
        found |= {name: self[name].data or None for name in FREE}
        found |= {name: self[name].value for name in _READ if name in self}
        found |= {name: chosen(kind, self[name].data) for name, kind in CHOSEN.items()}
        found |= {name: ANSWERS.get(self[name].data) for name in YES_OR_NO}
        return with_number(replace(facts, **found, available=ticked(PartOfWeek, self.available.data)))

    def _born(self) -> tuple[date | None, BirthPrecision | None]:
        return import_values.born(self.born.data, clock.today()) if self.born.data else (None, None)


def _asked(purpose: Purpose) -> RadioField:
    offered = [SelectChoice(one.value, words.ANSWERS[one]) for one in (Answer.GIVEN, Answer.REFUSED)]
    return RadioField(words.PURPOSES[purpose], choices=[*offered, SelectChoice("", _l("not asked yet"))], default="")


class NewLearnerForm(LearnerForm, AroundFields):
    """The interview with a new person, at one of the viewer's centres."""

    centre = SelectField(_l("Centre"), coerce=int)
    unaccompanied = BooleanField(_l("The person is under 18 and here without a parent or guardian"))
    consent_processing = _asked(Purpose.PROCESSING)
    consent_photographs = _asked(Purpose.PHOTOGRAPHS)
    consent_funder = _asked(Purpose.FUNDER)

    def __init__(self, centres: list[Centre], numbers: bool, **given: Any) -> None:
        """Offer these centres; the personal number is asked only by whoever may see it."""
        super().__init__(**given)
        self.centre.choices = [SelectChoice(centre.id, centre.name) for centre in centres]
        if not numbers:
            del self.personal_number

    @property
    def concerns_a_minor(self) -> bool:
        """Whether the person is under 18 by what was written, or something about a minor was written."""
        if self.told("unaccompanied", *(one.name for one in fields(Around))):
            return True
        return not self.born.errors and is_minor(*self._born(), clock.today())

    def interview(self) -> Interview:
        """What was said. Only after the form was validated; for a minor the guardian answers about consent."""
        answers = {purpose: self[f"consent_{purpose.value}"].data for purpose in Purpose}
        around = self.around()
        return Interview(
            self.facts(),
            self.unaccompanied.data,
            around,
            {purpose: Answer(answer) for purpose, answer in answers.items() if answer},
            around.guardian_name,
        )


class UploadForm(FlaskForm):
    """A list of learners to import."""

    centre = SelectField(_l("Centre"), coerce=int)
    file = FileField(_l("Spreadsheet (.xlsx or .csv)"), [FileRequired(_l("Choose a file."))])

    def offer(self, centres: list[Centre]) -> None:
        """Let the person choose among these centres."""
        self.centre.choices = [SelectChoice(centre.id, centre.name) for centre in centres]
