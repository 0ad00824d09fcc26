"""Forms of the item bank: what a reviewer says."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from lms.assessments.states import Verdict


class ReviewForm(FlaskForm):
    """What a second person says of a draft; the button that is pressed is the verdict."""

    seen = HiddenField()
    verdict = HiddenField(validators=[AnyOf([one.value for one in Verdict], _l("Approve it, or send it back."))])
    comment = TextAreaField(
        _l("Comment"),
        [Optional(), Length(max=1000)],
        filters=[lambda text: text or ""],
        description=_l("Needed when you send it back: what is to be changed."),
    )
