"""The roll as a form: a row for each person, and what of it is new."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, HiddenField, StringField
from wtforms.validators import Length, ValidationError

from lms.attendance.actions import Answer, AnswerKind, Arrival
from lms.attendance.roll import Roll
from lms.attendance.row_form import RowForm
from lms.attendance.row_shown import RowShown, row_of, row_posted
from lms.attendance.rules import Refusal, length_of
from lms.attendance.words import REFUSALS
from lms.centres.forms import trimmed
from lms.courses.syllabus_queries import planned_for


class RollForm(FlaskForm):
    """The rows of a lesson's roll, with the reason a correction needs when its time is over."""

    rows = FieldList(FormField(RowForm), max_entries=200)
    taught = StringField(
        _l("What was taught"), [Length(max=300, message=_l("Use at most 300 characters."))], filters=[trimmed]
    )
    taught_seen = HiddenField()
    """What stood there as taught when the page was made."""
    why = StringField(
        _l("Why do you correct it now?"),
        [Length(max=400, message=_l("Use at most 400 characters."))],
        description=_l("The reason is kept in the history of each mark."),
    )

    def __init__(self, roll: Roll, needs_reason: bool, **given: Any) -> None:
        super().__init__(**given)
        self.needs_reason = needs_reason
        self.roll = roll
        self.answered = False
        for row in self.rows:
            row.form.length = length_of(roll.lesson.starts_at, roll.lesson.ends_at)

    def validate_why(self, field: StringField) -> None:
        """A reason is given when one is needed."""
        if self.needs_reason and not (field.data or "").strip():
            raise ValidationError(REFUSALS[Refusal.REASON_MISSING])

    @property
    def tampered(self) -> bool:
        """Whether something was sent that no page of ours sends."""
        return any(row.form.tampered for row in self.rows)

    def shown(self) -> list[RowShown]:
        """The rows for the page: as they were posted, or as the roll stands. Whoever left the cohort has none."""
        if not self.rows:
            return [row_of(number, line) for number, line in enumerate(self.roll.lines)]
        posted = ((row.form, self.roll.of(row.enrolment.data)) for row in self.rows)
        return [row_posted(row, line) for row, line in posted if line]

    @property
    def carried(self) -> list[tuple[str, object]]:
        """The names and values of fields that are not shown and yet sent again: marks of whoever left the cohort.

        Such a mark is set aside when it arrives; until then nothing that is wrong elsewhere may lose it.
        """
        if self.answered:
            return []
        left = [row.form for row in self.rows if not self.roll.of(row.enrolment.data)]
        marked = [row for row in left if row.value and not row.messages]
        return [(f"{row.at}-{field.short_name}", field.data) for row in marked for field in row]

    @property
    def troubled(self) -> list[RowForm]:
        """The rows in which something is wrong."""
        return [row.form for row in self.rows if row.form.messages]

    def arrivals(self, rest_present: bool) -> list[Arrival]:
        """The entries the form makes; whoever is untouched is present only if the teacher says so."""
        made = (row.form.arrival(self.roll.of(row.enrolment.data), rest_present) for row in self.rows)
        return [arrival for arrival in made if arrival]

    def explain(self, answers: Sequence[Answer], roll: Roll) -> None:
        """Say at each row why it was refused, and make the form one of the roll as it is now."""
        refused = {answer.enrolment_id: answer.why for answer in answers if answer.kind is AnswerKind.REFUSED}
        self.roll = roll
        self.answered = True
        for row in self.rows:
            if why := refused.get(row.enrolment.data):
                row.form.kind.errors = [REFUSALS[why]]
            line = roll.of(row.enrolment.data)
            row.entry.data, row.follows.data, row.made_at.data = str(uuid4()), "", ""
            row.based_on.data = line.version if line else 0


def form_of(roll: Roll, needs_reason: bool) -> RollForm:
    """The form of a roll as it stands.

    Until the roll is called, what is planned for the lesson stands there as what was taught.
    """
    lesson = roll.lesson
    taught = lesson.taught or (planned_for(lesson) if roll.uncalled else "")
    return RollForm(roll, needs_reason, formdata=None, data={"taught": taught, "taught_seen": lesson.taught or ""})
