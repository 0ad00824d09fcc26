"""The forms of items whose answer is chosen: one of a list, several, a verdict, a reply, a picture."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice

from lms.assessments.authoring import common
from lms.assessments.authoring.common import Lack
from lms.assessments.authoring.forms import LINE, PICTURE, TEMPTS, ItemForm, LineForm, long, short
from lms.assessments.authoring.pieces import gaps_in
from lms.assessments.items.instructions import VERDICT_NAMES
from lms.assessments.states import ItemKind

FEWEST, MOST, MOST_OF_SEVERAL = 3, 4, 6
MOST_LINES = 8


class ChoiceForm(LineForm):
    """A choice, and why somebody who does not know would take it."""

    text = short(_l("Choice"))
    tempts = long(TEMPTS, LINE)


class SeveralForm(ChoiceForm):
    """A choice that may be one of several right ones."""

    right = BooleanField(_l("This choice is right"))


class PictureForm(LineForm):
    """A picture to choose."""

    picture = short(_l("Picture"), PICTURE)
    tempts = long(TEMPTS, LINE)


def named(rows: FieldList) -> None:
    """Call the fields of each row by its letter."""
    for letter, row in zip("abcdef", rows, strict=False):
        for field in row.form:
            field.label.text = f"{field.label.text} {letter}"


class SingleChoiceForm(ItemForm):
    """One right choice of three or four."""

    kind = ItemKind.SINGLE_CHOICE
    key = HiddenField(_l("Right choice"))
    choices = FieldList(FormField(ChoiceForm), min_entries=FEWEST, max_entries=MOST)

    def name_rows(self) -> None:
        named(self.choices)

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        yield from common.one_key(self.choices, self.key)


class PictureChoiceForm(SingleChoiceForm):
    """One right picture of three or four."""

    kind = ItemKind.PICTURE_CHOICE
    choices = FieldList(FormField(PictureForm), min_entries=FEWEST, max_entries=MOST)

    def lacking(self) -> Iterator[Lack]:
        yield from ItemForm.lacking(self)
        yield from common.one_key(self.choices, self.key, "picture")


class SaidForm(LineForm):
    """A line of a dialogue, and whose it is."""

    who = short(_l("Who"), 40)
    say = short(_l("What is said"))


class DialogueForm(SingleChoiceForm):
    """The line of a dialogue that is missing, among three or four."""

    kind = ItemKind.DIALOGUE
    lines = FieldList(FormField(SaidForm), max_entries=MOST_LINES)

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        for row in self.lines:
            if row.form.say.data and not row.form.who.data:
                yield row.form.who, _l("Say who speaks, for example А.")
            elif row.form.who.data and not row.form.say.data:
                yield row.form.say, _l("Write what is said, or clear the line.")
        said = [row.form.say for row in self.lines if row.form.say.data]
        gaps, wanted = sum(gaps_in(field.data) for field in (*said, self.stem)), int(bool(said))
        if gaps != wanted:
            yield said[-1] if said else self.stem, common.wrong_gaps(gaps, wanted)


class SeveralChoicesForm(ItemForm):
    """Several right choices of four to six."""

    kind = ItemKind.SEVERAL_CHOICES
    choices = FieldList(FormField(SeveralForm), min_entries=4, max_entries=MOST_OF_SEVERAL)

    def name_rows(self) -> None:
        named(self.choices)

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        used = [row.form for row in self.choices if row.form.text.data]
        right = sum(row.right.data for row in used)
        if right < 2:
            yield self.choices[0].form.right, _l("Mark at least two choices as right.")
        elif right > 4 or len(used) - right < 2:
            yield self.choices[0].form.right, _l("At most four choices are right, and at least two are wrong.")
        keys = {number for number, row in enumerate(self.choices) if row.form.right.data}
        yield from common.choices(self.choices, fewest=4, keys=keys)


class TrueFalseForm(ItemForm):
    """A statement about what was read or heard: true, not true, or not said there."""

    kind = ItemKind.TRUE_FALSE
    key = RadioField(
        _l("What is right"), choices=[SelectChoice(*one) for one in VERDICT_NAMES.items()], validate_choice=False
    )
    tempts_true: TextAreaField = long(_l("Why “true” tempts"), LINE)
    tempts_false: TextAreaField = long(_l("Why “not true” tempts"), LINE)
    tempts_not_said: TextAreaField = long(_l("Why “it does not say” tempts"), LINE)

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        if self.key.data not in VERDICT_NAMES:
            yield self.key, _l("Mark what is right.")
        for verdict in VERDICT_NAMES:
            if verdict != self.key.data and not self[f"tempts_{verdict}"].data:
                yield self[f"tempts_{verdict}"], _l("Say why somebody who does not know would choose it.")
