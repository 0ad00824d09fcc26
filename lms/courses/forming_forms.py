"""Forms of the forming of groups: what is asked for, a proposed group, and opening it."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from lms import clock
from lms.access.viewer import Role
from lms.accounts.queries import staff_of_centre
from lms.centres.models import Centre, Room
from lms.courses.cohort_forms import AHEAD, ONLINE
from lms.courses.cohort_queries import programmes_offered
from lms.courses.cohort_rules import LARGEST_COHORT, largest_capacity
from lms.courses.forming_plan import BUILT_IN, Plan, Reading
from lms.courses.forming_terms import Form, Frame, parts_of
from lms.courses.forming_words import READING, pattern_words
from lms.courses.forms import NO_CHOICE, PageForm, number_or_none
from lms.courses.offer_forms import ReplyByForm
from lms.courses.pattern_form import PatternForm, pattern_lines
from lms.courses.states import Level
from lms.courses.waiting_forms import boxes
from lms.learners.models import PartOfWeek

LEAST = 8
NOTICE = timedelta(days=14)
"""From today to the first day that is proposed: people must answer, others take the places that fall free."""
WINDOW = timedelta(days=28)


class WishForm(PatternForm):
    """Which groups to look for: programme, size, times, rooms, teachers and when to begin."""

    programme = SelectField(_l("Programme"), [InputRequired(_l("Choose the programme."))], coerce=number_or_none)
    size = IntegerField(
        _l("People in a group"),
        [InputRequired(_l("Enter the number of people.")), NumberRange(1, LARGEST_COHORT, _l("From 1 to 15."))],
        default=LARGEST_COHORT,
    )
    least = IntegerField(
        _l("Open it with at least"),
        [InputRequired(_l("Enter the number of people.")), NumberRange(1, LARGEST_COHORT, _l("From 1 to 15."))],
        default=LEAST,
    )
    most_groups = IntegerField(
        _l("Groups at most"),
        [Optional(), NumberRange(1, 40, _l("From 1 to 40."))],
        description=_l("Left empty: as many as make sense."),
    )
    reading = SelectField(
        _l("Who reads Cyrillic and who does not yet"),
        choices=[SelectChoice(one.value, name) for one, name in READING.items()],
        default=Reading.MIXED.value,
    )
    patterns = boxes(_l("Times that are possible"), [], coerce=int)
    slots = pattern_lines()
    rooms = boxes(_l("Rooms"), [], coerce=int)
    online = BooleanField(_l("Also groups online"))
    teachers = boxes(_l("Teachers"), [], InputRequired(_l("Choose at least one teacher.")), coerce=int)
    earliest = DateField(_l("Begins on this day or later"), [InputRequired(_l("Choose the first day."))])
    latest = DateField(_l("Begins at the latest on"), [InputRequired(_l("Choose the last day."))])

    def __init__(self, centre: Centre, **given: Any) -> None:
        super().__init__(**given)
        self.centre = centre
        self.programmes = {programme.id: programme for programme in programmes_offered()}
        self.programme.choices = [
            NO_CHOICE,
            *(SelectChoice(one.id, f"{one.code} · {one.title}") for one in self.programmes.values()),
        ]
        self.patterns.choices = [SelectChoice(index, pattern_words(one)) for index, one in enumerate(BUILT_IN)]
        self.rooms.choices = [SelectChoice(room.id, room.name) for room in centre.rooms]
        staff = staff_of_centre(centre, Role.TEACHER)
        self.teachers.choices = [SelectChoice(account.id, account.name) for account in staff]

    def validate_latest(self, field: DateField) -> None:
        """From the first day on, within a year of weeks that can be looked through."""
        today = clock.today(self.centre.time_zone)
        first = self.earliest.data
        if first and not today <= first <= today + AHEAD:
            raise ValidationError(_l("Begin today or later, within the next two years."))
        if first and field.data and not first <= field.data <= first + timedelta(days=366):
            raise ValidationError(_l("The last day comes after the first one, at most a year later."))

    def validate_least(self, field: IntegerField) -> None:
        """Not more than the group holds."""
        if field.data is not None and self.size.data is not None and field.data > self.size.data:
            raise ValidationError(_l("A group cannot need more people than it holds."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then that there is a time and a place at all."""
        valid: bool = super().validate(extra_validators)
        if valid and not self.patterns.data and not self.used_rows():
            self.patterns.errors = [_l("Choose at least one time, or enter one of your own.")]
            return False
        if valid and not self.rooms.data and not self.online.data:
            self.rooms.errors = [_l("Choose at least one room, or groups online.")]
            return False
        if valid and self.used_rows():
            return self.pattern_holds(self.programmes[self.programme.data].hour_minutes)
        return valid

    def plan(self) -> Plan:
        """What was asked for. Only after the form was validated."""
        own = (tuple(self.pattern()),) if self.used_rows() else ()
        return Plan(
            size=self.size.data,
            least=self.least.data,
            most_groups=self.most_groups.data,
            rooms=tuple(self.rooms.data),
            online=bool(self.online.data),
            teachers=tuple(self.teachers.data),
            patterns=(*(BUILT_IN[index] for index in self.patterns.data), *own),
            earliest=self.earliest.data,
            latest=self.latest.data,
            reading=Reading(self.reading.data),
        )


def first_guess(centre: Centre, level: Level | None, part: PartOfWeek | None) -> dict[str, Any]:
    """What the form begins with: everything the centre has, and the times of a part of the week if one was chosen."""
    earliest = clock.today(centre.time_zone) + NOTICE
    earliest += timedelta(days=-earliest.weekday() % 7)
    fitting = [index for index, one in enumerate(BUILT_IN) if part in parts_of(one)]
    programmes = [one.id for one in programmes_offered() if one.level is level]
    return {
        "programme": programmes[0] if programmes else None,
        "patterns": fitting if part else list(range(len(BUILT_IN))),
        "rooms": [room.id for room in centre.rooms],
        "teachers": [account.id for account in staff_of_centre(centre, Role.TEACHER)],
        "earliest": earliest,
        "latest": earliest + WINDOW,
    }


class GroupForm(PageForm):
    """When, where and with whom a proposed group meets."""

    pattern = SelectField(_l("Every week"), coerce=number_or_none)
    place = SelectField(_l("Place"))
    teacher = SelectField(_l("Teacher"), coerce=number_or_none)
    starts_on = DateField(_l("Starts on"), [InputRequired(_l("Choose the first day."))])
    version = IntegerField(validators=[InputRequired()])

    def __init__(self, centre: Centre, plan: Plan, **given: Any) -> None:
        super().__init__(**given)
        self.own, self.rooms = plan, {str(room.id): room for room in centre.rooms}
        self.centre = centre
        self.pattern.choices = [SelectChoice(index, pattern_words(one)) for index, one in enumerate(plan.patterns)]
        self.place.choices = [*(SelectChoice(key, room.name) for key, room in self.rooms.items())]
        self.place.choices.append(SelectChoice(ONLINE, _l("Online")))
        staff = staff_of_centre(centre, Role.TEACHER)
        self.teacher.choices = [SelectChoice(account.id, account.name) for account in staff]

    def validate_starts_on(self, field: DateField) -> None:
        """Today or later."""
        today = clock.today(self.centre.time_zone)
        if field.data and not today <= field.data <= today + AHEAD:
            raise ValidationError(_l("Begin today or later, within the next two years."))

    def frame(self, before: Frame) -> Frame:
        """The group as chosen. Only after the form was validated."""
        room: Room | None = self.rooms.get(self.place.data)
        form = Form(parts_of(self.own.patterns[self.pattern.data]), room is None, before.form.route)
        capacity = min(self.own.size, largest_capacity(room.seats if room else None))
        return Frame(
            form, self.pattern.data, self.starts_on.data, room.id if room else None, self.teacher.data, capacity
        )


class OpenForm(ReplyByForm):
    """Until when people answer the offers of a group that is opened."""

    version = IntegerField(validators=[InputRequired()])
