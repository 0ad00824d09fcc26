"""Forms of the waiting list: putting a person on it, changing, priority, taking off."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.centres.forms import trimmed
from lms.courses.forms import LEVELS, NO_CHOICE, PageForm
from lms.courses.models import WaitingEntry
from lms.courses.states import ClosedReason, Level, LevelSource, Priority
from lms.courses.waiting_actions import Basis
from lms.courses.waiting_words import CLOSED_REASONS, PRIORITIES, SOURCES
from lms.learners.models import Learner, Meets, PartOfWeek
from lms.learners.words import MEETS, PARTS_OF_WEEK

_NOT_SAID = SelectChoice("", _l("not known"))


def boxes(label: Any, choices: Sequence[SelectChoice], *checks: Any, **given: Any) -> SelectMultipleField:
    """A field of several choices, as boxes to tick."""
    look = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, [*checks] or [Optional()], choices=choices, **look, **given)


class ChangeWaitingForm(PageForm):
    """Since when a person waits, what the level rests on, and when and how they can come."""

    since = DateField(_l("Waiting since"), [InputRequired(_l("Choose the day."))])
    level_source = SelectField(
        _l("The level"), choices=[_NOT_SAID, *(SelectChoice(s.value, w) for s, w in SOURCES.items())], default=""
    )
    level_on = DateField(_l("Level found out on"), [Optional()])
    available = boxes(_l("Can come"), [SelectChoice(part.value, name) for part, name in PARTS_OF_WEEK.items()])
    meets = SelectField(_l("Learns"), choices=[_NOT_SAID, *(SelectChoice(m.value, name) for m, name in MEETS.items())])
    note = TextAreaField(_l("Note"), [Optional(), Length(max=400)], [trimmed])

    def basis(self) -> Basis:
        """What the level rests on. Only after the form was validated."""
        return Basis(LevelSource(self.level_source.data) if self.level_source.data else None, self.level_on.data)

    def availability(self, learner: Learner) -> tuple[frozenset[PartOfWeek] | None, Meets | None]:
        """When and how the person can come; nothing ticked leaves “not asked” as it was."""
        parts = frozenset(PartOfWeek(value) for value in self.available.data or ())
        asked = parts or (None if learner.available is None else parts)
        return asked, Meets(self.meets.data) if self.meets.data else None


class WaitingForm(ChangeWaitingForm):
    """For which level a person waits, and all the rest."""

    level = SelectField(_l("Level"), choices=LEVELS, coerce=Level, default=Level.A1)


def facts_of(learner: Learner) -> dict[str, Any]:
    """What the forms show of when and how a person can come."""
    return {"available": [part.value for part in learner.available or ()], "meets": learner.meets or ""}


def facts_of_entry(entry: WaitingEntry) -> dict[str, Any]:
    """What the form of a change shows of an entry."""
    said = {"since": entry.since, "level_on": entry.level_on, "note": entry.note}
    return {**said, "level_source": entry.level_source or "", **facts_of(entry.learner)}


class PriorityForm(PageForm):
    """Whether a person stands first, and why."""

    priority = SelectField(
        _l("Priority"),
        choices=[
            SelectChoice("", _l("none: by the time of waiting")),
            *(SelectChoice(one.value, name) for one, name in PRIORITIES.items()),
        ],
    )
    note = StringField(
        _l("Explanation"),
        [Optional(), Length(max=400)],
        [trimmed],
        description=_l("Colleagues read it when somebody asks why this person comes first."),
    )

    def chosen(self) -> Priority | None:
        """The priority. Only after the form was validated."""
        return Priority(self.priority.data) if self.priority.data else None


class CloseWaitingForm(PageForm):
    """Why a person is taken off the waiting list."""

    reason = SelectField(
        _l("Reason"),
        [InputRequired(_l("Say why the person no longer waits."))],
        choices=[
            NO_CHOICE,
            *(
                SelectChoice(one.value, name)
                for one, name in CLOSED_REASONS.items()
                if one is not ClosedReason.ENROLLED
            ),
        ],
    )
    note = StringField(_l("Note"), [Optional(), Length(max=200)], [trimmed])
