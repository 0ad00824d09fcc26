"""The lines of a rubric as a form: one of each criterion is chosen."""

from typing import Any, Self

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from lms.assessments.items.rubrics import Criterion, Rubric


def spoken() -> str:
    """In which of the two languages of rubrics this page speaks."""
    return "bg" if str(get_locale()) == "bg" else "en"


class RubricForm(FlaskForm):
    """A line of each criterion, and whatever else a form asks."""

    @classmethod
    def by(cls, rubric: Rubric, points: dict[str, int] | None = None, **kept: Any) -> Self:
        """The form for a rubric, filled with what was kept before."""
        fields = {f"points_{one.code}": _bands(one) for one in rubric.criteria}
        chosen = {f"points_{code}": value for code, value in (points or {}).items()}
        form: Self = type(cls.__name__, (cls,), fields)(**kept, **chosen)
        return form

    @property
    def points(self) -> dict[str, int]:
        """The points by the code of the criterion."""
        chosen: dict[str, Any] = self.data
        return {name.removeprefix("points_"): value for name, value in chosen.items() if name.startswith("points_")}


def _bands(criterion: Criterion) -> RadioField:
    choices = [SelectChoice(points, band[spoken()]) for points, band in enumerate(criterion.bands)]
    return RadioField(criterion.name[spoken()], [InputRequired(_l("Choose a line."))], choices=choices, coerce=int)
