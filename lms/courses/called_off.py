"""The refusal of whatever would go on in a cohort that was called off."""

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.courses.models import Cohort


class CalledOff(DomainError):
    """The cohort was called off."""


def refuse_called_off(cohort: Cohort) -> None:
    """Raise CalledOff if the cohort was called off; the caller holds it and has read it anew."""
    if cohort.called_off_on is not None:
        raise CalledOff(_l("This cohort was called off."))
