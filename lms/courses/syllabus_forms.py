"""The form of a unit, with its can-do statements one to a line."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from lms.centres.forms import trimmed
from lms.courses.forms import PageForm
from lms.courses.syllabus_models import Unit

MOST_STATEMENTS, LONGEST_STATEMENT = 12, 300


def lines_of(text: str | None) -> list[str]:
    """The lines of a text in which something stands."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class UnitForm(PageForm):
    """One unit of a programme."""

    title_bg = StringField(
        _l("Title in Bulgarian"), [DataRequired(_l("Enter the title in Bulgarian.")), Length(max=200)], [trimmed]
    )
    title_en = StringField(
        _l("Title in English"), [DataRequired(_l("Enter the title in English.")), Length(max=200)], [trimmed]
    )
    hours = IntegerField(
        _l("Academic hours"),
        [InputRequired(_l("Enter how many academic hours it has.")), NumberRange(1, 400, _l("From 1 to 400."))],
    )
    focus = StringField(
        _l("Language points"),
        [Optional(), Length(max=300)],
        [trimmed],
        description=_l("Grammar and words it is about, in Bulgarian."),
    )
    can_do_bg = TextAreaField(
        _l("What people can do after it, in Bulgarian"), [Optional()], description=_l("One statement on each line.")
    )
    # Not Optional, which would let an empty field pass without being held against the other language.
    can_do_en = TextAreaField(_l("The same statements in English"), description=_l("As many lines, in the same order."))

    def validate_can_do_bg(self, field: TextAreaField) -> None:
        """Not more lines than a unit can carry, and none that is a whole text."""
        lines = lines_of(field.data)
        if len(lines) > MOST_STATEMENTS:
            raise ValidationError(_l("At most %(most)s statements.", most=MOST_STATEMENTS))
        if any(len(line) > LONGEST_STATEMENT for line in lines):
            raise ValidationError(_l("A statement has at most %(most)s characters.", most=LONGEST_STATEMENT))

    def validate_can_do_en(self, field: TextAreaField) -> None:
        """Each statement in both languages."""
        self.validate_can_do_bg(field)
        if len(lines_of(field.data)) != len(lines_of(self.can_do_bg.data)):
            raise ValidationError(_l("Each statement is needed in both languages: these are not as many lines."))

    def facts(self) -> dict[str, Any]:
        """What was entered, by the names of the model. Only after the form was validated."""
        pairs = zip(lines_of(self.can_do_bg.data), lines_of(self.can_do_en.data), strict=True)
        return {
            "title_bg": self.title_bg.data,
            "title_en": self.title_en.data,
            "hours": self.hours.data,
            "focus": self.focus.data or "",
            "can_do": [{"bg": bg, "en": en} for bg, en in pairs],
        }


def form_of(unit: Unit) -> UnitForm:
    """The form of a unit as it is."""
    said = {f"can_do_{code}": "\n".join(pair[code] for pair in unit.can_do) for code in ("bg", "en")}
    return UnitForm(obj=unit, data=said)
