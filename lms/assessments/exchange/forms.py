"""Forms of exchange: a file and what is taken for granted in it, the confirmation, and what goes into a file."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from lms.assessments.exchange.filling import LONGEST_NOTE
from lms.assessments.exchange.formats import FORMATS, Format
from lms.assessments.exchange.making import Defaults
from lms.assessments.exchange.queries import Wanted
from lms.assessments.items import words
from lms.assessments.states import ItemKind, ItemLevel, ItemState, Skill

ASKED = (Skill.READING, Skill.USE_OF_LANGUAGE)
"""Skills that can be taken for granted: what is heard, spoken or written, an item shows itself."""


def _choices(names: Any, every: bool = False) -> list[SelectChoice]:
    offered = [SelectChoice(str(code), name) for code, name in names.items()]
    return [SelectChoice("", _l("all")), *offered] if every else offered


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class ImportForm(FlaskForm):
    """A file of items, and what is taken where it says nothing."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    level = SelectField(_l("Level"), choices=_choices(words.ITEM_LEVELS), default=ItemLevel.A1.value)
    skill = SelectField(_l("Skill"), choices=_choices({one: words.SKILL_NAMES[one] for one in ASKED}))
    topic = SelectField(_l("Topic"), choices=_choices(words.TOPIC_NAMES), default="people")
    grammar = StringField(_l("Grammar point"), [Optional(), Length(max=LONGEST_NOTE)], filters=[_stripped])

    def defaults(self) -> Defaults:
        """What is taken for items that do not say it. Only after the form was validated."""
        return Defaults(ItemLevel(self.level.data), Skill(self.skill.data), self.topic.data, self.grammar.data)


class OfferForm(FlaskForm):
    """What was shown, sent back."""

    offer = HiddenField(validators=[DataRequired()])


class ExportForm(FlaskForm):
    """The format, and which items."""

    class Meta:
        """Nothing is written, so no token is asked for."""

        csrf = False

    format = SelectField(
        _l("Format"), choices=_choices({one: about.name for one, about in FORMATS.items()}), default=Format.XLSX.value
    )
    level = SelectField(_l("Level"), choices=_choices(words.ITEM_LEVELS, every=True), default="")
    skill = SelectField(_l("Skill"), choices=_choices(words.SKILL_NAMES, every=True), default="")
    kind = SelectField(_l("Kind"), choices=_choices(words.KIND_NAMES, every=True), default="")
    topic = SelectField(_l("Topic"), choices=_choices(words.TOPIC_NAMES, every=True), default="")
    state = SelectField(_l("State"), choices=_choices(words.STATE_NAMES, every=True), default="")

    def wanted(self) -> Wanted:
        """Which items are asked for. Only after the form was validated."""
        return Wanted(
            level=_member(ItemLevel, self.level.data),
            skill=_member(Skill, self.skill.data),
            kind=_member(ItemKind, self.kind.data),
            topic=self.topic.data or None,
            state=_member(ItemState, self.state.data),
        )


def _member(members: type[Any], code: str) -> Any:
    return members(code) if code else None
