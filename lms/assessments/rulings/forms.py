"""Forms of decisions: an answer to accept, another key, a decision to take back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from lms.access.scope import identifier
from lms.assessments.items.flaws import CHOICE_KINDS
from lms.assessments.items.instructions import VERDICT_NAMES
from lms.assessments.items.keys import in_order, side
from lms.assessments.items.models import ItemVersion
from lms.assessments.judging.rules import Ruling
from lms.assessments.rulings.gathering import OrderGiven
from lms.assessments.states import ItemKind

Body = Mapping[str, Any]


class AcceptForm(FlaskForm):
    """An answer to accept: what was typed in which gap."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    gap = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    text = HiddenField(validators=[InputRequired()])


class WithdrawForm(FlaskForm):
    """A decision to take back."""

    decision = HiddenField(validators=[InputRequired()])

    @property
    def identifier(self) -> int:
        """Which one; none has 0."""
        try:
            return identifier(self.decision.data or "")
        except ValueError:
            return 0


class KeyForm(FlaskForm):
    """Another key for a version, or that it has none; which fields there are depends on its kind."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    void = BooleanField(_l("No answer is right, or several are: everybody gets the whole mark"))
    reason = TextAreaField(_l("Reason"), [Optional(), Length(max=400)], filters=[lambda text: text or ""])

    @classmethod
    def about(cls, version: ItemVersion, ruling: Ruling, orders: Sequence[OrderGiven], sent: Any = None) -> "KeyForm":
        """The form for a version, filled with the key that holds now, or with what was sent."""
        body = {**version.body, **ruling.key}
        fields = _FIELDS.get(version.kind, _none)(body, orders)
        now = {"version": version.version, "void": ruling.void, **_key_fields(version.kind, body)}
        form: KeyForm = type("KeyForm", (cls,), fields)(formdata=sent, data=now)
        return form

    @property
    def keys(self) -> list[Any]:
        """The fields that hold the key."""
        return [field for field in self if field.name.startswith("key")]

    def key_of(self, version: ItemVersion) -> dict[str, Any] | None:
        """The fields of the body that the key replaces; None when the version is void. Only after validation."""
        if self.void.data:
            return None
        return _READ[version.kind](version.body, self.data) if version.kind in _READ else {}


def _one_of(label: Any, choices: Sequence[Body]) -> RadioField:
    options = [SelectChoice(one["id"], side(one)) for one in choices]
    return RadioField(label, [Optional()], choices=options)


def _several_of(label: Any, options: Sequence[SelectChoice]) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=options, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


def _none(_body: Body, _orders: Sequence[OrderGiven]) -> dict[str, Any]:
    return {}


def _choice(body: Body, _orders: Sequence[OrderGiven]) -> dict[str, Any]:
    return {"key": _one_of(_l("Right is"), body["choices"])}


def _several(body: Body, _orders: Sequence[OrderGiven]) -> dict[str, Any]:
    return {"key": _several_of(_l("Right are"), [SelectChoice(one["id"], side(one)) for one in body["choices"]])}


def _verdict(_body: Body, _orders: Sequence[OrderGiven]) -> dict[str, Any]:
    options = [SelectChoice(*one) for one in VERDICT_NAMES.items()]
    return {"key": RadioField(_l("Right is"), [Optional()], choices=options)}


def _listed(body: Body, _orders: Sequence[OrderGiven]) -> dict[str, Any]:
    gaps = enumerate(body["gaps"], 1)
    return {
        f"key_{number}": _one_of(_("Right in gap %(number)s", number=number), gap["choices"]) for number, gap in gaps
    }


def _ordering(body: Body, orders: Sequence[OrderGiven]) -> dict[str, Any]:
    """The other orders that are right now, and those that people put the parts in."""
    now = [SelectChoice(_written(order), in_order(body, order)) for order in body.get("also", ())]
    given = [SelectChoice(_written(one.order), f"{in_order(body, one.order)} ({one.people})") for one in orders]
    return {"key": _several_of(_l("These orders are right too (how many people answered so)"), now + given)}


def _written(order: Sequence[int]) -> str:
    return " ".join(map(str, order))


_FIELDS = {
    **dict.fromkeys(CHOICE_KINDS, _choice),
    ItemKind.SEVERAL_CHOICES: _several,
    ItemKind.TRUE_FALSE: _verdict,
    ItemKind.GAP_LIST: _listed,
    ItemKind.ORDERING: _ordering,
}


def _key_fields(kind: ItemKind, body: Body) -> dict[str, Any]:
    """The key that holds now, as the fields say it."""
    if kind is ItemKind.GAP_LIST:
        return {f"key_{number}": gap["key"] for number, gap in enumerate(body["gaps"], 1)}
    if kind is ItemKind.ORDERING:
        return {"key": [_written(order) for order in body.get("also", ())]}
    return {"key": body.get("keys") or body.get("key")}


def _read_listed(body: Body, said: Body) -> dict[str, Any]:
    return {"gaps": [{**gap, "key": said[f"key_{number}"] or gap["key"]} for number, gap in enumerate(body["gaps"], 1)]}


def _read_orders(_body: Body, said: Body) -> dict[str, Any]:
    return {"also": [[int(number) for number in order.split()] for order in said["key"] or ()]}


_READ = {
    **dict.fromkeys(CHOICE_KINDS, lambda body, said: {"key": said["key"] or body["key"]}),
    ItemKind.TRUE_FALSE: lambda body, said: {"key": said["key"] or body["key"]},
    ItemKind.SEVERAL_CHOICES: lambda body, said: {"keys": sorted(said["key"]) or body["keys"]},
    ItemKind.GAP_LIST: _read_listed,
    ItemKind.ORDERING: _read_orders,
}
