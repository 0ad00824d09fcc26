"""Forms for changing a timetable that runs: cancelling, moving and adding lessons, other teachers, another pattern."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from lms import clock
from lms.access.errors import DomainError
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.accounts.queries import staff_of_centre
from lms.centres.forms import trimmed
from lms.centres.models import Centre, Room
from lms.courses.cohort_forms import ONLINE
from lms.courses.conflicts import RoomTaken, TeacherTaken
from lms.courses.forms import NO_CHOICE, PageForm, number_or_none
from lms.courses.models import Cohort
from lms.courses.pattern_form import pattern_lines
from lms.courses.timetable import PatternRefused
from lms.courses.usual_patterns import UsualPatternForm, usual_patterns
from lms.courses.words import place_words

AHEAD = timedelta(days=2 * 365)
REASON_LENGTH = 200


def why(label: Any, missing: Any = None) -> StringField:
    """A field for the reason; with `missing` it must be filled in."""
    first = DataRequired(missing) if missing else Optional()
    return StringField(label, [first, Length(max=REASON_LENGTH)], [trimmed])


class ChangeForm(PageForm):
    """The base of the forms that change a timetable: each knows at which field to explain a refusal."""

    def explain(self, refusal: DomainError) -> None:
        """Put a refusal at the field it is about."""
        at = {RoomTaken: "place", TeacherTaken: "teacher", PatternRefused: "slots"}.get(type(refusal), "")
        field = self._fields.get(at) or next(iter(self._fields.values()))
        field.errors = [refusal.message]


class CancelForm(ChangeForm):
    """Why a lesson is cancelled, and whether it is made up for."""

    make_up = BooleanField(_l("Add its hours at the end of the cohort"), default=True)
    reason = why(_l("Reason"), _l("Say why the lesson is cancelled."))


class WhenForm(ChangeForm):
    """The base of forms that say on which day, at which time and where a lesson is."""

    day = DateField(_l("Day"), [InputRequired(_l("Choose the day."))])
    starts_at = TimeField(_l("Begins at"), [InputRequired(_l("Choose the time."))])
    place = SelectField(_l("Place"))

    def offer(self, centre: Centre) -> None:
        """Let the person choose among the rooms of a centre, or online."""
        self.rooms: Mapping[str, Room] = {str(room.id): room for room in centre.rooms}
        self.zone = centre.time_zone
        self.place.choices = [
            *(SelectChoice(key, place_words(room)) for key, room in self.rooms.items()),
            SelectChoice(ONLINE, place_words(None)),
        ]

    @property
    def room(self) -> Room | None:
        """The room that was chosen; None is online."""
        return self.rooms.get(self.place.data)

    def validate_day(self, field: DateField) -> None:
        """At most two years ahead; anything else is a slip."""
        if field.data and field.data > clock.today(self.zone) + AHEAD:
            raise ValidationError(_l("Choose a day within the next two years."))


class MoveForm(WhenForm):
    """Where to a lesson moves, and why."""

    reason = why(_l("Reason"))


class AddForm(WhenForm):
    """A lesson that is added, and why."""

    hours = IntegerField(
        _l("Academic hours"),
        [InputRequired(_l("Enter how many.")), NumberRange(1, 12, _l("From 1 to 12."))],
        default=2,
    )
    teacher = SelectField(_l("Teacher"), [InputRequired(_l("Choose the teacher."))], coerce=number_or_none)
    reason = why(_l("Reason"))


class TeacherForm(ChangeForm):
    """Who teaches instead, and for how long."""

    teacher = SelectField(_l("Who teaches instead?"), [InputRequired(_l("Choose the teacher."))], coerce=number_or_none)
    span = RadioField(
        _l("For how long?"),
        choices=[
            SelectChoice("one", _l("Only this lesson")),
            SelectChoice("on", _l("This lesson and all that follow")),
        ],
        default="one",
    )
    reason = why(_l("Reason"))


class NewPatternForm(UsualPatternForm, WhenForm):
    """From which day a cohort meets at other times, where, and why."""

    day = DateField(_l("From"), [InputRequired(_l("Choose the day."))])
    starts_at = None
    usual = usual_patterns()
    slots = pattern_lines()
    reason = why(_l("Reason"), _l("Say why the pattern changes."))

    def validate_day(self, field: DateField) -> None:
        """From tomorrow on: what is today may have begun."""
        today = clock.today(self.zone)
        if field.data and not today < field.data <= today + AHEAD:
            raise ValidationError(_l("Choose a day from tomorrow on, within the next two years."))

    def explain(self, refusal: DomainError) -> None:
        """Put a refusal at the field it is about."""
        if isinstance(refusal, PatternRefused):
            self.explain_pattern(refusal)
        else:
            super().explain(refusal)


def teachers_of(cohort: Cohort) -> dict[int, Account]:
    """The teachers of a cohort's centre, its own first."""
    own = {account.id: account for account in cohort.teachers if account.active}
    return own | {account.id: account for account in staff_of_centre(cohort.centre, Role.TEACHER)}


def teacher_choices(teachers: Mapping[int, Account], first: SelectChoice | None = NO_CHOICE) -> Sequence[SelectChoice]:
    """Teachers to choose from."""
    return [*([first] if first else []), *(SelectChoice(key, one.name) for key, one in teachers.items())]
