"""The form by which an answer is marked."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from lms.assessments.rubric_form import RubricForm


class RatingForm(RubricForm):
    """A line of each criterion, and a word to the learner."""

    comment = TextAreaField(
        _l("Comment to the person"), [Optional(), Length(max=1000)], filters=[lambda text: text or ""]
    )
