"""The choice of a usual weekly pattern, which fills the lines of a form: one click for a course of two months.

With JavaScript the lines are filled on the page; without it, when the form is sent.
"""

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields import SelectChoice

from lms.courses.forming_plan import BUILT_IN, Pattern
from lms.courses.forming_terms import parts_of
from lms.courses.forming_words import pattern_words
from lms.courses.pattern_form import PatternForm
from lms.learners.models import PartOfWeek
from lms.learners.words import PARTS_OF_WEEK

_NAMES = ("weekday", "starts_at", "hours")
AS_WRITTEN = SelectChoice("", _l("as it is written below"))


def usual_patterns() -> SelectField:
    """The field: every pattern that courses usually have, by the part of the week they begin in."""
    return SelectField(
        _l("Usual times"),
        choices=_choices,
        default="",
        description=_l("Takes the place of what is written below."),
    )


def _choices() -> list[SelectChoice]:
    found = [(part, key, one) for part in PartOfWeek for key, one in enumerate(BUILT_IN) if parts_of(one) == {part}]
    return [
        AS_WRITTEN,
        *(
            SelectChoice(str(key), pattern_words(one), {"data-lines": json.dumps(_lines(one))}, PARTS_OF_WEEK[part])
            for part, key, one in found
        ),
    ]


def _lines(pattern: Pattern) -> list[list[str]]:
    return [[str(slot.weekday), f"{slot.starts_at:%H:%M}", str(slot.hours)] for slot in pattern]


class UsualPatternForm(PatternForm):
    """A form with a weekly pattern and, above it, `usual = usual_patterns()`."""

    usual: SelectField

    def process(self, formdata: Any = None, *given: Any, **named: Any) -> None:
        """Read what was sent, with a pattern that was chosen written out in its lines."""
        super().process(_written_out(self.meta.wrap_formdata(self, formdata)), *given, **named)


def _written_out(sent: Any) -> Any:
    if sent is None or not (chosen := sent.get("usual")):
        return sent
    pattern = next((one for key, one in enumerate(BUILT_IN) if str(key) == chosen), None)
    if pattern is None:
        return sent
    kept = [(name, value) for name, value in sent.items(multi=True) if name != "usual" and not name.startswith("slots")]
    for number, line in enumerate(_lines(pattern)):
        kept += [(f"slots-{number}-{name}", value) for name, value in zip(_NAMES, line, strict=True)]
    return MultiDict(kept)
