"""The words of requests on the pages of staff: states, reasons, and a value as it is read."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from lms.learners import words
from lms.learners.models import BirthPrecision
from lms.learners.request_forms import MEETS, PARTS
from lms.learners.request_models import CourseRequest
from lms.learners.request_rules import suggested_name
from lms.learners.request_staff_forms import FIELDS, REASONS, STATES

born, SURE, WHY = words.born, words.SURE, words.WHY
__all__ = ["FIELDS", "MEETS", "REASONS", "STATES", "SURE", "WHY", "age", "born", "latin", "value"]


def latin(request: CourseRequest) -> str:
    """The name in Latin letters as far as it is known."""
    return " ".join(filter(None, suggested_name(request)))


def age(since: datetime, now: datetime) -> str:
    """How long somebody has waited."""
    days = (now - since).days
    return str(ngettext("%(num)d day", "%(num)d days", days) if days else _("since today"))


def value(field: str, given: Any, precision: BirthPrecision | None = None) -> str:
    """What a field of a request or a record holds, in words; a dash when nothing is known."""
    if given is None or given in ("", (), frozenset()):
        return "–"
    if isinstance(given, bool):
        return str(_("yes") if given else _("no"))
    if isinstance(given, date):
        return str(given.year) if precision is BirthPrecision.YEAR else format_date(given, "medium", rebase=False)
    if field == "available":
        return ", ".join(str(name) for part, name in PARTS.items() if part in given)
    named: dict[str, Callable[[Any], Any]] = {
        "meets": MEETS.__getitem__,
        "nationalities": words.nationalities,
        "nationality": words.country,
        "mother_tongue": words.language,
        "language": words.language,
    }
    return str(named.get(field, str)(given))
