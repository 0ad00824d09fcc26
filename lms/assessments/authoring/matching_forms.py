"""The form of an item whose sides are matched."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField

from lms.assessments.authoring import common
from lms.assessments.authoring.common import Lack
from lms.assessments.authoring.forms import LINE, TEMPTS, ItemForm, LineForm, long, short
from lms.assessments.states import ItemKind

FEWEST_PAIRS, MOST_PAIRS, MOST_EXTRA = 3, 5, 2


class PairForm(LineForm):
    """Two sides that belong together."""

    left = short(_l("Left side"))
    right = short(_l("Right side"))


class ExtraForm(LineForm):
    """A right side that fits nothing."""

    side = short(_l("Fits nothing"))
    tempts = long(TEMPTS, LINE)


class MatchingForm(ItemForm):
    """Pairs to be found; a side is a word or a picture sign."""

    kind = ItemKind.MATCHING
    pairs = FieldList(FormField(PairForm), min_entries=FEWEST_PAIRS, max_entries=MOST_PAIRS)
    extra = FieldList(FormField(ExtraForm), max_entries=MOST_EXTRA)

    def name_rows(self) -> None:
        for number, row in enumerate(self.pairs, 1):
            for field in row.form:
                field.label.text = f"{field.label.text} {number}"

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        used = [row.form for row in self.pairs if row.form.left.data or row.form.right.data]
        if len(used) < FEWEST_PAIRS:
            empty = next(row.form for row in self.pairs if not row.form.left.data and not row.form.right.data)
            yield empty.left, _l("There must be at least three pairs.")
        for row in used:
            for side in (one for one in row if not one.data):
                yield side, _l("Write the other side, or clear the pair.")
        extra = [row.form for row in self.extra if row.form.side.data or row.form.tempts.data]
        for row in extra:
            if not row.side.data:
                yield row.side, _l("Write the side, or clear its note.")
            elif not row.tempts.data:
                yield row.tempts, _l("Say why somebody who does not know would choose it.")
        yield from common.repeated([row.left for row in used if row.left.data])
        rights = [*(row.right for row in used), *(row.side for row in extra)]
        yield from common.repeated([field for field in rights if field.data])
