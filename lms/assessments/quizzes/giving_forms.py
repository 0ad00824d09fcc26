"""Forms for giving a quiz to a cohort or a person: from when to when, how often."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from lms import clock
from lms.assessments.quizzes.forms import PageForm
from lms.assessments.quizzes.quiz_models import Quiz
from lms.courses.models import Cohort


class GivingForm(PageForm):
    """From when to when a quiz is open, and how often it may be taken; times by the clock of the centre."""

    opens_at = DateTimeLocalField(_l("Opens"), [InputRequired(_l("Enter a day and a time."))])
    closes_at = DateTimeLocalField(_l("Closes"), [Optional()], description=_l("Empty: it stays open."))
    attempts = IntegerField(
        _l("How often"),
        [Optional(), NumberRange(1, 20, _l("From 1 to 20."))],
        default=1,
        description=_l("Empty: as often as one wants."),
    )
    results_at_once = BooleanField(_l("People see their results as soon as they hand in"))

    def begin_now(self) -> None:
        """Offer the present as the beginning, unless something was entered."""
        if not self.is_submitted():
            self.opens_at.data = clock.to_local(clock.now()).replace(second=0, microsecond=0, tzinfo=None)

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_l("It closes before it opens."))

    def moments(self, zone: str) -> tuple[datetime, datetime | None]:
        """From when to when, in UTC."""
        opens = _in_utc(self.opens_at.data, zone)
        return opens, _in_utc(self.closes_at.data, zone) if self.closes_at.data else None


class AssignForm(GivingForm):
    """To which cohort a quiz is given."""

    cohort = SelectField(_l("Cohort"), [InputRequired(_l("Choose a cohort."))], coerce=int)

    @classmethod
    def to(cls, cohorts: Sequence[Cohort]) -> "AssignForm":
        """The form for giving a quiz to one of these cohorts."""
        form = cls()
        form.cohort.choices = [SelectChoice(one.id, f"{one.code} · {one.programme.title}") for one in cohorts]
        form.begin_now()
        return form


class GiveOneForm(GivingForm):
    """Which quiz a person is given."""

    quiz = SelectField(_l("Quiz"), [InputRequired(_l("Choose a quiz."))], coerce=int)

    @classmethod
    def of(cls, quizzes: Sequence[Quiz]) -> "GiveOneForm":
        """The form for giving one of these quizzes."""
        form = cls()
        form.quiz.choices = [SelectChoice(one.id, one.title) for one in quizzes]
        form.begin_now()
        return form


def _in_utc(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
