"""The form by which entries that were set aside are settled: which, where they are taken, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from lms.attendance.set_aside_models import SetAside
from lms.attendance.set_aside_queries import Waiting
from lms.attendance.set_aside_targets import Target
from lms.attendance.set_aside_words import target_words
from lms.centres.forms import trimmed

MOST = 200
"""Entries that are settled in one go."""


class SettleRow(Form):  # type: ignore[misc]  # WTForms ships no types
    """One entry: whether it is meant, and the lesson in which it is to be taken."""

    kept = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    chosen = BooleanField()
    target = SelectField(_l("Take it in"), choices=[], validate_choice=False)
    waiting: Waiting | None = None
    messages: Sequence[str] = ()
    """Why it could not be taken just now."""

    def of(self, waiting: Waiting | None) -> None:
        """Give the row the entry it is about, if that still waits."""
        self.waiting = waiting
        if waiting:
            self.target.choices = [SelectChoice(one.key, target_words(one)) for one in waiting.targets]

    @property
    def wish(self) -> Target | None:
        """The lesson that was chosen, as it was shown; None if its mark is another by now."""
        targets = self.waiting.targets if self.waiting else ()
        return next((one for one in targets if one.key == self.target.data), None)


class SettleForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The entries of one lesson that wait, and why they are taken late or left."""

    rows = FieldList(FormField(SettleRow), max_entries=MOST)
    why = StringField(
        _l("Reason"),
        [Length(max=400, message=_l("Use at most 400 characters."))],
        [trimmed],
        description=_l("Needed for leaving a mark out, and for a correction after its time is over."),
    )

    def __init__(self, waiting: Sequence[Waiting], **given: Any) -> None:
        super().__init__(**given)
        by_id = {one.kept.id: one for one in waiting}
        for row in self.rows:
            row.form.of(by_id.get(row.kept.data))

    @property
    def chosen(self) -> list[SettleRow]:
        """The rows that are meant."""
        return [row.form for row in self.rows if row.form.chosen.data]

    @property
    def refused(self) -> list[SettleRow]:
        """The rows that could not be taken just now."""
        return [row.form for row in self.rows if row.form.messages]

    @property
    def outdated(self) -> bool:
        """Whether an entry that is meant was settled meanwhile, or its mark changed."""
        return any(row.wish is None for row in self.chosen)

    @property
    def wishes(self) -> dict[SetAside, Target]:
        """What is to be taken, and where."""
        return {row.waiting.kept: row.wish for row in self.chosen if row.waiting and row.wish}


def settle_form(
    waiting: Sequence[Waiting], sent: SettleForm | None = None, refused: Mapping[int, str] | None = None
) -> SettleForm:
    """The form of the entries that wait; after one was sent, as it was chosen there and with what was refused."""
    meant = {row.kept.data: row for row in sent.chosen} if sent else {}
    rows = []
    for one in waiting[:MOST]:
        before = meant.get(one.kept.id)
        where = before.wish if before and before.wish else one.proposed
        rows.append({"kept": one.kept.id, "chosen": sent is None or before is not None, "target": where.key})
    form = SettleForm(waiting, formdata=None, data={"rows": rows, "why": sent.why.data if sent else ""})
    if sent:
        form.why.errors = sent.why.errors
    for row in form.rows:
        message = (refused or {}).get(row.kept.data)
        row.form.messages = [message] if message else []
    return form
