"""The forms of items with gaps in a sentence: each with a list to choose from, or to type in."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assessments.authoring import common
from lms.assessments.authoring.choice_forms import FEWEST, MOST, ChoiceForm, named
from lms.assessments.authoring.common import Lack
from lms.assessments.authoring.forms import LINE, TEMPTS, ItemForm, LineForm, long, short
from lms.assessments.authoring.pieces import gaps_in, lines_of
from lms.assessments.authoring.rows import MOST_GAPS
from lms.assessments.items.words import LENIENCY_NAMES
from lms.assessments.states import ItemKind

MOST_ACCEPTED, MOST_WRONG = 8, 4


class GapForm(ItemForm):
    """Gaps in a sentence, and as many parts of the form."""

    gaps: FieldList

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        gaps = gaps_in(self.stem.data)
        if gaps != len(self.gaps):
            yield self.stem, common.wrong_gaps(gaps, len(self.gaps))


class ListedGapForm(LineForm):
    """A gap and the list for it."""

    key = HiddenField(_l("Right choice"))
    choices = FieldList(FormField(ChoiceForm), min_entries=FEWEST, max_entries=MOST)


class GapListForm(GapForm):
    """Gaps in a sentence, each with a list of three or four choices."""

    kind = ItemKind.GAP_LIST
    gaps = FieldList(FormField(ListedGapForm), min_entries=1, max_entries=MOST_GAPS)

    def name_rows(self) -> None:
        for gap in self.gaps:
            named(gap.form.choices)

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        for gap in self.gaps:
            yield from common.one_key(gap.form.choices, gap.form.key)


class WrongForm(LineForm):
    """A wrong answer that is to be expected."""

    text = short(_l("Wrong answer"))
    why = long(TEMPTS, LINE)


class TypedGapForm(LineForm):
    """A gap, and what may be typed there."""

    accept = long(_l("Right answers"), MOST_ACCEPTED * LINE, description=_l("One on a line, the best first."))
    tempts = FieldList(FormField(WrongForm), max_entries=MOST_WRONG)


class GapTypedForm(GapForm):
    """Gaps in a sentence in which something is typed."""

    kind = ItemKind.GAP_TYPED
    gaps = FieldList(FormField(TypedGapForm), min_entries=1, max_entries=MOST_GAPS)
    forgive = SelectMultipleField(
        _l("What does not count"),
        choices=[SelectChoice(one.value, name) for one, name in LENIENCY_NAMES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        for gap in self.gaps:
            yield from _typed_gap(gap.form)


def _typed_gap(gap: Any) -> Iterator[Lack]:
    right = [text.casefold() for text in lines_of(gap.accept.data)]
    if not right:
        yield gap.accept, _l("Write what is right here.")
    elif len(right) > MOST_ACCEPTED or max(map(len, right)) > LINE:
        yield gap.accept, _l("At most %(count)s answers of %(letters)s letters.", count=MOST_ACCEPTED, letters=LINE)
    elif len(set(right)) < len(right):
        yield gap.accept, _l("An answer stands there twice.")
    rows = [row.form for row in gap.tempts if row.form.text.data or row.form.why.data]
    for row in rows:
        if not row.text.data:
            yield row.text, _l("Write the wrong answer, or clear its note.")
        elif row.text.data.casefold() in right:
            yield row.text, _l("This is one of the right answers.")
        if not row.why.data:
            yield row.why, _l("Say why somebody would write it.")
    yield from common.repeated([row.text for row in rows if row.text.data])
