"""The form of a new cohort: programme, place, dates, teachers and the weekly pattern."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms import clock
from lms.access.errors import DomainError
from lms.access.viewer import Role
from lms.accounts.queries import staff_of_centre
from lms.centres.forms import trimmed
from lms.centres.models import Centre, Room
from lms.courses.cohort_actions import CodeTaken
from lms.courses.cohort_queries import free_code, programmes_offered
from lms.courses.cohort_rules import LARGEST_COHORT, largest_capacity
from lms.courses.conflicts import RoomTaken, TeacherTaken
from lms.courses.forming_words import ROUTES
from lms.courses.forms import CODE, NO_CHOICE, number_or_none
from lms.courses.pattern_form import pattern_lines
from lms.courses.planning import CohortPlan
from lms.courses.states import Route
from lms.courses.timetable import PatternRefused
from lms.courses.usual_patterns import UsualPatternForm, usual_patterns
from lms.courses.words import place_words

ONLINE = "online"
AHEAD = timedelta(days=2 * 365)
BACK = timedelta(days=365)


class CohortForm(UsualPatternForm):
    """A new cohort at a centre."""

    programme = SelectField(_l("Programme"), [InputRequired(_l("Choose the programme."))], coerce=number_or_none)
    code = StringField(
        _l("Code"),
        [Optional(), *CODE],
        [trimmed],
        description=_l("Left empty, it is made of level, centre and a number."),
    )
    place = SelectField(_l("Place"), [InputRequired(_l("Choose a room, or online."))])
    starts_on = DateField(_l("Starts on"), [InputRequired(_l("Choose the first day."))])
    capacity = IntegerField(
        _l("Places"),
        [InputRequired(_l("Enter the number of places.")), NumberRange(min=1, message=_l("At least 1."))],
        default=LARGEST_COHORT,
    )
    route = SelectField(
        _l("For whom"),
        choices=[SelectChoice(route.value, name) for route, name in ROUTES.items()],
        coerce=Route,
        default=Route.MIXED,
        description=_l("People proposed for free places are chosen to match."),
    )
    teacher = SelectField(_l("Teacher"), [InputRequired(_l("Choose the teacher."))], coerce=number_or_none)
    others = SelectMultipleField(
        _l("Other teachers of the cohort"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    usual = usual_patterns()
    slots = pattern_lines()

    def __init__(self, centre: Centre) -> None:
        super().__init__()
        self.centre = centre
        self.programmes = {programme.id: programme for programme in programmes_offered()}
        self.teachers = {account.id: account for account in staff_of_centre(centre, Role.TEACHER)}
        self.rooms: dict[str, Room] = {str(room.id): room for room in centre.rooms}
        self.programme.choices = [NO_CHOICE, *_choices(self.programmes, lambda p: f"{p.code} · {p.title}")]
        self.teacher.choices = [NO_CHOICE, *_choices(self.teachers, lambda account: account.name)]
        self.others.choices = _choices(self.teachers, lambda account: account.name)
        self.place.choices = [
            NO_CHOICE,
            *_choices(self.rooms, place_words),
            SelectChoice(ONLINE, place_words(None)),
        ]

    def validate_starts_on(self, field: DateField) -> None:
        """A year back to two years ahead; anything else is a slip."""
        today = clock.today(self.centre.time_zone)
        if field.data and not today - BACK <= field.data <= today + AHEAD:
            raise ValidationError(_l("Choose a day within the last year or the next two."))

    def validate_capacity(self, field: IntegerField) -> None:
        """Fifteen people, or as many as the room seats."""
        room = self.rooms.get(self.place.data)
        limit = largest_capacity(room.seats if room else None)
        if field.data is not None and field.data > limit:
            raise ValidationError(_l("At most %(limit)s people here.", limit=limit))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the pattern as a whole."""
        valid: bool = super().validate(extra_validators)
        return valid and self.pattern_holds(self.programmes[self.programme.data].hour_minutes)

    def plan(self) -> CohortPlan:
        """What was chosen. Only after the form was validated."""
        programme = self.programmes[self.programme.data]
        return CohortPlan(
            code=self.code.data or free_code(programme.level, self.centre),
            programme=programme,
            centre=self.centre,
            room=self.rooms.get(self.place.data),
            starts_on=self.starts_on.data,
            capacity=self.capacity.data,
            teacher=self.teachers[self.teacher.data],
            others=[self.teachers[one] for one in self.others.data if one != self.teacher.data],
            slots=self.pattern(),
            route=self.route.data,
        )

    def explain(self, refusal: DomainError) -> None:
        """Put a refusal at the field it is about."""
        if isinstance(refusal, PatternRefused):
            self.explain_pattern(refusal)
            return
        fields = {CodeTaken: self.code, RoomTaken: self.place, TeacherTaken: self.teacher}
        fields.get(type(refusal), self.capacity).errors = [refusal.message]


def _choices(found: dict[Any, Any], words: Any) -> Sequence[SelectChoice]:
    return [SelectChoice(value, words(thing)) for value, thing in found.items()]
