"""On which days a centre is closed: Bulgarian public holidays with their substitute days, and its own days.

Pure: no database, no request.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

COUNTRY = "BG"
# The library's own names for the languages it has Bulgarian holidays in.
_LIBRARY_LANGUAGES = {"bg": "bg", "uk": "uk"}


@lru_cache(maxsize=64)
def public_holidays(year: int, language: str = "bg") -> dict[date, str]:
    """The public holidays of a year by day, named in a language: Bulgarian, Ukrainian, otherwise English.

    When a fixed holiday falls on a weekend, the following working days are its substitutes (Labour Code,
    article 154, paragraph 2); the library `holidays` knows them.
    """
    named = _LIBRARY_LANGUAGES.get(language, "en_US")
    return dict(holidays.country_holidays(COUNTRY, years=year, language=named))


def closed_days(first: date, last: date, own: Mapping[date, str], language: str = "bg") -> Mapping[date, str]:
    """Every day from first to last on which a centre is closed, with the reason; `own` are its own days."""
    found = dict(own)
    for year in range(first.year, last.year + 1):
        found |= public_holidays(year, language)
    return {day: found[day] for day in sorted(found) if first <= day <= last}
