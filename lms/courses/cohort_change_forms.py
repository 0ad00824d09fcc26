"""Forms for a cohort that was opened: how many places it has, and why it is called off."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from lms.courses.forms import PageForm
from lms.courses.replan_forms import why


class PlacesForm(PageForm):
    """How many people a cohort takes."""

    capacity = IntegerField(_l("Places"), [InputRequired(_l("Enter the number of places."))])


class CallOffForm(PageForm):
    """Why a cohort is called off."""

    reason = why(_l("Reason"), _l("Say why the cohort is called off."))
