"""The periods statistics are looked at: quarters and years by name, or days of one's own."""

import enum
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError


@dataclass(frozen=True)
class Period:
    """The days from `since` to `until`, both included; `today` is the day as of which it is looked at."""

    since: date
    until: date
    today: date

    @property
    def end(self) -> date:
        """The last day that counts: what is still to come has not happened."""
        return min(self.until, self.today)

    @property
    def begun(self) -> bool:
        """Whether any of its days has come."""
        return self.since <= self.today

    def contains(self, day: date) -> bool:
        """Whether a day lies between the first and the last one."""
        return self.since <= day <= self.until

    def holds(self, days: "pd.Series[pd.Timestamp]") -> "pd.Series[bool]":
        """Which of the days lie in the period and are not still to come."""
        return days.between(pd.Timestamp(self.since), pd.Timestamp(self.end))


class Span(enum.StrEnum):
    """The quick choices of a period."""

    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    TWELVE_MONTHS = "twelve_months"
    OWN = "own"


WHOLE_QUARTERS = (Span.THIS_QUARTER, Span.LAST_QUARTER, Span.THIS_YEAR, Span.LAST_YEAR)
"""What can be chosen by those who may not see people: other periods would tell one person from the rest."""
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


def year_of(period: Period) -> Period:
    """The calendar year in which a period begins."""
    year = period.since.year
    return Period(date(year, 1, 1), date(year, 12, 31), period.today)


def quarters_of_year(period: Period) -> list[Period]:
    """The quarters, as far as they have begun, of the calendar year in which a period begins."""
    firsts = [date(period.since.year, month, 1) for month in (1, 4, 7, 10)]
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), date(period.since.year, 12, 31)]
    made = [Period(first, last, period.today) for first, last in zip(firsts, lasts, strict=True)]
    return [quarter for quarter in made if quarter.begun]


def _first_of_quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _year_before(day: date) -> date:
    # 29 February has no anniversary in most years; the day before it always has.
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
