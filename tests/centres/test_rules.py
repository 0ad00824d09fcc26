"""The days on which a centre is closed."""

from datetime import date

import pytest

from lms.centres.rules import closed_days, public_holidays


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 3), "the day of liberation"),
        (date(2026, 4, 10), "Good Friday of the Orthodox Easter"),
        (date(2026, 4, 13), "Easter Monday"),
        (date(2026, 5, 25), "a substitute: 24 May is a Sunday"),
        (date(2026, 9, 7), "a substitute: 6 September is a Sunday"),
        (date(2026, 12, 28), "a substitute: 26 December is a Saturday"),
        (date(2027, 5, 4), "a substitute after Easter Monday: 1 May is Holy Saturday"),
        (date(2027, 12, 28), "the second substitute after a Christmas on a weekend"),
    ],
)
def test_bulgarian_holidays_and_their_substitute_days_are_known(day: date, why: str) -> None:
    assert day in public_holidays(day.year), why


@pytest.mark.parametrize("day", [date(2026, 5, 26), date(2026, 11, 2), date(2026, 4, 14)])
def test_ordinary_days_are_not_holidays(day: date) -> None:
    assert day not in public_holidays(day.year)


def test_holidays_are_named_in_the_language_of_the_page() -> None:
    assert public_holidays(2026, "bg")[date(2026, 9, 22)].startswith("Ден на Независимостта")
    assert public_holidays(2026, "en")[date(2026, 9, 22)] == "Independence Day"
    assert public_holidays(2026, "ar")[date(2026, 9, 22)] == "Independence Day"


def test_closed_days_span_years_and_keep_to_their_limits() -> None:
    closed = closed_days(date(2026, 12, 24), date(2027, 1, 1), {date(2026, 12, 30): "Ремонт", date(2027, 2, 1): "x"})
    assert list(closed) == [
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 28),
        date(2026, 12, 30),
        date(2027, 1, 1),
    ]
    assert closed[date(2026, 12, 30)] == "Ремонт"
