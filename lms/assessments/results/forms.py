"""The form for what a person needs in every quiz."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

MOST = 300
"""Percent more time at most; the database keeps no more."""


class NeedsForm(FlaskForm):
    """More time, a page with larger letters, and what staff should know about it."""

    extra_percent = IntegerField(
        _l("More time, in percent"),
        [Optional(), NumberRange(0, MOST, _l("From 0 to 300."))],
        description=_l("25 gives 50 minutes where others have 40. Nothing changes in a quiz that was begun already."),
    )
    simple_layout = BooleanField(
        _l("Simple page: larger letters, one item after the other"),
        description=_l("For whoever reads with effort, sees badly or is easily distracted."),
    )
    note = TextAreaField(
        _l("What staff should know"),
        [Optional(), Length(max=400, message=_l("At most 400 letters."))],
        description=_l("What helps: “reads aloud”, “needs headphones”. Never a diagnosis or the name of an illness."),
    )

    def validate_note(self, field: TextAreaField) -> None:
        """Refuse a note without a need: it would be kept for nothing."""
        if (field.data or "").strip() and not self.extra_percent.data and not self.simple_layout.data:
            raise ValidationError(_l("Choose more time or the simple page, too: a note alone changes no quiz."))

    def facts(self) -> dict[str, Any]:
        """What was entered. Only after the form was validated."""
        return {
            "extra_percent": self.extra_percent.data or 0,
            "simple_layout": self.simple_layout.data,
            "note": (self.note.data or "").strip(),
        }
