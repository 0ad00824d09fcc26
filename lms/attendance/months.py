"""Months of a cohort: named in an address, and those in which it has lessons."""

import re
from datetime import date

from lms import clock
from lms.attendance.queries import day_of
from lms.courses.models import Cohort

_NAMED = re.compile(r"(20[2-4]\d)-(0[1-9]|1[0-2])", re.ASCII)


def month_named(text: str) -> date | None:
    """The first day of a month written as 2026-03, between 2020 and 2049; None when it is none."""
    found = _NAMED.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def months_of(cohort: Cohort) -> list[date]:
    """The first days of the months in which a cohort has lessons, the earliest first."""
    return sorted({day_of(lesson).replace(day=1) for lesson in cohort.lessons})


def last_month(cohort: Cohort) -> date | None:
    """The month of a cohort's last lesson that has begun, or of its first; None for a cohort without lessons."""
    begun = [lesson for lesson in cohort.lessons if lesson.starts_at <= clock.now()] or cohort.lessons[:1]
    return day_of(begun[-1]).replace(day=1) if begun else None
