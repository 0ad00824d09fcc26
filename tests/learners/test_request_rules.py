"""The rules of requests: references, who is of age, digits of other scripts, what a record takes from a request."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learners import request_rules as rules
from lms.learners.models import BirthPrecision

TODAY = date(2026, 11, 24)


def test_a_reference_can_be_read_out() -> None:
    for _ in range(50):
        assert re.fullmatch(r"R-[2-9A-HJ-NP-Z]{5}", rules.new_reference())


@pytest.mark.parametrize(
    ("born", "precision", "adult"),
    [
        (date(2008, 11, 24), BirthPrecision.DAY, True),
        (date(2008, 11, 25), BirthPrecision.DAY, False),
        (date(2007, 1, 1), BirthPrecision.YEAR, True),
        (date(2009, 1, 1), BirthPrecision.YEAR, False),
        (date(2008, 2, 29), BirthPrecision.DAY, True),
    ],
)
def test_who_is_of_age(born: date, precision: BirthPrecision, adult: bool) -> None:
    assert rules.is_adult(born, precision, TODAY) is adult


def test_the_year_of_the_eighteenth_birthday_alone_does_not_tell() -> None:
    with pytest.raises(rules.AgeUnclear):
        rules.is_adult(date(2008, 1, 1), BirthPrecision.YEAR, TODAY)


@given(st.dates(date(1920, 1, 1), TODAY))
def test_nobody_under_eighteen_passes_by_year_or_by_day(born: date) -> None:
    try:
        by_year = rules.is_adult(date(born.year, 1, 1), BirthPrecision.YEAR, TODAY)
    except rules.AgeUnclear:
        return
    assert by_year == rules.is_adult(born, BirthPrecision.DAY, TODAY)


def test_digits_of_other_scripts_become_ours() -> None:
    assert rules.western_digits("٠٨٨٨ ۱۲۳ 456 ½") == "0888 123 456 ½"


def test_the_order_of_a_name_makes_no_other_request() -> None:
    assert rules.sameness("+359888", "Rana  HADDAD") == rules.sameness("+359888", "haddad rana")
    assert rules.sameness("+359888", "Rana") != rules.sameness("+359889", "Rana")
