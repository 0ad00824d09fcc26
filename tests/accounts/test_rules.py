"""Passwords, PINs and card codes."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lms.access.errors import DomainError
from lms.accounts import rules


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "nine char",
        "aaaaaaaaaaaa",
        "password123",
        "Парола1234",
        "ababababababab",
        "ivanapetrova1",
        "petrova1petrova1",
        "x" * 201,
    ],
)
def test_weak_passwords_are_refused_with_what_to_do(app: Flask, password: str) -> None:
    with pytest.raises(DomainError) as refusal, app.test_request_context():
        rules.check_password(password, "Ivana Petrova", "ivana", "petrova1")
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("password", ["correct horse battery", "четири зелени думи", "kU7-ppq-Lw2z", "1 4 9 16 25 36"])
def test_long_passwords_need_no_composition(password: str) -> None:
    rules.check_password(password, "Ivana Petrova", "ivana.petrova")


@given(st.integers(0, 50))
def test_pins_are_six_digits_and_no_run(_: int) -> None:
    pin = rules.new_pin()
    assert len(pin) == 6
    assert pin.isdigit()
    assert pin not in "0123456789 9876543210"
    assert len(set(pin)) > 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABCD-2345", "ABCD2345"),
        (" abcd 2345 ", "ABCD2345"),
        ("АВЕК-МНРТ", "ABEKMHPT"),
        ("авек мнрт", "ABEKMHPT"),
        ("ABCD2345", "ABCD2345"),
    ],
)
def test_a_card_code_is_understood_however_it_is_typed(typed: str, code: str) -> None:
    assert rules.clean_card_code(typed) == code


def test_a_shown_code_is_read_back_as_itself() -> None:
    for _ in range(200):
        code = rules.new_card_code()
        assert len(code) == 8
        assert rules.clean_card_code(rules.shown_card_code(code)) == code
