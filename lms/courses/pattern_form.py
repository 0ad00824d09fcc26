"""The weekly pattern of a cohort as lines of a form: on which day, from when, how many academic hours."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, IntegerField, SelectField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from lms.courses.forms import NO_CHOICE, LineForm, PageForm, number_or_none
from lms.courses.timetable import PatternRefused, Slot, check_pattern
from lms.courses.words import weekday_name

ROWS = 7


def may_be_empty() -> Any:
    """A validator that accepts an empty field without calling it optional: a line is complete or not used."""
    check = Optional()
    check.field_flags = {}
    return check


class SlotForm(LineForm):
    """One line of a weekly pattern; a line without day and time is not used."""

    weekday = SelectField(_l("Day"), coerce=number_or_none)
    starts_at = TimeField(_l("Begins at"), [may_be_empty()])
    hours = IntegerField(_l("Hours"), [may_be_empty(), NumberRange(1, 12, _l("From 1 to 12."))], default=2)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.weekday.choices = [NO_CHOICE, *(SelectChoice(day, weekday_name(day)) for day in range(7))]

    @property
    def used(self) -> bool:
        """Whether something was entered that makes it a line."""
        return self.weekday.data is not None or bool(self.starts_at.raw_data and self.starts_at.raw_data[0])

    def validate(self, extra_validators: Any = None) -> bool:
        """A line is complete or empty."""
        valid: bool = super().validate(extra_validators)
        if not self.used:
            return valid
        missing = [field for field in (self.weekday, self.starts_at, self.hours) if field.data is None]
        for field in missing:
            field.errors = [*field.errors, _l("Complete this line or clear it.")]
        return valid and not missing

    def slot(self) -> Slot:
        """The line. Only after it was validated."""
        return Slot(self.weekday.data, self.starts_at.data, self.hours.data)


def pattern_lines() -> FieldList:
    """The field of a weekly pattern: up to seven lines."""
    return FieldList(FormField(SlotForm), min_entries=ROWS, max_entries=ROWS)


class PatternForm(PageForm):
    """A form with a weekly pattern, `slots = pattern_lines()`, in its place among the other fields."""

    slots: FieldList

    def used_rows(self) -> list[SlotForm]:
        """The lines in which something was entered."""
        return [entry.form for entry in self.slots.entries if entry.form.used]

    def pattern(self) -> list[Slot]:
        """The weekly pattern. Only after the lines were validated."""
        return [row.slot() for row in self.used_rows()]

    def pattern_holds(self, hour_minutes: int) -> bool:
        """Whether the lines fit together; if not, the line to look at says why."""
        try:
            check_pattern(self.pattern(), hour_minutes)
        except PatternRefused as refusal:
            self.explain_pattern(refusal)
            return False
        return True

    def explain_pattern(self, refusal: PatternRefused) -> None:
        """Put a refusal at the line it is about."""
        rows = self.used_rows() or [self.slots.entries[0].form]
        row = rows[refusal.slot or 0]
        row.starts_at.errors = [refusal.message]
        self.slots.errors = [row.errors]
