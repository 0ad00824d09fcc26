"""The form of an item whose parts are put in order."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from lms.assessments.authoring.common import Lack
from lms.assessments.authoring.forms import LINE, TEMPTS, ItemForm, LineForm, long, short
from lms.assessments.authoring.orders import read_order
from lms.assessments.authoring.pieces import lines_of
from lms.assessments.states import ItemKind

FEWEST_PARTS, MOST_PARTS, MOST_ORDERS, MOST_WRONG = 3, 8, 6, 3


class WrongOrderForm(LineForm):
    """A wrong order that is to be expected."""

    order = short(_l("Wrong order"), MOST_PARTS * LINE)
    why = long(TEMPTS, LINE)


NO_ORDER = _l("Write it with exactly the parts above, each once: the sentence itself, or the numbers of the parts.")


class OrderingForm(ItemForm):
    """Parts to be put in order."""

    kind = ItemKind.ORDERING
    parts = long(_l("Parts in the right order"), MOST_PARTS * LINE, description=_l("One on a line, three to eight."))
    end = SelectField(
        _l("Sign at the end"),
        choices=[SelectChoice("", _l("none")), *(SelectChoice(sign, sign) for sign in ".?!")],
        default="",
    )
    also = long(
        _l("Other orders that are right too"),
        MOST_ORDERS * MOST_PARTS * LINE,
        description=_l("One on a line: the sentence written out, or the numbers of the parts, for example 2 1 3."),
    )
    tempts = FieldList(FormField(WrongOrderForm), max_entries=MOST_WRONG)

    def validate_also(self, field: Any) -> None:
        """An order that uses other parts says nothing."""
        if any(self._order(line) is None for line in lines_of(field.data)):
            raise ValidationError(NO_ORDER)

    def validate_tempts(self, rows: Any) -> None:
        """The same for wrong orders."""
        for row in rows:
            if row.form.order.data and self._order(row.form.order.data) is None:
                row.form.order.errors = [*row.form.order.errors, NO_ORDER]
                rows.errors = [one.errors for one in rows]

    def _order(self, text: str) -> list[int] | None:
        return read_order(lines_of(self.parts.data), text)

    def lacking(self) -> Iterator[Lack]:
        yield from super().lacking()
        parts = lines_of(self.parts.data)
        if not FEWEST_PARTS <= len(parts) <= MOST_PARTS or max(map(len, parts)) > LINE:
            yield self.parts, _l("Write three to eight parts.")
        found = [list(range(1, len(parts) + 1)), *map(self._order, lines_of(self.also.data))]
        if len({tuple(order or ()) for order in found}) < len(found):
            yield self.also, _l("An order stands there twice.")
        elif len(found) > MOST_ORDERS + 1:
            yield self.also, _l("At most %(count)s other orders.", count=MOST_ORDERS)
        for row in self.tempts:
            yield from self._wrong_order(row.form, found)

    def _wrong_order(self, row: Any, right: list[list[int] | None]) -> Iterator[Lack]:
        if row.order.data and self._order(row.order.data) in right:
            yield row.order, _l("This is one of the right orders.")
        if row.order.data and not row.why.data:
            yield row.why, _l("Say why somebody would write it.")
        elif row.why.data and not row.order.data:
            yield row.order, _l("Write the wrong order, or clear its note.")
