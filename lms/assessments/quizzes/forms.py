"""Forms for putting a quiz together: what it is, a section, items looked for and drawn."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, SelectField, StringField
from wtforms.fields import RadioField, SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from lms.assessments.items.words import ITEM_LEVELS, SKILL_NAMES, TOPIC_NAMES
from lms.assessments.quizzes import blueprint
from lms.assessments.quizzes.quiz_models import QuizSection
from lms.assessments.quizzes.words import KIND_HELP, LAYOUT_NAMES
from lms.assessments.states import ItemLevel, Layout, QuizKind, Skill

LINES = 6
"""Lines of a blueprint on the page."""
LONGEST_SITTING = 300
ANY = SelectChoice("", _l("any"))
LEVELS = [SelectChoice(level.value, name) for level, name in ITEM_LEVELS.items()]
SKILLS = [SelectChoice(skill.value, name) for skill, name in SKILL_NAMES.items()]
TOPICS = [ANY, *(SelectChoice(code, name) for code, name in TOPIC_NAMES.items())]


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class PageForm(FlaskForm):
    """The base of the forms in this chamber's other modules."""


class QuizForm(FlaskForm):
    """What a quiz is called, what it is for and how it is taken."""

    title = StringField(
        _l("Title, in Bulgarian"), [DataRequired(_l("Enter a title.")), Length(max=200)], filters=[_trimmed]
    )
    kind = RadioField(
        _l("What it is for"),
        [DataRequired(_l("Choose what it is for."))],
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_HELP.items()],
        default=QuizKind.UNIT.value,
    )
    layout = RadioField(
        _l("How it is shown"),
        [DataRequired(_l("Choose how it is shown."))],
        choices=[SelectChoice(layout.value, name) for layout, name in LAYOUT_NAMES.items()],
        default=Layout.ONE_BY_ONE.value,
    )
    shuffled = BooleanField(_l("Each person gets the items of a section in another order"), default=True)
    minutes = IntegerField(
        _l("Minutes for one sitting"),
        [Optional(), NumberRange(1, LONGEST_SITTING, _l("From 1 to %(most)s minutes.", most=LONGEST_SITTING))],
        description=_l("Empty: as long as one wants. Whoever needs more time has it."),
    )
    pass_percent = IntegerField(
        _l("Passed from so many percent"),
        [Optional(), NumberRange(1, 100, _l("From 1 to 100."))],
        description=_l("Empty: nobody passes or fails."),
    )

    def facts(self) -> dict[str, Any]:
        """What was entered, by the names of the columns."""
        return {
            "title": self.title.data,
            "kind": QuizKind(self.kind.data),
            "layout": Layout(self.layout.data),
            "shuffled": self.shuffled.data,
            "minutes": self.minutes.data,
            "pass_percent": self.pass_percent.data,
        }


class SectionForm(FlaskForm):
    """A new section of a quiz."""

    title = StringField(_l("Title of the section"), [DataRequired(_l("Enter a title.")), Length(max=200)], [_trimmed])


class FilterForm(Form):
    """Which items of the bank are offered."""

    level = SelectField(_l("Level"), choices=[ANY, *LEVELS])
    skill = SelectField(_l("Skill"), choices=[ANY, *SKILLS])
    topic = SelectField(_l("Topic"), choices=TOPICS)
    text = StringField(_l("Words"), filters=[_trimmed])


class LineForm(Form):
    """A line of a blueprint."""

    level = SelectField(_l("Level"), choices=LEVELS)
    skill = SelectField(_l("Skill"), choices=SKILLS)
    topic = SelectField(_l("Topic"), choices=TOPICS)
    number = IntegerField(
        _l("How many"), [Optional(), NumberRange(0, blueprint.MOST, _l("At most %(most)s.", most=blueprint.MOST))]
    )


class DrawForm(FlaskForm):
    """A blueprint: so many items of each kind; lines without a number ask for nothing."""

    lines = FieldList(FormField(LineForm), min_entries=LINES, max_entries=LINES)

    def blueprint(self) -> list[blueprint.Line]:
        """The lines that ask for something."""
        asked = [line.form for line in self.lines if line.form.number.data]
        return [
            blueprint.Line(ItemLevel(one.level.data), Skill(one.skill.data), one.topic.data or None, one.number.data)
            for one in asked
        ]


def section_choices(sections: Sequence[QuizSection]) -> list[tuple[int, str]]:
    """Where an item can go: before all sections (0), or into one of them."""
    return [(0, str(_l("before all sections"))), *((one.id, one.title) for one in sections)]
