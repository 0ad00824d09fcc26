"""The periods statistics are looked at: quarters and years by name, or days of one's own."""

import enum
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.progress.statistics import Period


class Span(enum.StrEnum):
    """The quick choices of a period."""

    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    TWELVE_MONTHS = "twelve_months"
    OWN = "own"


SPANS = {
    Span.THIS_QUARTER: _l("This quarter"),
    Span.LAST_QUARTER: _l("Last quarter"),
    Span.THIS_YEAR: _l("This year"),
    Span.LAST_YEAR: _l("Last year"),
    Span.TWELVE_MONTHS: _l("The last twelve months"),
    Span.OWN: _l("Own dates"),
}


def period_of(span: Span, today: date, since: date | None = None, until: date | None = None) -> Period:
    """The days of a span as of a day; `since` and `until` are for one's own dates.

    Raises DomainError when one's own dates are missing or the wrong way round.
    """
    if span is Span.OWN:
        if since is None or until is None:
            raise DomainError(_l("Choose both the first and the last day."))
        if since > until:
            raise DomainError(_l("The first day must not be after the last one."))
        return Period(since, until, today)
    if span is Span.THIS_YEAR:
        return Period(date(today.year, 1, 1), date(today.year, 12, 31), today)
    if span is Span.LAST_YEAR:
        return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31), today)
    if span is Span.TWELVE_MONTHS:
        return Period(_year_before(today) + timedelta(days=1), today, today)
    first = _first_of_quarter(today)
    if span is Span.THIS_QUARTER:
        return Period(first, _first_of_quarter(first + timedelta(days=100)) - timedelta(days=1), today)
    return Period(_first_of_quarter(first - timedelta(days=1)), first - timedelta(days=1), today)


def _first_of_quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _year_before(day: date) -> date:
    # 29 February has no anniversary in most years; the day before it always has.
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
