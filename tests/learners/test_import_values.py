"""Cells of an uploaded list, by examples."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from lms.learners import import_values as values
from lms.learners import words
from lms.learners.models import BirthPrecision, ResidenceStatus, Sex

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("31.12.1990", date(1990, 12, 31), "day"),
        ("31.12.1990 г.", date(1990, 12, 31), "day"),
        ("1/2/1990", date(1990, 2, 1), "day"),
        ("1990-12-31", date(1990, 12, 31), "day"),
        ("29.02.1988", date(1988, 2, 29), "day"),
        (datetime(1990, 12, 31, tzinfo=UTC), date(1990, 12, 31), "day"),
        (date(1990, 12, 31), date(1990, 12, 31), "day"),
        ("1990", date(1990, 1, 1), "year"),
        ("1990 г.", date(1990, 1, 1), "year"),
        (1990, date(1990, 1, 1), "year"),
        (1990.0, date(1990, 1, 1), "year"),
    ],
)
def test_dates_of_birth_as_people_write_them(cell: Any, day: date, precision: str) -> None:
    assert values.born(cell, TODAY) == (day, BirthPrecision(precision))


@pytest.mark.parametrize(
    "cell",
    [
        "31.02.1990",
        "29.02.1990",
        "12/31/1990",
        "31.12.90",
        "вчера",
        "01.01.2030",
        "1880",
        "1.1",
        "",
        "г" + " " * 30_000 + "г",
    ],
)
def test_impossible_dates_are_refused(cell: str) -> None:
    with pytest.raises(ValueError):
        values.born(cell, TODAY)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0888 123 456", "+359888123456"),
        ("888123456", "+359888123456"),
        (888123456, "+359888123456"),
        (888123456.0, "+359888123456"),
        ("+359 (2) 555-01-01", "+35925550101"),
        ("00380 44 555 01 01", "+380445550101"),
        ("02/555 0101", "+35925550101"),
    ],
)
def test_telephones_get_one_form(cell: Any, number: str) -> None:
    assert values.phone(cell) == number


@pytest.mark.parametrize("cell", ["няма", "12", "0888123456, 0888123457", "1" * 20])
def test_what_is_no_telephone_is_refused(cell: str) -> None:
    with pytest.raises(ValueError):
        values.phone(cell)


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (values.sex, "Ж", Sex.FEMALE),
        (values.sex, " Мъж ", Sex.MALE),
        (values.sex, "F", Sex.FEMALE),
        (values.nationalities, "Сирия", ("SY",)),
        (values.nationalities, "украйна; Русия", ("UA", "RU")),
        (values.nationalities, "Türkiye", ("TR",)),
        (values.nationalities, "без гражданство", ("XX",)),
        (values.language, "руски език", "ru"),
        (values.language, "Arabic", "ar"),
        (values.language, "дари", "fa"),
        (values.status, "временна закрила", ResidenceStatus.TEMPORARY_PROTECTION),
        (values.status, "Временна", ResidenceStatus.TEMPORARY_PROTECTION),
        (values.status, "продължително пребиваване", ResidenceStatus.RESIDENT),
        (values.status, "търсеща убежище", ResidenceStatus.ASYLUM_SEEKER),
        (values.status, "бежанка", ResidenceStatus.REFUGEE),
        (values.status, "семейство на бежанец", ResidenceStatus.FAMILY_MEMBER),
        (values.status, "друго основание за пребиваване", ResidenceStatus.OTHER),
        (values.yes_or_no, "да", True),
        (values.yes_or_no, "No", False),
        (values.email, "Rana@Example.org", "rana@example.org"),
    ],
)
def test_words_are_understood_in_both_languages(reader: Any, cell: str, value: Any) -> None:
    assert reader(cell) == value


@pytest.mark.parametrize("locale", ["bg", "en"])
def test_what_a_page_calls_a_choice_is_understood(app: Flask, locale: str) -> None:
    with force_locale(locale):
        for status, name in words.STATUS.items():
            assert values.status(str(name)) is status
        for sex, name in words.SEX.items():
            assert sex is Sex.UNKNOWN or values.sex(str(name)) is sex
        for code, name in words.countries():
            assert values.nationalities(name) == (code,)


@pytest.mark.parametrize(
    ("reader", "cell"),
    [
        (values.sex, "?"),
        (values.nationalities, "Атлантида, Сирия"),
        (values.language, "марсиански"),
        (values.status, "турист"),
        (values.yes_or_no, "може би"),
        (values.email, "rana@"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_to_write(reader: Any, cell: str) -> None:
    with pytest.raises(ValueError):
        reader(cell)
