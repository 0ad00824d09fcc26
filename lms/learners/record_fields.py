"""The kinds of fields that a person's record is written in: text that is read as a cell of a list, choices."""

import enum
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.spreadsheets import Cell

NOT_SAID = SelectChoice("", _l("not known"))
YES_OR_NO = [SelectChoice("yes", _l("yes")), SelectChoice("no", _l("no")), NOT_SAID]
ANSWERS = {"yes": True, "no": False}


class ReadField(StringField):
    """Text that is read as the import reads a cell: what was typed stays in `data`, what it means is `value`."""

    value: Any = None

    def __init__(self, label: Any, reader: Callable[[Cell], Any], empty: Any = None, **kwargs: Any) -> None:
        """`empty` is the value of a field that was left open."""
        super().__init__(label, **kwargs)
        self.reader, self.empty = reader, empty
        self.flags.optional = True

    def pre_validate(self, form: Any) -> None:
        """Read what was typed."""
        self.value = self.empty
        if not (self.data or "").strip():
            return
        try:
            self.value = self.reader(self.data)
        except ValueError as error:
            raise ValidationError(error.args[0]) from None


def yes_or_no(label: Any) -> RadioField:
    """A question with yes, no and not known."""
    return RadioField(label, choices=YES_OR_NO, default="")


def choices_of(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """The choices of an enumeration with its words."""
    return [SelectChoice(one.value, word) for one, word in words.items()]


def one_of(label: Any, words: Mapping[Any, Any]) -> SelectField:
    """A choice of an enumeration, or not known."""
    return SelectField(label, choices=[NOT_SAID, *choices_of(words)], default="")


def several_of(label: Any, words: Mapping[Any, Any]) -> SelectMultipleField:
    """Boxes to tick, one for each choice of an enumeration."""
    return SelectMultipleField(
        label, choices=choices_of(words), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


def chosen(kind: type[enum.StrEnum], data: str | None) -> Any:
    """What was chosen, as the enumeration; None where nothing was."""
    return kind(data) if data else None


def ticked(kind: type[enum.StrEnum], data: Iterable[str] | None) -> Any:
    """What was ticked; None where nothing was, because then it was not asked."""
    return frozenset(map(kind, data)) if data else None
