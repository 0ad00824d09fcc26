"""Forms of this room: a person's record, and the upload of a list."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from lms import clock
from lms.centres.models import Centre
from lms.learners import import_values, words
from lms.learners.models import Learner, ResidenceStatus, Sex
from lms.learners.rules import Facts

_NOT_SAID = SelectChoice("", _l("not known"))
_READS = {"yes": True, "no": False}
_PLAIN = (
    "given_latin",
    "family_latin",
    "given_cyrillic",
    "family_cyrillic",
    "name_native",
    "preferred_name",
    "town",
)


def read_by(reader: Any) -> Any:
    """A validator that reads the field as the import reads a cell, and keeps what was read."""

    def check(_form: FlaskForm, field: StringField) -> None:
        try:
            field.data = reader(field.data)
        except ValueError as error:
            raise ValidationError(error.args[0]) from None

    return check


class LearnerForm(FlaskForm):
    """Everything a coordinator may write into a person's record."""

    given_latin = StringField(_l("Given name, as in the document"), [Length(max=200)])
    family_latin = StringField(_l("Family name, as in the document"), [Length(max=200)])
    given_cyrillic = StringField(_l("Given name in Cyrillic"), [Length(max=200)])
    family_cyrillic = StringField(_l("Family name in Cyrillic"), [Length(max=200)])
    name_native = StringField(_l("Name as the person writes it"), [Optional(), Length(max=400)])
    preferred_name = StringField(_l("What the person is called"), [Optional(), Length(max=200)])
    sex = SelectField(_l("Sex"), choices=[SelectChoice(sex.value, words.SEX[sex]) for sex in Sex], default="unknown")
    born = StringField(_l("Date of birth"), [Optional(), Length(max=import_values.DATE_LIMIT)])
    nationality = SelectField(_l("Nationality"), default="")
    second_nationality = SelectField(_l("Second nationality"), default="")
    mother_tongue = SelectField(_l("Mother tongue"), default="")
    reads_cyrillic = SelectField(
        _l("Reads Cyrillic"),
        choices=[_NOT_SAID, SelectChoice("yes", _l("yes")), SelectChoice("no", _l("no"))],
        default="",
    )
    status = SelectField(
        _l("Status"),
        choices=[
            _NOT_SAID,
            *(SelectChoice(status.value, words.STATUS[status]) for status in ResidenceStatus),
        ],
        default="",
    )
    phone = StringField(_l("Phone"), [Optional(), read_by(import_values.phone)])
    email = StringField(_l("E-mail"), [Optional(), Length(max=254), read_by(import_values.email)])
    town = StringField(_l("Town"), [Optional(), Length(max=120)])
    language = SelectField(_l("Language of pages and messages"), default="")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        countries = [_NOT_SAID, *(SelectChoice(*one) for one in words.countries())]
        self.nationality.choices = self.second_nationality.choices = countries
        self.mother_tongue.choices = [_NOT_SAID, *(SelectChoice(*one) for one in words.languages())]
        offered = current_app.config["SETTINGS"].languages
        self.language.choices = [_NOT_SAID, *(SelectChoice(code, words.language(code)) for code in offered)]

    def validate_born(self, field: StringField) -> None:
        """A day, or only the year."""
        try:
            import_values.born(field.data, clock.today())
        except ValueError as error:
            raise ValidationError(error.args[0]) from None

    def facts(self) -> Facts:
        """What was written, as the facts of a person. Only after the form was validated."""
        born_on, precision = import_values.born(self.born.data, clock.today()) if self.born.data else (None, None)
        names: dict[str, Any] = {name: self[name].data or "" for name in _PLAIN[:4]}
        names |= {name: self[name].data or None for name in _PLAIN[4:]}
        return Facts(
            **names,
            sex=Sex(self.sex.data),
            born_on=born_on,
            born_precision=precision,
            nationalities=tuple(filter(None, (self.nationality.data, self.second_nationality.data))),
            mother_tongue=self.mother_tongue.data or None,
            reads_cyrillic=_READS.get(self.reads_cyrillic.data),
            status=ResidenceStatus(self.status.data) if self.status.data else None,
            phone=self.phone.data or None,
            email=self.email.data or None,
            language=self.language.data or None,
        )


def written(learner: Learner) -> dict[str, Any]:
    """A record as the form shows it."""
    reads = {True: "yes", False: "no", None: ""}[learner.reads_cyrillic]
    same = (*_PLAIN, "mother_tongue", "phone", "email", "language")
    first, second, *_ = (*learner.nationalities, "", "")
    return {name: getattr(learner, name) or "" for name in same} | {
        "sex": learner.sex.value,
        "born": words.born(learner),
        "nationality": first,
        "second_nationality": second,
        "reads_cyrillic": reads,
        "status": learner.status.value if learner.status else "",
    }


class NewLearnerForm(LearnerForm):
    """A new person, at one of the viewer's centres."""

    centre = SelectField(_l("Centre"), coerce=int)

    def offer(self, centres: list[Centre]) -> None:
        """Let the person choose among these centres."""
        self.centre.choices = [SelectChoice(centre.id, centre.name) for centre in centres]


class ChangeLearnerForm(LearnerForm):
    """A person's record, with the mediator who accompanies them."""

    mediator = SelectField(_l("Cultural mediator"), coerce=int, default=0)


class UploadForm(FlaskForm):
    """A list of learners to import."""

    centre = SelectField(_l("Centre"), coerce=int)
    file = FileField(_l("Spreadsheet (.xlsx or .csv)"), [FileRequired(_l("Choose a file."))])

    def offer(self, centres: list[Centre]) -> None:
        """Let the person choose among these centres."""
        self.centre.choices = [SelectChoice(centre.id, centre.name) for centre in centres]
