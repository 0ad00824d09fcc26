"""What the forms of all kinds of items share: what is asked, read and heard, what the item is about, and why."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, FileField, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from lms.assessments.authoring import common
from lms.assessments.authoring.bodies import body_of
from lms.assessments.authoring.common import Lack
from lms.assessments.items.content import Wording
from lms.assessments.items.flaws import MARKED_BY_TEACHER
from lms.assessments.items.instructions import INSTRUCTIONS
from lms.assessments.items.wholeness import instructions_of, lacks
from lms.assessments.items.words import ITEM_LEVELS, SKILL_NAMES, TOPIC_NAMES, VOICE_NAMES, WITHIN_NAMES
from lms.assessments.states import ItemKind, ItemLevel, Skill
from lms.courses.pattern_form import may_be_empty

LINE, NOTE, PASSAGE, PICTURE, HEARD_LINE = 200, 400, 1200, 8, 300
"""Letters that the schema of items allows."""
MOST_HEARD = 10
TEMPTS = _l("Why it tempts")


def short(label: Any, longest: int = LINE, **given: Any) -> StringField:
    """A field of one line, which a draft may leave open."""
    return StringField(label, [may_be_empty(), Length(max=longest)], filters=[_trimmed], **given)


def long(label: Any, longest: int = PASSAGE, **given: Any) -> TextAreaField:
    """A field of several lines, which a draft may leave open."""
    return TextAreaField(label, [may_be_empty(), _LengthOfText(max=longest)], filters=[_trimmed], **given)


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class _LengthOfText(Length):
    """Letters as the bank keeps them: a browser sends two for the end of a line."""

    def __call__(self, form: Any, field: Any) -> None:
        kept, field.data = field.data, (field.data or "").replace("\r\n", "\n")
        try:
            super().__call__(form, field)
        finally:
            field.data = kept


def tell(rows: FieldList) -> None:
    """Let a list of rows, and the lists in them, know of the messages at their fields."""
    for row in rows:
        for field in row.form:
            if isinstance(field, FieldList):
                tell(field)
    found = [row.errors for row in rows]
    rows.errors = found if any(found) else []


class LineForm(Form):
    """The base of forms that are a row of another."""


class HeardForm(LineForm):
    """A line that is heard, and in which voice."""

    who = SelectField(_l("Voice"), choices=[SelectChoice(voice, name) for voice, name in VOICE_NAMES.items()])
    say = long(_l("What is said"), HEARD_LINE)


class ItemForm(FlaskForm):
    """An item of one kind; every kind adds what is answered."""

    kind: ItemKind

    instruction = SelectField(_l("What to do"))
    text = long(_l("Text to read"))
    picture = short(_l("Picture"), PICTURE, description=_l("One picture sign, for example ☕ or 🚌."))
    stem = long(_l("Question"), description=_l("A gap is three underscores: ___"))
    heard = FieldList(FormField(HeardForm), max_entries=MOST_HEARD)
    sound = HiddenField()
    spoken = HiddenField()
    """The digest of the words that the computer spoke."""
    file = FileField(_l("Sound file"))
    why = long(
        _l("Why the key is right"), NOTE, description=_l("For teachers, in Bulgarian. Learners read it after practice.")
    )
    level = SelectField(_l("Level"), choices=[SelectChoice(one.value, name) for one, name in ITEM_LEVELS.items()])
    within = SelectField(
        _l("Difficulty"), choices=[SelectChoice(one.value, name) for one, name in WITHIN_NAMES.items()]
    )
    skill = SelectField(_l("Skill"))
    topic = SelectField(_l("Topic"), choices=[SelectChoice(code, name) for code, name in TOPIC_NAMES.items()])
    grammar = short(_l("Grammar point"), description=_l("Or what else the item asks for, in Bulgarian."))
    seen = HiddenField()
    """The digest of the version that the form was opened with."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.instruction.choices = [SelectChoice(code, INSTRUCTIONS[code]) for code in instructions_of(self.kind)]
        self.skill.choices = [SelectChoice(one.value, SKILL_NAMES[one]) for one in skills_of(self.kind)]
        # A form that was never sent shows the first of them.
        self.instruction.data = self.instruction.data or self.instruction.choices[0].value
        self.skill.data = self.skill.data or self.skill.choices[0].value
        self.name_rows()

    def name_rows(self) -> None:
        """Give rows names of their own, by which a message can call them."""

    def lacking(self) -> Iterator[Lack]:
        """What is still to be written before the item can be reviewed, field by field."""
        yield from common.lacking(self)

    def is_whole(self) -> bool:
        """Whether nothing is to be written any more; what is stands at its field. Only after the form was validated."""
        for field, message in self.lacking():
            field.errors = [*field.errors, message]
        self.form_errors = [] if self.errors else lacks(self.wording("A1-U-00"))
        # A list of rows knows of the messages in it only when it is told.
        for field in self:
            if isinstance(field, FieldList):
                tell(field)
        return not self.errors

    @property
    def said(self) -> dict[str, Any]:
        """What was entered."""
        return {"why": "", "model": "", **self.data}

    @property
    def body(self) -> dict[str, Any]:
        """The body of the item, as far as it goes."""
        return body_of(self.kind, self.said)

    def wording(self, code: str) -> Wording:
        """The item as a file would word it. Only after the form was validated."""
        head = {"topic": self.topic.data, "grammar": self.grammar.data}
        return Wording(code, ItemLevel(self.level.data), Skill(self.skill.data), self.kind, head | self.body)


def skills_of(kind: ItemKind) -> list[Skill]:
    """What an item of a kind can ask for."""
    marked = MARKED_BY_TEACHER.get(kind)
    return [marked] if marked else [skill for skill in Skill if not skill.is_marked]
