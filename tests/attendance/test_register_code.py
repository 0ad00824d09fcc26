"""The code on a sheet of the register: read back as it was written, and never with a typing error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.register_code import LETTERS, SheetCode, WrongCode, check_of, known_of, read_code

MONTHS = st.dates(date(2020, 1, 1), date(2049, 12, 31)).map(lambda day: day.replace(day=1))
CODES = st.builds(
    SheetCode,
    st.integers(1, 2**31 - 1),
    st.none() | MONTHS,
    st.integers(0, 10**6).map(known_of),
    st.lists(st.integers(0, 10**6)).map(check_of),
)
ON_A_BULGARIAN_KEYBOARD = str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")


@given(CODES)
def test_a_code_is_read_as_it_was_written(code: SheetCode) -> None:
    assert read_code(str(code)) == code
    assert read_code(f" {str(code).lower()} ") == code
    assert read_code(code.compact.translate(ON_A_BULGARIAN_KEYBOARD).lower()) == code


@given(CODES, st.data())
def test_one_wrong_character_is_noticed(code: SheetCode, data: st.DataObject) -> None:
    text = code.compact
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(LETTERS).filter(lambda letter: letter != text[place]))
    with pytest.raises(WrongCode):
        read_code(text[:place] + wrong + text[place + 1 :])


@given(CODES, st.data())
def test_two_characters_in_each_others_place_are_noticed(code: SheetCode, data: st.DataObject) -> None:
    text = code.compact
    one, other = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(text)
    swapped[one], swapped[other] = text[other], text[one]
    if text[one] != text[other]:
        with pytest.raises(WrongCode):
            read_code("".join(swapped))


@given(st.text(max_size=20) | st.text(LETTERS + "-", max_size=24))
def test_whatever_is_typed_is_a_code_or_is_refused(text: str) -> None:
    try:
        code = read_code(text)
    except WrongCode:
        return
    assert read_code(str(code)) == code


def test_a_code_is_short_enough_to_be_typed() -> None:
    assert len(SheetCode(150_000, None, 15, 6000).compact) <= 12
    assert str(SheetCode(41, None, 15, 77)).count("-") == 2


def test_another_list_has_another_number() -> None:
    assert check_of([1, 2, 0, 7]) != check_of([2, 1, 0, 7]) != check_of([1, 2, 3, 0, 7])
