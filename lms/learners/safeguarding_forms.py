"""Forms for protecting a minor: the adults around them, naming staff, a note."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from lms.learners import import_values, words
from lms.learners.names import clean
from lms.learners.record_fields import ReadField, chosen, one_of
from lms.learners.safeguarding_models import Relation, Safeguarding
from lms.learners.safeguarding_rules import Around

_PLAIN = ("guardian_name", "contact_name", "contact_role")
NOTE_LIMIT = 4000


class AroundFields(FlaskForm):
    """The adults around a minor, as part of a form."""

    guardian_name = StringField(_l("Parent, guardian or representative"), [Optional(), Length(max=200)])
    guardian_relation = one_of(_l("What they are to the person"), words.RELATIONS)
    guardian_phone = ReadField(_l("Their phone"), import_values.phone)
    guardian_language = ReadField(_l("Their language"), import_values.language)
    contact_name = StringField(_l("Safeguarding contact"), [Optional(), Length(max=200)])
    contact_role = StringField(_l("Role or institution of the contact"), [Optional(), Length(max=200)])
    contact_phone = ReadField(_l("Phone of the contact"), import_values.phone)

    def around(self) -> Around:
        """What was written. Only after the form was validated."""
        return Around(
            **{name: clean(self[name].data or "") or None for name in _PLAIN},
            guardian_relation=chosen(Relation, self.guardian_relation.data),
            guardian_phone=self.guardian_phone.value,
            guardian_language=self.guardian_language.value,
            contact_phone=self.contact_phone.value,
        )


def written_around(kept: Safeguarding | None) -> dict[str, Any]:
    """What is kept of the adults around a minor, as the form shows it."""
    if kept is None:
        return {}
    return {name: getattr(kept, name) or "" for name in (*_PLAIN, "guardian_phone", "contact_phone")} | {
        "guardian_relation": kept.guardian_relation.value if kept.guardian_relation else "",
        "guardian_language": words.language(kept.guardian_language),
    }


class SafeguardingForm(AroundFields):
    """Who answers for a minor."""

    unaccompanied = BooleanField(_l("The person is under 18 and here without a parent or guardian"))


class NameForm(FlaskForm):
    """Naming a member of staff for a minor."""

    account = SelectField(_l("Member of staff"), coerce=int)


class NoteForm(FlaskForm):
    """A note that only those named read."""

    text = TextAreaField(_l("New note"), [InputRequired(_l("Write what should be known.")), Length(max=NOTE_LIMIT)])
